import { ForensicsError } from '../../errors.ts';
import { type BoundStatement, bindParameters } from '../../query/bind.ts';
import { shippedTables } from '../../query/catalog.ts';
import { isDatabaseFile } from '../../query/database-file.ts';
import { databaseDefinition } from '../../query/definition.ts';
import { describeStatement } from '../../query/describe.ts';
import type { QueryFormat } from '../../query/format.ts';
import { type Flags, switchFlag, textFlag, textFlags } from '../command.ts';
import type { NamedEvidence } from '../options/open-evidence.ts';
import { type AthenaTarget, resolveAthena } from '../options/resolve-athena.ts';
import { awsAccess } from '../options/resolve-aws.ts';
import { formatOf } from '../options/resolve-outputs.ts';
import { resolvePeriod } from '../options/resolve-period.ts';
import { badValue } from '../options/usage-error.ts';
import type { Shell } from '../terminal/shell.ts';
import { chooseQuery } from './choose-query.ts';
import type { RowOutput } from './deliver-rows.ts';
import { type GivenValues, resolveDefinition, resolveValues } from './resolve-values.ts';

/** Where a statement is run: on this machine, over evidence or in a database that is kept; or on Athena. */
export type QueryPlace =
  | { readonly kind: 'evidence'; readonly evidence: NamedEvidence }
  /** Evidence is what the database takes in first; null for none. */
  | { readonly kind: 'kept-database'; readonly file: string; readonly evidence: NamedEvidence | null }
  | { readonly kind: 'athena'; readonly target: AthenaTarget };

/** What `query` is asked. */
export type QueryQuestion =
  | { readonly kind: 'list'; readonly asJson: boolean }
  /** A query, a definition, or a statement with its values, not to be run. */
  | { readonly kind: 'show'; readonly text: string }
  | {
      readonly kind: 'run';
      readonly statement: BoundStatement;
      readonly place: QueryPlace;
      readonly output: RowOutput;
    }
  /** What Athena would read for a statement. */
  | { readonly kind: 'plan'; readonly statement: BoundStatement; readonly target: AthenaTarget }
  /** The answer to a query that was started before. */
  | {
      readonly kind: 'fetch';
      readonly executionId: string;
      readonly target: AthenaTarget;
      readonly output: RowOutput;
    }
  | {
      readonly kind: 'create-table';
      /** The definition of the database that is made first, of one that may be there; null for none. */
      readonly database: string | null;
      readonly definition: string;
      readonly target: AthenaTarget;
    };

export type QuestionOf<Kind extends QueryQuestion['kind']> = Extract<QueryQuestion, { kind: Kind }>;

/**
 * What operands and flags ask for. The SQL is read, from standard input too, and its values are bound.
 *
 * @throws ForensicsError `usage` naming what is missing, cannot be used, or does not go together
 */
export async function resolveQuery(
  operands: readonly string[],
  flags: Flags,
  shell: Pick<Shell, 'stdin' | 'now'>,
): Promise<QueryQuestion> {
  const [operand] = operands;
  if (switchFlag(flags, 'list')) return { kind: 'list', asJson: textFlag(flags, 'format') === 'json' };
  const given = {
    pairs: resolvePairs(textFlags(flags, 'param')),
    since: textFlag(flags, 'since'),
    until: textFlag(flags, 'until'),
    now: shell.now(),
  };
  if (switchFlag(flags, 'createTables')) return resolveTable(operand, flags, given);
  if (switchFlag(flags, 'createDatabase')) {
    throw new ForensicsError('usage', 'query: --create-database is for --create-tables: no query makes anything');
  }
  const output = outputOf(flags);
  const executionId = textFlag(flags, 'queryExecutionId');
  if (executionId !== undefined) {
    if (!/^[\w-]{1,128}$/.test(executionId)) {
      throw badValue('--query-execution-id', executionId, 'the id of a query execution');
    }
    return { kind: 'fetch', executionId, target: resolveAthena(flags), output };
  }
  if (operand === undefined) {
    throw new ForensicsError('usage', 'query: no query was given', {
      hint: 'usage: inventory-forensics query NAME|FILE|- [options]; query --list names them',
    });
  }
  const evidence = evidenceOf(flags, given);
  if (operand === '-' && evidence?.operands.includes('-')) {
    throw new ForensicsError('usage', 'query: standard input cannot be both the query and evidence');
  }
  const query = await chooseQuery(operand, shell.stdin);
  if (switchFlag(flags, 'show')) return { kind: 'show', text: query.sql };

  const statement = bindParameters(query.sql, resolveValues(query, given));
  if (statement.sql.trim() === '') throw new ForensicsError('usage', `${query.name}: there is no SQL in it`);
  const place = placeOf(flags, evidence);
  if (switchFlag(flags, 'dryRun')) {
    return place?.kind === 'athena'
      ? { kind: 'plan', statement, target: place.target }
      : { kind: 'show', text: describeStatement(statement) };
  }
  if (place === null) {
    throw new ForensicsError('usage', 'query: nothing to ask', {
      hint: 'give --evidence PATH or --database FILE to query on this machine, or --workgroup or --database NAME to query on Athena',
    });
  }
  return { kind: 'run', statement, place, output };
}

