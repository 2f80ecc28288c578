import { ForensicsError } from '../../errors.ts';
import { DAY, formatInstant, type Instant } from '../../instant.ts';
import { type BoundValue, type ParameterValue, parameterNames } from '../../query/bind.ts';
import type { ShippedQuery } from '../../query/catalog.ts';
import { ACCOUNTS, fillDefinition } from '../../query/definition.ts';
import type { QueryHeader, QueryParameter } from '../../query/header.ts';
import { resolvePeriod } from '../options/resolve-period.ts';
import { resolveTime } from '../options/resolve-time.ts';
import { badValue } from '../options/usage-error.ts';

/** What values come from. */
export interface GivenValues {
  readonly pairs: ReadonlyMap<string, string>;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly now: Instant;
}

/**
 * A value for each parameter that the text uses: from `--param`, `--since` and `--until`, else its default. Names
 * that the header does not declare are text.
 *
 * @throws ForensicsError `usage` for a value that is missing, does not fit its type, or belongs to no parameter
 */
export function resolveValues(
  query: { readonly name: string; readonly sql: string; readonly header: QueryHeader },
  given: GivenValues,
): ReadonlyMap<string, BoundValue> {
  const period = resolvePeriod(given, given.now);
  const written = new Map(given.pairs);
  for (const end of ['since', 'until'] as const) {
    if (written.has(end)) throw new ForensicsError('usage', `--param ${end}: give --${end} instead`);
    const moment = period[end];
    if (moment !== null) written.set(end, formatInstant(moment));
  }
  const used = parameterNames(query.sql);
  const declared = new Map(query.header.parameters.map((parameter) => [parameter.name, parameter]));
  checkNames(query.name, written, [...used, ...declared.keys()]);

  const known: Known = { query: query.name, written, declared, now: given.now };
  const values = new Map<string, BoundValue>();
  for (const name of used) {
    const parameter = declared.get(name) ?? { name, type: 'string', default: null, meaning: '' };
    const value = valueFor(parameter, known);
    values.set(name, parameter.type === 'accounts' ? accountsIn(String(value.value)) : value);
  }
  return values;
}

/**
 * A table definition with its places filled in, without the comments at its head.
 *
 * @throws ForensicsError `usage` for a value that is missing or has not the form that it must have
 */
export function resolveDefinition(table: ShippedQuery, given: GivenValues): string {
  const { since } = resolvePeriod(given, given.now);
  const written = new Map(given.pairs);
  if (since !== null) written.set('since', formatInstant(since).slice(0, 10).replaceAll('-', '/'));
  checkNames(
    table.name,
    written,
    table.header.parameters.map(({ name }) => name),
  );
  return fillDefinition(table, written)
    .replace(/^(?:--[^\n]*\n|\s)+/, '')
    .trimEnd();
}

/** The ids in a text of the form `111122223333,444455556666`; none in an empty one. */
function accountsIn(text: string): readonly ParameterValue[] {
  if (text === '') return [];
  if (!ACCOUNTS.test(text)) throw badValue('--param accounts', text, 'account ids with commas between them');
  return text.split(',').map((value) => ({ type: 'string', value }));
}

function checkNames(query: string, written: ReadonlyMap<string, string>, known: readonly string[]): void {
  for (const name of written.keys()) {
    if (known.includes(name)) continue;
    const option = name === 'since' || name === 'until' ? `--${name}` : `--param ${name}`;
    const names = [...new Set(known)].filter((other) => other !== 'since' && other !== 'until');
    throw new ForensicsError('usage', `${option}: ${query} has no such parameter`, {
      hint: names.length === 0 ? 'it has none' : `its parameters are ${names.join(', ')}`,
    });
  }
}

/** What the value of a parameter follows from. */
interface Known {
  readonly query: string;
  readonly written: ReadonlyMap<string, string>;
  readonly declared: ReadonlyMap<string, QueryParameter>;
  readonly now: Instant;
}

function valueFor(parameter: QueryParameter, known: Known): ParameterValue {
  const { query, written, now } = known;
  const text = written.get(parameter.name) ?? parameter.default;
  if (text === null) {
    throw new ForensicsError('usage', `${query}: parameter "${parameter.name}" has no value`, {
      hint: `give --param ${parameter.name}=...${parameter.meaning === '' ? '' : ` (${parameter.meaning})`}`,
    });
  }
  const option = `--param ${parameter.name}`;
  switch (parameter.type) {
    case 'integer':
      if (!/^-?\d{1,18}$/.test(text)) throw badValue(option, text, 'a whole number');
      return { type: 'integer', value: BigInt(text) };
    case 'time':
      return { type: 'string', value: formatInstant(resolveTime(option, text, { edge: 'start', now })) };
    case 'day':
      return { type: 'string', value: dayOf(option, text, known) };
    case 'string':
    case 'location':
    case 'accounts':
    case 'regions':
    case 'date':
      if (text.includes('\0')) throw badValue(option, text, 'text without NUL characters');
      return { type: 'string', value: text };
    default:
      return parameter.type satisfies never;
  }
}

/** A partition day `yyyy/MM/dd`; `@since` and `@until+1d` are the days of other parameters, moved by whole days. */
function dayOf(option: string, text: string, known: Known): string {
  const reference = /^@([A-Za-z_]\w*)(?:([+-]\d{1,3})d)?$/.exec(text);
  const other = known.declared.get(reference?.[1] ?? '');
  const time =
    other === undefined
      ? resolveTime(option, text.replaceAll('/', '-'), { edge: 'start', now: known.now })
      : Date.parse(String(valueFor(other, known).value)) + Number(reference?.[2] ?? 0) * DAY;
  // The end of time has no day after it.
  const day = formatInstant(Math.min(time, LAST_DAY)).slice(0, 10);
  return day.replaceAll('-', '/');
}

const LAST_DAY = Date.UTC(9999, 11, 31);
