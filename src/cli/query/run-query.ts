import { escapeTerminal } from '../../display/escape-terminal.ts';
import { ForensicsError } from '../../errors.ts';
import { type BoundStatement, bindParameters } from '../../query/bind.ts';
import { shippedQueries, shippedTables } from '../../query/catalog.ts';
import { isDatabaseFile } from '../../query/database-file.ts';
import { describeCatalog, describeStatement } from '../../query/describe.ts';
import { type Flags, switchFlag, textFlag, textFlags } from '../command.ts';
import { openEvidence } from '../options/open-evidence.ts';
import { resolvePeriod } from '../options/resolve-period.ts';
import { diagnosticsOn } from '../terminal/diagnostics.ts';
import { createProgress } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';
import { writeStream } from '../terminal/write-stream.ts';
import { type ChosenQuery, chooseQuery } from './choose-query.ts';
import type { RowDelivery } from './deliver-rows.ts';
import { resolveCount, resolveDefinition, resolvePairs, resolveQueryFormat, resolveValues } from './resolve-query.ts';

/** What `query` does once it is known that it is meant; returns the exit code. */
export async function runQuery(operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const [operand] = operands;
  if (switchFlag(flags, 'list')) return listQueries(shell);
  if (switchFlag(flags, 'createTables')) return createTables(operand, flags, shell);
  const delivery = deliveryOf(flags, shell);
  if (textFlag(flags, 'queryExecutionId') !== undefined) {
    const { resumeAthenaQuery } = await import('./run-athena-query.ts');
    return resumeAthenaQuery(flags, delivery);
  }
  if (operand === undefined) {
    throw new ForensicsError('usage', 'query: no query was given', {
      hint: 'usage: inventory-forensics query NAME|FILE|- [options]; query --list names them',
    });
  }
  const evidence = textFlags(flags, 'evidence');
  if (operand === '-' && evidence.includes('-')) {
    throw new ForensicsError('usage', 'query: standard input cannot be both the query and evidence');
  }
  const query = await chooseQuery(operand, shell.stdin);
  if (switchFlag(flags, 'show')) return showLines(query.sql, shell);

  const statement = statementOf(query, flags, shell);
  const file = databaseFileOf(flags);
  const asksAthena = ATHENA_FLAGS.some((name) => textFlag(flags, name) !== undefined && (name !== 'database' || !file));
  if ((evidence.length > 0 || file !== null) && asksAthena) {
    const local = file === null ? '--evidence' : `--database "${file}"`;
    throw new ForensicsError('usage', `query: ${local} is queried on this machine, not on Athena`, {
      hint: `leave out either ${local.split(' ', 1)[0]} or the options of Athena`,
    });
  }
  if (switchFlag(flags, 'dryRun')) {
    if (!asksAthena) return showLines(describeStatement(statement), shell);
    const { planAthenaQuery } = await import('./plan-athena-query.ts');
    const plan = await planAthenaQuery(statement, flags, shell);
    return showLines(describeStatement(statement) + plan, shell);
  }
  if (evidence.length > 0 || file !== null) {
    const { runLocalQuery } = await import('./run-local-query.ts');
    if (evidence.length === 0) return runLocalQuery(statement, { inputs: null, file }, delivery);
    const raw = { since: textFlag(flags, 'since'), until: textFlag(flags, 'until') };
    const opened = await openEvidence(evidence, flags, resolvePeriod(raw, shell.now()));
    return await runLocalQuery(statement, { inputs: opened.inputs, file }, delivery).finally(() => opened.close());
  }
  if (!asksAthena) {
    throw new ForensicsError('usage', 'query: nothing to ask', {
      hint: 'give --evidence PATH or --database FILE to query on this machine, or --workgroup or --database NAME to query on Athena',
    });
  }
  const { startAthenaQuery } = await import('./run-athena-query.ts');
  return startAthenaQuery(statement, flags, delivery);
}

/** The file of `--database`, which may name a database of Athena as well; null when it does not name a file. */
function databaseFileOf(flags: Flags): string | null {
  const database = textFlag(flags, 'database');
  return database !== undefined && isDatabaseFile(database) ? database : null;
}

/** Options that say that a query is for Athena, `--database` unless it is a file. */
const ATHENA_FLAGS = ['workgroup', 'database', 'catalog', 'outputLocation'];

async function listQueries(shell: Shell): Promise<number> {
  await writeStream(shell.stdout, [
    describeCatalog(shippedQueries()),
    '\nTable definitions for Athena (--create-tables):\n',
    describeCatalog(shippedTables()),
  ]);
  return 0;
}

async function createTables(operand: string | undefined, flags: Flags, shell: Shell): Promise<number> {
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
  const given = {
    pairs: resolvePairs(textFlags(flags, 'param')),
    since: textFlag(flags, 'since'),
    until: textFlag(flags, 'until'),
    now: shell.now(),
  };
  const sql = switchFlag(flags, 'show') ? table.sql : resolveDefinition(table, given);
  await showLines(sql, shell);
  if (switchFlag(flags, 'show') || switchFlag(flags, 'dryRun')) return 0;
  const { createAthenaTable } = await import('./run-athena-query.ts');
  return createAthenaTable(sql, flags, deliveryOf(flags, shell));
}

/** Where the answer goes, checked before anything is asked. */
function deliveryOf(flags: Flags, shell: Shell): RowDelivery {
  const output = textFlag(flags, 'output');
  const progress = createProgress(shell, { quiet: switchFlag(flags, 'quiet') });
  return {
    format: resolveQueryFormat(textFlag(flags, 'format')),
    limit: resolveCount('--limit', textFlag(flags, 'limit')),
    file: output === undefined || output === '-' ? null : output,
    stdin: shell.stdin,
    stdout: shell.stdout,
    diagnostics: diagnosticsOn(shell.stderr, { quiet: switchFlag(flags, 'quiet'), progress }),
    progress,
  };
}

function statementOf(query: ChosenQuery, flags: Flags, shell: Shell): BoundStatement {
  const values = resolveValues(query, {
    pairs: resolvePairs(textFlags(flags, 'param')),
    since: textFlag(flags, 'since'),
    until: textFlag(flags, 'until'),
    now: shell.now(),
  });
  const statement = bindParameters(query.sql, values);
  if (statement.sql.trim() === '') throw new ForensicsError('usage', `${query.name}: there is no SQL in it`);
  return statement;
}

async function showLines(text: string, shell: Shell): Promise<number> {
  const lines = text.trimEnd().split(/\r?\n/);
  await writeStream(shell.stdout, [`${lines.map(escapeTerminal).join('\n')}\n`]);
  return 0;
}