/** Options that say that a query is for Athena, `--database` unless it is a file. */
const ATHENA_FLAGS = ['workgroup', 'database', 'catalog', 'outputLocation'];

/** Where a statement is to be run; null when nothing says so. */
function placeOf(flags: Flags, evidence: NamedEvidence | null): QueryPlace | null {
  const file = databaseFileOf(flags);
  const asksAthena = ATHENA_FLAGS.some((name) => textFlag(flags, name) !== undefined && (name !== 'database' || !file));
  if ((evidence !== null || file !== null) && asksAthena) {
    const local = file === null ? '--evidence' : `--database "${file}"`;
    throw new ForensicsError('usage', `query: ${local} is queried on this machine, not on Athena`, {
      hint: `leave out either ${local.split(' ', 1)[0]} or the options of Athena`,
    });
  }
  if (asksAthena) return { kind: 'athena', target: resolveAthena(flags) };
  if (file !== null) return { kind: 'kept-database', file, evidence };
  return evidence === null ? null : { kind: 'evidence', evidence };
}

function evidenceOf(flags: Flags, given: GivenValues): NamedEvidence | null {
  const operands = textFlags(flags, 'evidence');
  if (operands.length === 0) return null;
  return { operands, period: resolvePeriod(given, given.now), access: awsAccess(flags) };
}

/** The file of `--database`, which may name a database of Athena as well; null when it does not name a file. */
function databaseFileOf(flags: Flags): string | null {
  const database = textFlag(flags, 'database');
  return database !== undefined && isDatabaseFile(database) ? database : null;
}

function resolveTable(operand: string | undefined, flags: Flags, given: GivenValues): QueryQuestion {
  const tables = shippedTables();
  const table = tables.find(({ name }) => name === operand);
  if (table === undefined) {
    throw new ForensicsError('usage', `query --create-tables: there is no definition "${operand ?? ''}"`, {
      hint: `give one of ${tables.map(({ name }) => name).join(', ')}`,
    });
  }
  const file = databaseFileOf(flags);
  if (file !== null) {
    throw new ForensicsError('usage', `query --create-tables: "${file}" is a file, not a database of Athena`, {
      hint: 'leave --create-tables out: the tables of a file are there',
    });
  }
  if (switchFlag(flags, 'show')) return { kind: 'show', text: table.sql };
  const definition = resolveDefinition(table, given);
  const database = resolveDatabase(flags);
  if (switchFlag(flags, 'dryRun')) return { kind: 'show', text: inOrder({ database, definition }) };
  return { kind: 'create-table', database, definition, target: resolveAthena(flags) };
}

/** What makes the database of `--database`, where that is asked for. */
function resolveDatabase(flags: Flags): string | null {
  if (!switchFlag(flags, 'createDatabase')) return null;
  const name = textFlag(flags, 'database');
  if (name === undefined) throw new ForensicsError('usage', '--create-database: give its name with --database');
  const definition = databaseDefinition(name);
  if (definition === null) {
    throw badValue('--database', name, 'a name for a new database: small letters, digits and _');
  }
  return definition;
}

/** The statements of a table that is to be made, as text. */
export function inOrder({ database, definition }: Pick<QuestionOf<'create-table'>, 'database' | 'definition'>): string {
  return database === null ? definition : `${database};\n\n${definition}`;
}

/** `name=value` pairs as typed; a name counts once. */
function resolvePairs(pairs: readonly string[]): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) throw badValue('--param', pair, 'name=value');
    const name = pair.slice(0, at);
    if (given.has(name)) throw new ForensicsError('usage', `--param: "${name}" is given twice`);
    given.set(name, pair.slice(at + 1));
  }
  return given;
}

const FORMATS: readonly QueryFormat[] = ['table', 'json', 'csv'];

function outputOf(flags: Flags): RowOutput {
  const format = formatOf(textFlag(flags, 'format') ?? 'table', FORMATS);
  const file = textFlag(flags, 'output');
  return {
    format,
    limit: limitOf(textFlag(flags, 'limit')),
    file: file === undefined || file === '-' ? null : file,
    secrets: switchFlag(flags, 'showSecrets') ? 'shown' : 'masked',
  };
}

function limitOf(value: string | undefined): number | null {
  if (value === undefined) return null;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : 0;
  if (number < 1) throw badValue('--limit', value, 'a whole number from 1 on');
  return number;
}
