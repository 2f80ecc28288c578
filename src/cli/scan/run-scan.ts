import { ForensicsError } from '../../errors.ts';
import { noCounts } from '../../scan/scan.ts';
import { scanSources } from '../../scan/scan-sources.ts';
import { nothingRead, scanRemarks, scanSummary } from '../../scan/summary.ts';
import { createTally, withMembers } from '../../sources/tally.ts';
import { type Flags, switchFlag, textFlag } from '../command.ts';
import { openEvidence } from '../options/open-evidence.ts';
import { awsAccess } from '../options/resolve-aws.ts';
import { diagnosticsOn } from '../terminal/diagnostics.ts';
import { followReading } from '../terminal/evidence-progress.ts';
import { createProgress } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';
import { writeStream } from '../terminal/write-stream.ts';
import { type RawScan, resolveScan } from './resolve-scan.ts';

/** What `scan` does once it is known that it is meant; returns the exit code. */
export async function runScan(operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const { request, options, listingTimezone } = resolveScan(rawOf(flags), shell.now());
  if (operands.length === 0) {
    throw new ForensicsError('no-evidence', 'scan: no evidence was given', {
      hint: 'usage: inventory-forensics scan [options] FILE|DIRECTORY|- ...',
    });
  }
  const evidence = await openEvidence({ operands, period: options.filter, access: awsAccess(flags) });
  const { inputs } = evidence;
  const tallies = inputs.map(({ name }) => createTally(name));
  const counts = noCounts();
  const progress = createProgress(shell, { quiet: switchFlag(flags, 'quiet') });
  followReading(progress, inputs, tallies);
  const lines = scanSources(
    {
      request,
      listingTimezone,
      inputs,
      tallies,
      get stdin() {
        return shell.stdin;
      },
    },
    counts,
  );
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

  const sources = withMembers(tallies);
  const diagnostics = diagnosticsOn(shell.stderr, { quiet: switchFlag(flags, 'quiet') });
  for (const remark of scanRemarks(sources, counts, options.filter)) diagnostics.warn(remark);
  diagnostics.progress(scanSummary(sources, counts));
  return nothingRead(sources) ? 3 : 0;
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
    showSecrets: switchFlag(flags, 'showSecrets'),
  };
}
