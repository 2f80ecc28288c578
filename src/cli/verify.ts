import { ForensicsError } from '../errors.ts';
import { type CommandDefinition, type Flags, textFlag } from './command.ts';
import { OUTPUT_OPTIONS } from './options/option-groups.ts';
import type { Shell } from './terminal/shell.ts';

export const verifyCommand: CommandDefinition = {
  name: 'verify',
  summary: 'whether collected evidence is still what was collected',
  description:
    'Holds the files of a collection against the SHA-256 values in its manifest.json, and the log files of trails against the CloudTrail digests below the directory: chain, content, signatures. Asks nobody. Exits with 0 when all verifies, 3 when something does not, 2 when there is nothing to verify.',
  argument: { name: '[dir]', description: 'directory that collect has filled, or that holds trail and digest files' },
  options: [
    {
      flags: '--public-keys <file>',
      description: 'keys of CloudTrail to use instead of those in the directory: from list-public-keys, or PEM',
    },
    {
      flags: '-f, --format <format>',
      group: 'output',
      description: 'text (default) or json',
      values: ['text', 'json'],
    },
    ...OUTPUT_OPTIONS,
  ],
  examples: [
    'inventory-forensics verify evidence',
    'aws cloudtrail list-public-keys --start-time 2026-02-01 --end-time 2026-03-01 --output json > keys.json && inventory-forensics verify evidence --public-keys keys.json',
  ],
  run: runVerify,
};

async function runVerify(operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const [directory] = operands;
  if (directory === undefined) {
    throw new ForensicsError('usage', 'verify: no directory was given', {
      hint: 'usage: inventory-forensics verify DIR',
    });
  }
  const [{ badValue }, { verifyDirectory }, { renderVerification, verificationJson }, { writeStream }] =
    await Promise.all([
      import('./options/usage-error.ts'),
      import('../verify/verify-directory.ts'),
      import('../verify/render.ts'),
      import('./terminal/write-stream.ts'),
    ]);
  const format = textFlag(flags, 'format') ?? 'text';
  if (format !== 'text' && format !== 'json') throw badValue('--format', format, 'text or json');
  const verification = await verifyDirectory(directory, textFlag(flags, 'publicKeys') ?? null);
  await writeStream(
    shell.stdout,
    format === 'json' ? [verificationJson(verification)] : renderVerification(verification),
  );
  return verification.ok ? 0 : 3;
}
