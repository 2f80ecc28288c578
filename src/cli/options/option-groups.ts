import { CASE_MEMBERS } from '../../case/members.ts';
import { type CommandDefinition, grouped, type OptionDefinition } from '../command.ts';

/** Options that mean the same in every command. */
export const OUTPUT_OPTIONS: readonly OptionDefinition[] = grouped('output', [
  { flags: '-q, --quiet', description: 'no progress, no warnings on standard error' },
  { flags: '--no-color', description: 'no colour, as with NO_COLOR=1' },
  {
    flags: '--errors <how>',
    description: 'json: an error as one object with code, message and hint, on standard error',
    values: ['json', 'text'],
  },
]);

/** Of commands that read evidence. */
export const EVIDENCE_ARGUMENT: NonNullable<CommandDefinition['argument']> = {
  name: '[evidence...]',
  description:
    'files, directories, globs, s3://bucket/prefix, or - for standard input; .gz, tar and zip too; what each holds is told by its content',
};

/** Beside a `--format` that may be repeated. */
export const REPORT_FILE_OPTION: OptionDefinition = {
  flags: '-o, --output <file>',
  group: 'output',
  description: 'file for the --format of the same position; else standard output',
  repeatable: true,
};

/** Of commands that show what logs say, line by line. */
export const SECRETS_OPTION: OptionDefinition = {
  flags: '--show-secrets',
  description: 'show signatures, session tokens and customer keys, which are masked otherwise',
  group: 'output',
};

export const PERIOD_OPTIONS: readonly OptionDefinition[] = [
  { flags: '--since <time>', description: 'nothing earlier: ISO 8601, a date (from its start, UTC), or 90d, 36h ago' },
  { flags: '--until <time>', description: 'nothing later: ISO 8601, a date (to its end, UTC), or 90d, 36h ago' },
];

export const LISTING_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: '--listing-timezone <zone>',
    description: 'IANA time zone of the machine that printed `aws s3 ls` listings, e.g. Europe/Paris',
  },
];

/** How AWS is reached; what is not given is left to the SDK's own chain. */
export const AWS_OPTIONS: readonly OptionDefinition[] = grouped('aws', [
  { flags: '--profile <name>', description: 'profile of the AWS configuration files' },
  { flags: '--source-profile <name>', description: 'profile for the account of the source' },
  { flags: '--destination-profile <name>', description: 'profile for the account of the destination' },
  { flags: '--key-profile <name>', description: 'profile for the account of the KMS key' },
  { flags: '--log-profile <name>', description: 'profile for the account of the buckets that logs are in' },
  {
    flags: '--role-arn <arn>',
    description: 'role to assume; source=, destination=, key= or log=ARN for one of the accounts; may be repeated',
    repeatable: true,
  },
  { flags: '--external-id <id>', description: 'external id that the roles ask for' },
  { flags: '--session-name <name>', description: 'session name in the roles (default: inventory-forensics)' },
  { flags: '--region <region>', description: 'Region of the first calls; buckets are then asked for their own' },
  { flags: '--endpoint-url <url>', description: 'another server than that of AWS' },
]);

/** What a collection cannot find out by itself. */
export const COLLECT_OPTIONS: readonly OptionDefinition[] = grouped('aws', [
  {
    flags: '--identity-center-region <region>',
    description: 'Region of IAM Identity Center, where its sessions are recorded',
  },
  { flags: '--max-bytes <size>', description: 'fetch no log files where they are more than this (default: 5GB)' },
  { flags: '--source-access-log', description: 'fetch the access log of the source bucket, too' },
]);

/** Where a query runs on Athena. */
export const ATHENA_OPTIONS: readonly OptionDefinition[] = grouped('athena', [
  { flags: '--workgroup <name>', description: 'Athena: workgroup to run in' },
  { flags: '--database <name>', description: 'Athena: database of the tables' },
  { flags: '--catalog <name>', description: 'Athena: data catalog of the database' },
  { flags: '--output-location <uri>', description: "Athena: s3:// folder for results, unless the workgroup's own" },
  { flags: '--max-scan-bytes <size>', description: 'Athena: stop a query that has read more, e.g. 50GB' },
]);

/** The case: what `case.json` would say. */
export const CASE_OPTIONS: readonly OptionDefinition[] = grouped(
  'case',
  Object.values(CASE_MEMBERS).map(({ flag, description, values }) => ({
    flags: flag,
    description,
    ...(values === undefined ? {} : { values }),
  })),
);
