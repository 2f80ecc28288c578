import { REPORT_FORMAT_NAMES } from '../../report/formats.ts';
import type { CommandDefinition } from '../command.ts';
import {
  ATHENA_OPTIONS,
  AWS_OPTIONS,
  CASE_OPTIONS,
  COLLECT_OPTIONS,
  EVIDENCE_ARGUMENT,
  LISTING_OPTIONS,
  OUTPUT_OPTIONS,
  PERIOD_OPTIONS,
  REPORT_FILE_OPTION,
} from '../options/option-groups.ts';

const [defaultFormat, ...otherFormats] = REPORT_FORMAT_NAMES;

export const investigateCommand: CommandDefinition = {
  name: 'investigate',
  summary: 'when delivery broke, by which change, by whom and why',
  description:
    'Reads the evidence and says when delivery of S3 Inventory reports broke, which change broke it, who made that change and why it denies the delivery.',
  argument: EVIDENCE_ARGUMENT,
  options: [
    {
      flags: '-f, --format <format>',
      group: 'output',
      description: `${defaultFormat} (default), ${otherFormats.slice(0, -1).join(', ')} or ${otherFormats.at(-1)}; may be repeated`,
      repeatable: true,
      values: REPORT_FORMAT_NAMES,
    },
    REPORT_FILE_OPTION,
    {
      flags: '--full',
      group: 'output',
      description: 'on a terminal, the whole report instead of the first screen of it',
    },
    {
      flags: '--remedy-out <file>',
      group: 'output',
      description:
        'write the documents of the remedy for the newest incident: the first to this file, further ones to FILE.2.json, FILE.3.json; its commands name them',
    },
    {
      flags: '--record <file>',
      group: 'output',
      description:
        'write down the run: version, options, evidence with its SHA-256, clock and the SHA-256 of the report',
    },
    {
      flags: '--replay <file>',
      group: 'output',
      description:
        'do a recorded run again, on its evidence or on that which is named, and tell whether the report is the same: 0, or 3 and what differs',
    },
    {
      flags: '--live',
      group: 'aws',
      description: 'collect the evidence from AWS first, reading only; beside any that is named',
    },
    {
      flags: '--dir <dir>',
      group: 'aws',
      description: 'with --live: keep the collected evidence there, and go on with it next time',
    },
    {
      flags: '--athena',
      group: 'athena',
      description: 'ask Athena for what both logs hold between --since and --until; beside any evidence that is named',
    },
    ...ATHENA_OPTIONS,
    {
      flags: '--accounts <ids>',
      group: 'athena',
      description: 'with --athena: only the events of these accounts, with commas between them',
    },
    ...PERIOD_OPTIONS,
    { flags: '--grace <duration>', description: 'a report is missed this long after its run (default: 48h)' },
    {
      flags: '--failed-export <date>',
      description:
        "date of an export that the console calls failed, in any unambiguous spelling, or the console's error text; may be repeated",
      repeatable: true,
    },
    ...LISTING_OPTIONS,
    ...CASE_OPTIONS,
    ...COLLECT_OPTIONS,
    ...AWS_OPTIONS,
    {
      flags: '--fail-on <outcome>',
      group: 'output',
      description: 'broken: exit with 4 while delivery is broken',
      values: ['broken'],
    },
    ...OUTPUT_OPTIONS,
  ],
  examples: [
    'inventory-forensics investigate evidence/',
    'inventory-forensics investigate --live --source-bucket acme-lake --configuration-id daily-full',
    'inventory-forensics investigate --athena --database logs --since 2026-01-01 documents/',
    'inventory-forensics investigate --format json --output report.json logs/ trail/*.json.gz',
    'inventory-forensics investigate --format html --output report.html evidence/',
    'inventory-forensics investigate --remedy-out remedy.json evidence/',
    'inventory-forensics investigate --record run.json evidence/',
    'inventory-forensics investigate --replay run.json copy-of-evidence/',
    'inventory-forensics investigate s3://acme-logs/AWSLogs/444455556666/CloudTrail/eu-west-1/2026/02/ evidence/',
    'inventory-forensics investigate --failed-export 2026-02-19 --destination-bucket acme-reports logs/',
  ],
  run: async (operands, flags, shell) => (await import('./run-investigate.ts')).runInvestigate(operands, flags, shell),
};
