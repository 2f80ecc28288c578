import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';

let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'read-failure-'));
});

afterAll(() => rmSync(directory, { recursive: true }));

describe.runIf(process.platform === 'linux')('what cannot be opened is named, and the rest is read', () => {
  it.each<[string, RegExp, (folder: string) => void]>([
    [
      'a name that is not UTF-8',
      /its name is not UTF-8/,
      (folder) => writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x61, 0xff])]), 'x'),
    ],
    [
      'links in a circle',
      /ELOOP: too many symbolic links/,
      (folder) => {
        symlinkSync('b', join(folder, 'a'));
        symlinkSync('a', join(folder, 'b'));
      },
    ],
  ])('%s', async (_, told, make) => {
    const folder = mkdtempSync(join(directory, 'case-'));
    make(folder);
    const { code, stderr, stdout } = await runCommand([
      'investigate',
      '--format',
      'json',
      folder,
      'samples/deny-by-ip',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).outcome).toBe('broken');
    expect(stderr).toMatch(told);
  });
});
