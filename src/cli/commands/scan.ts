import { ForensicsError } from '../../errors.ts';
import { type CommandDefinition, type Flags, switchFlag, textFlag } from '../command.ts';
import { diagnosticsOn } from '../diagnostics.ts';
import type { RawScan } from '../resolve-scan.ts';
import { LISTING_OPTIONS, OUTPUT_OPTIONS, PERIOD_OPTIONS } from '../shared-options.ts';
import type { Shell } from '../shell.ts';

export const scanCommand: CommandDefinition = {
  name: 'scan',
  summary: 'list policy changes, or any records, from access logs and CloudTrail',
  description:
    'Streams the records of access logs and CloudTrail that change a bucket policy or a key policy, failed attempts included; or those that the filters ask for.',
  argument: {
    name: '[evidence...]',
    description: 'files, directories, globs, or - for standard input; .gz too; what each holds is told by its content',
  },
  options: [
    {
      flags: '--operation <regex>',
      description: 'access log operations and CloudTrail event names to list, instead of policy changes',
    },
    { flags: '--all', description: 'every record; with --format ndjson, each with all that its log says' },
    { flags: '--bucket <name>', description: 'only calls on this bucket' },
    { flags: '--requester <text>', description: 'only calls by a requester, ARN, user or access key with this in it' },
    { flags: '--status <status>', description: 'only 403, 4xx (access logs), ok or failed' },
    ...PERIOD_OPTIONS,
    { flags: '-f, --format <format>', description: 'table (default), ndjson or csv' },
    ...LISTING_OPTIONS,
    ...OUTPUT_OPTIONS,
  ],
  examples: [
    'inventory-forensics scan logs/ trail/',
    "inventory-forensics scan --operation 'inventory|policy' --bucket acme-reports --since 30d logs/",
    'inventory-forensics scan --all --format ndjson access.log | jq -r .operation | sort | uniq -c',
  ],
  run: runScan,
};

async function runScan(operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const { resolveScan } = await import('../resolve-scan.ts');
  const { options, listingTimezone } = resolveScan(rawOf(flags), shell.now());
  if (operands.length === 0) {
    throw new ForensicsError('no-evidence', 'scan: no evidence was given', {
      hint: 'usage: inventory-forensics scan [options] FILE|DIRECTORY|- ...',
    });
  }
  const [{ expandInputs }, { readEvidence }, { noCounts, scan }, summary, { writeStream }] = await Promise.all([
    import('../../sources/expand-inputs.ts'),
    import('../../records/read.ts'),
    import('../../scan/scan.ts'),
    import('../../scan/summary.ts'),
    import('../write-stream.ts'),
  ]);
  const inputs = await expandInputs(operands);
  const { items, tallies } = readEvidence(inputs, { listingTimezone, stdin: shell.stdin });
  const counts = noCounts();
  const written = await writeStream(shell.stdout, scan(items, options, counts));
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
