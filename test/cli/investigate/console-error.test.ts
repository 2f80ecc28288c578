import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/contract.ts';
import { runCommand } from '../fake-shell.ts';

const CASE = 'test/cases/coverage/the-console-names-a-failed-export-before-its-deadline/evidence';
const TEXT = (date: string) =>
  `Access denied\nInventory export for ${date} failed because S3 doesn't have access to the destination bucket or KMS key.\n`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'console-error-'));
  cpSync(CASE, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

async function reported(...flags: readonly string[]): Promise<Report> {
  return JSON.parse((await runCommand(['investigate', '--format', 'json', folder, ...flags])).stdout);
}

describe('what the console says of a failed export, as a file in the evidence', () => {
  it('says the same as --failed-export does', async () => {
    const before = await reported();
    const flagged = await reported('--failed-export', '2026-02-14');
    writeFileSync(join(folder, 'console.txt'), TEXT('February 14, 2026'));
    const filed = await reported();
    expect(filed.incidents).toEqual(flagged.incidents);
    expect(filed.summary).toBe(flagged.summary);
    expect(filed.summary).not.toBe(before.summary);
    expect(filed.evidence.filter(({ kind }) => kind === 'console-error')).toMatchObject([{ records: 1, rejected: 0 }]);
  });

  it('takes nothing of a date that may be two, and says so', async () => {
    const before = await reported();
    writeFileSync(join(folder, 'console.txt'), TEXT('03/04/2026'));
    const after = await reported();
    expect(after.summary).toBe(before.summary);
    expect(after.evidence.flatMap(({ rejects }) => rejects ?? []).map(({ reason }) => reason)).toContain(
      '"03/04/2026" may be 2026-03-04 or 2026-04-03',
    );
  });

  it('takes no notes that quote it', async () => {
    writeFileSync(join(folder, 'notes.md'), `# Monday\nThe console says: ${TEXT('2026-02-14')}`);
    expect((await reported()).evidence.map(({ kind }) => kind)).not.toContain('console-error');
  });
});

describe('evidence of which nothing can be used', () => {
  it('is one line, not a report', async () => {
    const junk = mkdtempSync(join(tmpdir(), 'junk-'));
    writeFileSync(join(junk, 'a.txt'), 'nothing to see');
    writeFileSync(join(junk, 'b.bin'), Buffer.from([0, 1, 2, 3]));
    for (const format of ['text', 'json']) {
      const ran = await runCommand(['investigate', '--format', format, junk]);
      expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 3, stdout: '' });
      expect(ran.stderr).toMatch(
        /^inventory-forensics: \S+a\.txt: .*1 more source could not be used either; [^\n]*\n$/,
      );
    }
    rmSync(junk, { recursive: true });
  });
});
