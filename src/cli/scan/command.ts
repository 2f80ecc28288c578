import type { CommandDefinition } from '../command.ts';
import {
  AWS_OPTIONS,
  EVIDENCE_ARGUMENT,
  LISTING_OPTIONS,
  OUTPUT_OPTIONS,
  PERIOD_OPTIONS,
  SECRETS_OPTION,
} from '../options/option-groups.ts';

export const scanCommand: CommandDefinition = {
  name: 'scan',
  summary: 'list policy changes, or any records, from access logs and CloudTrail',
  description:
    'Streams the records of access logs and CloudTrail that change a bucket policy or a key policy, failed attempts included; or those that the filters ask for.',
  argument: EVIDENCE_ARGUMENT,
  options: [
    {
      flags: '--operation <regex>',
      description: 'access log operations and CloudTrail event names to list, instead of policy changes',
    },
    { flags: '--all', description: 'every record; with --format ndjson, each with all that its log says' },
    { flags: '--bucket <name>', description: 'only calls on this bucket' },
    { flags: '--requester <text>', description: 'only calls by a requester, ARN, user or access key with this in it' },
    {
      flags: '--status <status>',
      description: 'only 403, 4xx (access logs), ok or failed',
      values: ['ok', 'failed', '403', '4xx'],
    },
    ...PERIOD_OPTIONS,
    {
      flags: '-f, --format <format>',
      group: 'output',
      description: 'table (default), ndjson or csv',
      values: ['table', 'ndjson', 'csv'],
    },
    SECRETS_OPTION,
    ...LISTING_OPTIONS,
    ...AWS_OPTIONS,
    ...OUTPUT_OPTIONS,
  ],
  examples: [
    'inventory-forensics scan logs/ trail/',
    'inventory-forensics scan --since 7d s3://acme-logs/access/',
    "inventory-forensics scan --operation 'inventory|policy' --bucket acme-reports --since 30d logs/",
    'inventory-forensics scan --all --format ndjson access.log | jq -r .operation | sort | uniq -c',
  ],
  run: async (operands, flags, shell) => (await import('./run-scan.ts')).runScan(operands, flags, shell),
};
