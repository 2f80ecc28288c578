import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeRows } from '../../src/check/code-rows.ts';
import { WARNING_MEANINGS } from '../../src/verdict/warnings/codes.ts';
import { runCommand } from '../cli/fake-shell.ts';

/** As they are written in the code, and those that are put together there. */
const PUT_TOGETHER = [
  'default-key',
  'destination-bucket-assumed',
  'harmless-setting',
  'key-not-named',
  'source-bucket-assumed',
  'undocumented-setting',
];

function written(): string[] {
  const files = ['src/check', 'src/policy'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const sources = files.filter((name) => name.endsWith('.ts')).map((name) => readFileSync(name, 'utf8'));
  return sources.flatMap((text) => [...text.matchAll(/\bcode: '([a-z-]+)'/g)].map(([, code = '']) => code));
}

describe('a code of check', () => {
  it('has its row, or the page of a warning, and each row a code, in alphabetical order', () => {
    const own = [...new Set([...written(), ...PUT_TOGETHER])].filter((code) => !(code in WARNING_MEANINGS));
    expect(
      codeRows()
        .map(({ code }) => code)
        .sort(),
    ).toEqual(own.sort());
    const firsts = readFileSync('docs/check-codes.md', 'utf8').match(/^\| `[a-z-]+`/gm);
    expect(firsts).toEqual([...(firsts ?? [])].sort());
  });

  it('is explained', async () => {
    for (const { code } of codeRows()) {
      const { code: exit, stdout } = await runCommand(['explain', code]);
      expect([exit, stdout]).toEqual([
        0,
        expect.stringMatching(/^# `[a-z-]+`\n\n\*\*What it says\.\*\* .*\.\n\n\*\*What to do\.\*\* .*\.\n$/),
      ]);
    }
  });
});
