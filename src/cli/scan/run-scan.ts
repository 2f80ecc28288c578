import { ForensicsError } from '../../errors.ts';
import { noCounts } from '../../scan/scan.ts';
import { scanSources } from '../../scan/scan-sources.ts';
import { nothingRead, scanRemarks, scanSummary } from '../../scan/summary.ts';
import { createTally, withMembers } from '../../sources/tally.ts';
import type { Flags } from '../command.ts';
import { openEvidence } from '../options/open-evidence.ts';
import { awsAccess } from '../options/resolve-aws.ts';
import { followReading } from '../terminal/evidence-progress.ts';
import { openTerminal } from '../terminal/open-terminal.ts';
import type { Shell } from '../terminal/shell.ts';
import { writeStream } from '../terminal/write-stream.ts';
import { resolveScan } from './resolve-scan.ts';

/** What `scan` does once it is known that it is meant; returns the exit code. */
export async function runScan(operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const { request, options, listingTimezone } = resolveScan(flags, shell.now());
  if (operands.length === 0) {
    throw new ForensicsError('no-evidence', 'scan: no evidence was given', {
      hint: 'usage: inventory-forensics scan [options] FILE|DIRECTORY|- ...',
    });
  }
  const evidence = await openEvidence({ operands, period: options.filter, access: awsAccess(flags) });
  const { inputs } = evidence;
  const tallies = inputs.map(({ name }) => createTally(name));
  const counts = noCounts();
  const { progress, diagnostics } = openTerminal(shell, flags);
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
  for (const remark of scanRemarks(sources, counts, options.filter)) diagnostics.warn(remark);
  diagnostics.progress(scanSummary(sources, counts));
  return nothingRead(sources) ? 3 : 0;
}
