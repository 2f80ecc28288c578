import { createInterface } from 'node:readline/promises';
import type { AskMfa } from '../../aws/credentials.ts';
import { escapeTerminal } from '../../display/escape-terminal.ts';
import type { Progress } from './progress.ts';
import type { Shell } from './shell.ts';

/**
 * Asks for codes of MFA devices where somebody sits at a terminal: on standard error, since standard output may go into a
 * file. Elsewhere nobody is asked, and nothing waits.
 */
export function mfaPrompt(
  { stdin, stderr }: Pick<Shell, 'stdin' | 'stderr'>,
  progress: Progress,
): { readonly askMfa?: AskMfa } {
  if (!('isTTY' in stdin) || stdin.isTTY !== true || stderr.isTTY !== true) return {};
  return {
    async askMfa(serial) {
      progress.done();
      const terminal = createInterface({ input: stdin, output: stderr });
      try {
        return (await terminal.question(`MFA code for ${escapeTerminal(serial)}: `)).trim();
      } finally {
        terminal.close();
      }
    },
  };
}
