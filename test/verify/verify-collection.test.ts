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
      stdout: 'Manifest:  1 file verified, 0 not\nDigests:   none here\n',
      stderr: '',
    });
  });

  it('tells a changed byte', async () => {
    writeFileSync(join(directory, 'case.json'), '[]');
    expect(await runCommand(['verify', directory])).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('failed: collected-file-changed: case.json: '),
    });
  });

  it('tells a file that is gone', async () => {
    rmSync(join(directory, 'case.json'));
    expect(await runCommand(['verify', directory])).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('failed: collected-file-missing: case.json: '),
    });
  });

  it('reads nothing elsewhere', async () => {
    manifest([{ path: '../../etc/passwd', sha256: '0'.repeat(64) }]);
    const { code, stdout } = await runCommand(['verify', directory]);
    expect(code).toBe(3);
    expect(stdout).toContain('failed: collected-file-outside: ../../etc/passwd: ');
  });

  it('refuses a directory without the manifest of a collection', async () => {
    writeFileSync(join(directory, 'manifest.json'), '{"files": []}');
    expect((await runCommand(['verify', directory])).code).toBe(2);
    expect((await runCommand(['verify'])).code).toBe(2);
    expect((await runCommand(['verify', join(directory, 'absent')])).code).toBe(2);
  });

  it('says when there is nothing to verify', async () => {
    rmSync(join(directory, 'manifest.json'));
    const { code, stderr } = await runCommand(['verify', directory]);
    expect(code).toBe(2);
    expect(stderr).toContain('can be verified');
  });

  it('tells the same as JSON', async () => {
    rmSync(join(directory, 'case.json'));
    const { code, stdout } = await runCommand(['verify', directory, '--format', 'json']);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: '1',
      ok: false,
      collected: { verified: 0, failed: 1 },
      digests: { verified: 0, failed: 0, notVerifiable: 0 },
      logFiles: { verified: 0, failed: 0, notVerifiable: 0 },
      publicKeys: 0,
      chains: [],
      problems: [
        {
          verdict: 'failed',
          kind: 'collected-file-missing',
          file: 'case.json',
          from: null,
          to: null,
          detail: null,
          meaning: 'the manifest tells of it and it is not there',
        },
      ],
    });
    expect((await runCommand(['verify', directory, '--format', 'xml'])).code).toBe(2);
  });
});
