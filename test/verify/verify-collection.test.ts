import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'verify-'));
  writeFileSync(join(directory, 'case.json'), '{}');
  manifest([{ path: 'case.json', sha256: createHash('sha256').update('{}').digest('hex') }]);
});

afterEach(() => rmSync(directory, { recursive: true }));

function manifest(collected: readonly { path: string; sha256: string }[]): void {
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ collected }));
}

describe('verify', () => {
  it('passes what is unchanged', async () => {
    expect(await runCommand(['verify', directory])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'verify: 1 files verified, 0 not\n',
    });
  });

  it('tells a changed byte', async () => {
    writeFileSync(join(directory, 'case.json'), '[]');
    expect(await runCommand(['verify', directory])).toMatchObject({ code: 3, stdout: 'case.json: changed\n' });
  });

  it('tells a file that is gone', async () => {
    rmSync(join(directory, 'case.json'));
    expect(await runCommand(['verify', directory])).toMatchObject({ code: 3, stdout: 'case.json: missing\n' });
  });

  it('reads nothing elsewhere', async () => {
    manifest([{ path: '../../etc/passwd', sha256: '0'.repeat(64) }]);
    const { code, stdout } = await runCommand(['verify', directory]);
    expect([code, stdout]).toEqual([3, '../../etc/passwd: outside of the directory\n']);
  });

  it('refuses a directory without the manifest of a collection', async () => {
    writeFileSync(join(directory, 'manifest.json'), '{"files": []}');
    expect((await runCommand(['verify', directory])).code).toBe(2);
    expect((await runCommand(['verify'])).code).toBe(2);
  });
});
