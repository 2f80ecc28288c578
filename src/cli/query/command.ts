import type { CommandDefinition, OptionDefinition } from '../command.ts';
import {
  ATHENA_OPTIONS,
  AWS_OPTIONS,
  OUTPUT_OPTIONS,
  PERIOD_OPTIONS,
  SECRETS_OPTION,
} from '../options/option-groups.ts';

/** The option of Athena, and more: see `isDatabaseFile`. */
const DATABASE_OPTION: OptionDefinition = {
  flags: '--database <name|file>',
  group: 'athena',
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
    {
      flags: '--query-execution-id <id>',
      group: 'athena',
      description: 'Athena: the result of a query that was started before',
    },
    {
      flags: '--create-tables',
      group: 'athena',
      description: 'Athena: show and run a table definition, named instead of a query',
    },
    {
      flags: '--create-database',
      group: 'athena',
      description: 'with --create-tables: make the database first, if there is none',
    },
    ...AWS_OPTIONS,
    {
      flags: '--dry-run',
      description:
        'print the statement and its values instead of running it; for Athena also what it would read and cost',
    },
    {
      flags: '-f, --format <format>',
      group: 'output',
      description: 'table (default), json or csv',
      values: ['table', 'json', 'csv'],
    },
    { flags: '-o, --output <file>', group: 'output', description: 'file for the result; else standard output' },
    { flags: '--limit <rows>', group: 'output', description: 'stop after so many rows' },
    SECRETS_OPTION,
    ...OUTPUT_OPTIONS,
  ],
  examples: [
    'inventory-forensics query --list',
    'inventory-forensics query policy-changes-cloudtrail --evidence AWSLogs/ --param bucket=acme-reports',
    'inventory-forensics query bucket-policy-history --database logs --since 2026-01-01 --param bucket=acme-reports',
    'inventory-forensics query policy-changes-cloudtrail --evidence AWSLogs/ --database ./case.duckdb',
    "echo 'SELECT operation, COUNT(*) FROM s3_access_logs GROUP BY 1' | inventory-forensics query - -e logs/",
  ],
  run: async (operands, flags, shell) => (await import('./run-query.ts')).runQuery(operands, flags, shell),
};
