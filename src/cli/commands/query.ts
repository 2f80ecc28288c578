import { ForensicsError } from '../../errors.ts';
import type { BoundStatement } from '../../query/bind.ts';
import { isDatabaseFile } from '../../query/database-file.ts';
import type { ChosenQuery } from '../choose-query.ts';
import {
  type CommandDefinition,
  type Flags,
  type OptionDefinition,
  switchFlag,
  textFlag,
  textFlags,
} from '../command.ts';
import type { RowDelivery } from '../deliver-rows.ts';
import { ATHENA_OPTIONS, AWS_OPTIONS, OUTPUT_OPTIONS, PERIOD_OPTIONS } from '../shared-options.ts';
import type { Shell } from '../shell.ts';

/** The option of Athena, and more: see `isDatabaseFile`. */
const DATABASE_OPTION: OptionDefinition = {
  flags: '--database <name|file>',
  description: 'Athena: database of the tables; or a file such as ./case.duckdb that keeps what --evidence loads',
};

export const queryCommand: CommandDefinition = {
  name: 'query',
  summary: 'ad-hoc SQL over both logs, on this machine or on Athena',
  description:
    'Runs a query that comes with the program, or one of your own, over evidence at hand (--evidence) or on Athena. The tables are called s3_access_logs and cloudtrail_logs in both places.',
  argument: {
    name: '[query]',
    description: 'name of a query (see --list), file with SQL, or - for standard input',
    values: async () => (await import('../../query/catalog.ts')).shippedQueries().map(({ name }) => name),
  },
  options: [
    { flags: '--list', description: 'the queries that come with the program' },
    { flags: '--show', description: 'print the query instead of running it' },
    {
      flags: '-e, --evidence <path>',
      description: 'logs to query on this machine, s3://bucket/prefix too; may be repeated',
      repeatable: true,
    },
    { flags: '-p, --param <name=value>', description: 'value of a parameter; may be repeated', repeatable: true },
    ...PERIOD_OPTIONS,
    ...ATHENA_OPTIONS.map((option) => (option.flags.startsWith('--database ') ? DATABASE_OPTION : option)),
    { flags: '--query-execution-id <id>', description: 'Athena: the result of a query that was started before' },
    { flags: '--create-tables', description: 'Athena: show and run a table definition, named instead of a query' },
    ...AWS_OPTIONS,
    {
      flags: '--dry-run',
      description:
        'print the statement and its values instead of running it; for Athena also what it would read and cost',
    },
    {
      flags: '-f, --format <format>',
      description: 'table (default), json or csv',
      values: ['table', 'json', 'csv'],
    },
    { flags: '-o, --output <file>', description: 'file for the result; else standard output' },
    { flags: '--limit <rows>', description: 'stop after so many rows' },
    ...OUTPUT_OPTIONS,
  ],
  examples: [
    'inventory-forensics query --list',
    'inventory-forensics query policy-changes-cloudtrail --evidence AWSLogs/ --param bucket=acme-reports',
    'inventory-forensics query bucket-policy-history --database logs --since 2026-01-01 --param bucket=acme-reports',
    'inventory-forensics query policy-changes-cloudtrail --evidence AWSLogs/ --database ./case.duckdb',
    "echo 'SELECT operation, COUNT(*) FROM s3_access_logs GROUP BY 1' | inventory-forensics query - -e logs/",
  ],
  run: runQuery,
};

