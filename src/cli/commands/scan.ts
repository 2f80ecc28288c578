import { ForensicsError } from '../../errors.ts';
import { type CommandDefinition, type Flags, switchFlag, textFlag } from '../command.ts';
import { diagnosticsOn } from '../diagnostics.ts';
import type { RawScan } from '../resolve-scan.ts';
import { AWS_OPTIONS, LISTING_OPTIONS, OUTPUT_OPTIONS, PERIOD_OPTIONS } from '../shared-options.ts';
import type { Shell } from '../shell.ts';

export const scanCommand: CommandDefinition = {
  name: 'scan',
  summary: 'list policy changes, or any records, from access logs and CloudTrail',
  description:
    'Streams the records of access logs and CloudTrail that change a bucket policy or a key policy, failed attempts included; or those that the filters ask for.',
  argument: {
    name: '[evidence...]',
    description:
      'files, directories, globs, s3://bucket/prefix, or - for standard input; .gz too; what each holds is told by its content',
  },
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
      description: 'table (default), ndjson or csv',
      values: ['table', 'ndjson', 'csv'],
    },
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
  run: runScan,
};

async function runScan(operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const { resolveScan } = await import('../resolve-scan.ts');
  const { request, options, listingTimezone } = resolveScan(rawOf(flags), shell.now());
  if (operands.length === 0) {
    throw new ForensicsError('no-evidence', 'scan: no evidence was given', {
      hint: 'usage: inventory-forensics scan [options] FILE|DIRECTORY|- ...',
    });
  }
  const [
    { openEvidence },
    { createTally },
    { noCounts },
    { scanSources },
    summary,
    { writeStream },
    { createProgress },
    { followReading },
  ] = await Promise.all([
    import('../open-evidence.ts'),
    import('../../sources/tally.ts'),
    import('../../scan/scan.ts'),
    import('../../scan/scan-sources.ts'),
    import('../../scan/summary.ts'),
    import('../write-stream.ts'),
    import('../progress.ts'),
    import('../evidence-progress.ts'),
  ]);
  const evidence = await openEvidence(operands, flags, options.filter);
  const { inputs } = evidence;
  const tallies = inputs.map(({ name }) => createTally(name));
  const counts = noCounts();
  const progress = createProgress(shell, { quiet: switchFlag(flags, 'quiet') });
  followReading(progress, inputs, tallies);
  const lines = scanSources({ request, listingTimezone, inputs, tallies, stdin: shell.stdin }, counts);
  const written = await writeStream(shell.stdout, lines, {
    beforeWrite: () => {
      // Rows on a screen would run into the line.
      if (shell.stdout.isTTY) progress.hide();
    },
  }).finally(() => {
    progress.done();
    evidence.close();
  });
  if (written === 'closed') return 0;

  const diagnostics = diagnosticsOn(shell.stderr, { quiet: switchFlag(flags, 'quiet') });
  for (const remark of summary.scanRemarks(tallies, counts, options.filter)) diagnostics.warn(remark);
  diagnostics.progress(summary.scanSummary(tallies, counts));
  return summary.nothingRead(tallies) ? 3 : 0;
}

function rawOf(flags: Flags): RawScan {
  return {
    operation: textFlag(flags, 'operation'),
    bucket: textFlag(flags, 'bucket'),
    requester: textFlag(flags, 'requester'),
    status: textFlag(flags, 'status'),
    since: textFlag(flags, 'since'),
    until: textFlag(flags, 'until'),
    format: textFlag(flags, 'format'),
    listingTimezone: textFlag(flags, 'listingTimezone'),
    all: switchFlag(flags, 'all'),
  };
}
