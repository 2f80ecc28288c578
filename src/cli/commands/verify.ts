import { ForensicsError } from '../../errors.ts';
import { type CommandDefinition, type Flags, switchFlag } from '../command.ts';
import { diagnosticsOn } from '../diagnostics.ts';
import { OUTPUT_OPTIONS } from '../shared-options.ts';
import type { Shell } from '../shell.ts';

export const verifyCommand: CommandDefinition = {
  name: 'verify',
  summary: 'whether collected evidence is still what was collected',
  description:
    'Holds the files of a collection against the SHA-256 values in its manifest.json. The digest chain of CloudTrail is not checked.',
  argument: { name: '[dir]', description: 'directory that collect has filled' },
  options: OUTPUT_OPTIONS,
  examples: ['inventory-forensics verify evidence'],
  run: runVerify,
};

async function runVerify(operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const [directory] = operands;
  if (directory === undefined) {
    throw new ForensicsError('usage', 'verify: no directory was given', {
      hint: 'usage: inventory-forensics verify DIR',
    });
  }
  const [{ verifyCollection }, { writeStream }, { escapeTerminal }] = await Promise.all([
    import('../../verify/verify-collection.ts'),
    import('../write-stream.ts'),
    import('../../display/escape-terminal.ts'),
  ]);
  const { verified, mismatches } = await verifyCollection(directory);
  await writeStream(
    shell.stdout,
    mismatches.map(({ path, reason }) => `${escapeTerminal(path)}: ${reason}\n`),
  );
  diagnosticsOn(shell.stderr, { quiet: switchFlag(flags, 'quiet') }).progress(
    `verify: ${verified} files verified, ${mismatches.length} not`,
  );
  return mismatches.length > 0 ? 3 : 0;
}
