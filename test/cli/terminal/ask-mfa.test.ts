import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { mfaPrompt } from '../../../src/cli/terminal/ask-mfa.ts';
import { createProgress } from '../../../src/cli/terminal/progress.ts';
import type { Output } from '../../../src/cli/terminal/shell.ts';

function surroundings({ isTTY, input = '' }: { readonly isTTY: boolean; readonly input?: string }) {
  let written = '';
  const stderr: Output = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.toString();
        done();
      },
    }),
    { isTTY },
  );
  const stdin = Object.assign(Readable.from([Buffer.from(input)]), { isTTY });
  const progress = createProgress({ stderr, env: {}, now: () => 0 }, { quiet: true });
  return { ...mfaPrompt({ stdin, stderr }, progress), written: () => written };
}

describe('the code of an MFA device', () => {
  it('is asked for on a terminal, on standard error, what names the device escaped', async () => {
    const { askMfa, written } = surroundings({ isTTY: true, input: ' 123456 \n' });
    expect(await askMfa?.('arn:aws:iam::444455556666:mfa/\u001b[31mmaria')).toBe('123456');
    expect(written()).toContain('MFA code for arn:aws:iam::444455556666:mfa/');
    expect(written()).not.toContain('\u001b[31m');
  });

  it('is asked for nowhere else', () => {
    expect(surroundings({ isTTY: false }).askMfa).toBeUndefined();
  });
});
