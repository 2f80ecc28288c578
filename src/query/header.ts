import { ForensicsError } from '../errors.ts';

/**
 * What the comment lines at the head of a query say of it:
 *
 * ```sql
 * -- title: Policy changes in CloudTrail
 * -- question: Who put or deleted the policy of a bucket?
 * -- parameter: bucket string = '' | name of the bucket; empty for every bucket
 * -- table: cloudtrail_logs
 * -- column: time | when the call completed, UTC
 * ```
 */
export interface QueryHeader {
  /** null where the text has none, as in a query of the user's own. */
  readonly title: string | null;
  readonly question: string | null;
  readonly parameters: readonly QueryParameter[];
  readonly tables: readonly string[];
  readonly columns: readonly { readonly name: string; readonly meaning: string }[];
}

export interface QueryParameter {
  readonly name: string;
  readonly type: ParameterType;
  /** As written; null for a parameter that must be given. */
  readonly default: string | null;
  readonly meaning: string;
}

/**
 * `string` and `integer` are bound as they are, `time` as ISO 8601 text in UTC, `day` as the `yyyy/MM/dd` of a
 * partition, `accounts` as a list. They and the rest stand for identifiers and places of DDL, which no engine binds: each has a closed form.
 */
export type ParameterType = 'string' | 'integer' | 'time' | 'day' | 'location' | 'accounts' | 'regions' | 'date';

const PARAMETER_TYPES: readonly ParameterType[] = [
  'string',
  'integer',
  'time',
  'day',
  'location',
  'accounts',
  'regions',
  'date',
];

/**
 * Reads the comment lines in front of the first statement. Lines that are no `name: value` comment are the user's
 * own and say nothing.
 *
 * @param name of the query, for the error
 * @throws ForensicsError `usage` for a `parameter` line that cannot be read, naming it
 */
export function parseHeader(sql: string, name: string): QueryHeader {
  let title: string | null = null;
  let question: string | null = null;
  const parameters: QueryParameter[] = [];
  const tables: string[] = [];
  const columns: { name: string; meaning: string }[] = [];
  for (const [index, line] of sql.split(/\r?\n/).entries()) {
    const text = line.trim();
    if (text === '') continue;
    if (!text.startsWith('--')) break;
    const entry = ENTRY.exec(text);
    const value = (entry?.[2] ?? '').trim();
    switch (entry?.[1]) {
      case 'title':
        title = value;
        break;
      case 'question':
        question = value;
        break;
      case 'parameter':
        parameters.push(parameterOf(value, `${name}, line ${index + 1}`));
        break;
      case 'table':
        tables.push(value);
        break;
      case 'column': {
        const [column = '', ...meaning] = value.split('|');
        columns.push({ name: column.trim(), meaning: meaning.join('|').trim() });
        break;
      }
      default:
    }
  }
  return { title, question, parameters, tables, columns };
}

function parameterOf(value: string, place: string): QueryParameter {
  const [declared = '', ...meaning] = value.split('|');
  const parts = PARAMETER.exec(declared.trim());
  const type = PARAMETER_TYPES.find((known) => known === parts?.[2]);
  if (parts === null || type === undefined) {
    throw new ForensicsError(
      'usage',
      `${place}: a parameter is declared as "name type = default | meaning", the type one of ${TYPES}`,
    );
  }
  const written = parts[3]?.trim();
  return {
    name: parts[1] ?? '',
    type,
    default: written === undefined ? null : written.replace(/^'(.*)'$/s, '$1'),
    meaning: meaning.join('|').trim(),
  };
}

const ENTRY = /^--\s*(title|question|parameter|table|column)\s*:(.*)$/;
const PARAMETER = /^([A-Za-z_]\w*)\s+([a-z]+)\s*(?:=(.*))?$/s;
const TYPES = PARAMETER_TYPES.join(', ');