async function runQuery(operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const [operand] = operands;
  if (switchFlag(flags, 'list')) return listQueries(shell);
  if (switchFlag(flags, 'createTables')) return createTables(operand, flags, shell);
  const delivery = await deliveryOf(flags, shell);
  if (textFlag(flags, 'queryExecutionId') !== undefined) {
    const { resumeAthenaQuery } = await import('../run-athena-query.ts');
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
  const { chooseQuery } = await import('../choose-query.ts');
  const query = await chooseQuery(operand, shell.stdin);
  if (switchFlag(flags, 'show')) return showLines(query.sql, shell);

  const statement = await statementOf(query, flags, shell);
  const file = databaseFileOf(flags);
  const asksAthena = ATHENA_FLAGS.some((name) => textFlag(flags, name) !== undefined && (name !== 'database' || !file));
  if ((evidence.length > 0 || file !== null) && asksAthena) {
    const local = file === null ? '--evidence' : `--database "${file}"`;
    throw new ForensicsError('usage', `query: ${local} is queried on this machine, not on Athena`, {
      hint: `leave out either ${local.split(' ', 1)[0]} or the options of Athena`,
    });
  }
  if (switchFlag(flags, 'dryRun')) {
    const { describeStatement } = await import('../../query/describe.ts');
    if (!asksAthena) return showLines(describeStatement(statement), shell);
    const { planAthenaQuery } = await import('../plan-athena-query.ts');
    const plan = await planAthenaQuery(statement, flags, shell);
    return showLines(describeStatement(statement) + plan, shell);
  }
  if (evidence.length > 0 || file !== null) {
    const { runLocalQuery } = await import('../run-local-query.ts');
    if (evidence.length === 0) return runLocalQuery(statement, { inputs: null, file }, delivery);
    const { openEvidence } = await import('../open-evidence.ts');
    const { resolvePeriod } = await import('../resolve-period.ts');
    const raw = { since: textFlag(flags, 'since'), until: textFlag(flags, 'until') };
    const opened = await openEvidence(evidence, flags, resolvePeriod(raw, shell.now()));
    return await runLocalQuery(statement, { inputs: opened.inputs, file }, delivery).finally(() => opened.close());
  }
  if (!asksAthena) {
    throw new ForensicsError('usage', 'query: nothing to ask', {
      hint: 'give --evidence PATH or --database FILE to query on this machine, or --workgroup or --database NAME to query on Athena',
    });
  }
  const { startAthenaQuery } = await import('../run-athena-query.ts');
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
  const [{ shippedQueries, shippedTables }, { describeCatalog }, { writeStream }] = await Promise.all([
    import('../../query/catalog.ts'),
    import('../../query/describe.ts'),
    import('../write-stream.ts'),
  ]);
  await writeStream(shell.stdout, [
    describeCatalog(shippedQueries()),
    '\nTable definitions for Athena (--create-tables):\n',
    describeCatalog(shippedTables()),
  ]);
  return 0;
}

async function createTables(operand: string | undefined, flags: Flags, shell: Shell): Promise<number> {
  const [{ shippedTables }, { resolveDefinition, resolvePairs }, { createAthenaTable }] = await Promise.all([
    import('../../query/catalog.ts'),
    import('../resolve-query.ts'),
    import('../run-athena-query.ts'),
  ]);
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
  return createAthenaTable(sql, flags, await deliveryOf(flags, shell));
}

/** Where the answer goes, checked before anything is asked. */
async function deliveryOf(flags: Flags, shell: Shell): Promise<RowDelivery> {
  const [{ resolveCount, resolveQueryFormat }, { diagnosticsOn }, { createProgress }] = await Promise.all([
    import('../resolve-query.ts'),
    import('../diagnostics.ts'),
    import('../progress.ts'),
  ]);
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

async function statementOf(query: ChosenQuery, flags: Flags, shell: Shell): Promise<BoundStatement> {
  const [{ resolvePairs, resolveValues }, { bindParameters }] = await Promise.all([
    import('../resolve-query.ts'),
    import('../../query/bind.ts'),
  ]);
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
  const [{ escapeTerminal }, { writeStream }] = await Promise.all([
    import('../../display/escape-terminal.ts'),
    import('../write-stream.ts'),
  ]);
  const lines = text.trimEnd().split(/\r?\n/);
  await writeStream(shell.stdout, [`${lines.map(escapeTerminal).join('\n')}\n`]);
  return 0;
}
