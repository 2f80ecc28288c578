import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordPlace, recordsAt } from '../../src/records/records-at.ts';
import type { EvidenceInput } from '../../src/sources/input.ts';

const EVENT = {
  eventVersion: '1.09',
  eventTime: '2026-02-10T14:03:11Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketPolicy',
  awsRegion: 'eu-west-1',
  eventID: '5a9b2d1e-11aa-4b6f-8f0c-1d2e3f405162',
  userIdentity: { type: 'IAMUser', userName: 'alice' },
};
const LOG = 'first line\nsecond line, é\r\nthird line';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-at-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The record at a place of a file with these bytes. */
async function recordOf(
  bytes: Buffer,
  place: Partial<RecordPlace>,
  { kind = 'file', sha256 = createHash('sha256').update(bytes).digest('hex') } = {},
): Promise<string | undefined> {
  const path = join(folder, 'evidence');
  await writeFile(path, bytes);
  const input = { kind, name: 'evidence', path } as EvidenceInput;
  const whole = { source: 'evidence', sha256, ...place };
  return (await recordsAt([input], [whole])).get(whole);
}

describe('recordsAt', () => {
  it('gives a line as it stands there', async () => {
    expect(await recordOf(Buffer.from(LOG), { line: 2 })).toBe('second line, é');
    expect(await recordOf(gzipSync(LOG), { line: 3 })).toBe('third line');
    expect(await recordOf(Buffer.from(LOG), { line: 4 })).toBeUndefined();
  });

  it('gives an event as JSON, out of whatever wraps it', async () => {
    const event = JSON.stringify(EVENT, null, 2);
    const trail = gzipSync(JSON.stringify({ Records: [{ ...EVENT, eventID: 'another' }, EVENT] }));
    expect(await recordOf(trail, { record: 2 })).toBe(event);
    const answer = Buffer.from(JSON.stringify({ Events: [{ CloudTrailEvent: JSON.stringify(EVENT) }] }));
    expect(await recordOf(answer, { record: 1, within: 'Events[0].CloudTrailEvent' })).toBe(event);
  });

  it('gives a line of a member of an archive', async () => {
    const tar = Buffer.from(
      await packTar([{ header: { name: 'a.log', size: LOG.length + 1, type: 'file' }, body: LOG }]),
    );
    const sha256 = createHash('sha256').update(LOG).digest('hex');
    expect(await recordOf(tar, { source: 'evidence!a.log', line: 1, sha256 })).toBe('first line');
  });

  it('tells nothing of what has changed, and reads no stream twice', async () => {
    expect(await recordOf(Buffer.from(LOG), { line: 1 }, { sha256: 'a'.repeat(64) })).toBeUndefined();
    expect(await recordOf(Buffer.from(LOG), { line: 1 }, { kind: 'pipe' })).toBeUndefined();
    expect((await recordsAt([], [{ source: 'gone', sha256: '', line: 1 }])).size).toBe(0);
  });
});
