import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeRows } from '../../src/check/code-rows.ts';
import { WARNING_MEANINGS } from '../../src/verdict/warnings/codes.ts';
import { runCommand } from './fake-shell.ts';

describe('explain', () => {
  it('prints the page of a code', async () => {
    const { code, stdout } = await runCommand(['explain', 'unseen-change']);
    expect([code, stdout]).toEqual([0, readFileSync('docs/findings/unseen-change.md', 'utf8')]);
  });

  it('lists every code with what it says', async () => {
    const { code, stdout } = await runCommand(['explain']);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((row) => row.split(/ {2,}/));
    const ofCheck = codeRows().map((row) => [row.code, row.meaning]);
    expect([code, rows]).toEqual([0, [...Object.entries(WARNING_MEANINGS), ...ofCheck]]);
  });

  it.each([
    ['unseen-chang', 'did you mean unseen-change?'],
    ['../../package', 'without a code, all are listed'],
  ])('of %s says what goes on', async (typed, hint) => {
    const { code, stdout, stderr } = await runCommand(['explain', typed]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`inventory-forensics: explain: no warning has the code '${typed}'; ${hint}\n`);
  });
});
