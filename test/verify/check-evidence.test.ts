import { mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/contract.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';
import { checkDigests } from '../../src/verify/check-evidence.ts';
import { tarOf } from '../fabricate/archive/pack-tar.ts';
import { ALLOWING } from '../fabricate/cases/office-only.ts';
import { ELIF, refusals } from '../fabricate/cases/stage.ts';
import { putBucketPolicy } from '../fabricate/events/s3.ts';
import { runCase } from '../fabricate/run-case.ts';
import { CHANGE, quietStory, trailOf, writeSignedStory } from './signed-story.ts';
import { type MadeObject, writeAt } from './trail.ts';

const root = mkdtempSync(join(tmpdir(), 'check-evidence-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder: string;
let made = 0;
beforeEach(() => {
  folder = join(root, String(made++));
});

function writeStory(logs: readonly MadeObject[], digests: readonly MadeObject[], keys = true): void {
  writeSignedStory(folder, { logs, digests }, keys);
}

async function culprit(): Promise<[string | undefined, readonly string[], Report]> {
  const report = await runCase(folder, {});
  const [incident] = report.incidents;
  const found = incident?.culprit ?? null;
  const who = found === null ? undefined : `${found.confidence} ${found.change.time}`;
  return [who, report.warnings.map(({ code }) => code), report];
}

const PROBABLE = 'probable 2026-02-14T09:20:00Z';
const PROVEN = 'proven 2026-02-14T09:20:00Z';

describe('digests in evidence', () => {
  it('are not missed where there are none: a quiet day is a hole', async () => {
    const { logs } = quietStory();
    writeStory(logs, []);
    expect(await checkDigests(await expandInputs([folder]))).toBeNull();
    expect((await culprit())[0]).toBe(PROBABLE);
  });

  it('show a quiet day to be quiet, proven by their signatures', async () => {
    const { logs, digests } = quietStory();
    writeStory(logs, digests);
    const [who, warnings, { coverage }] = await culprit();
    expect(who).toBe(PROVEN);
    expect(warnings).not.toContain('digest-problems');
    expect(coverage.map(({ note }) => note).join()).toMatch(/signed by CloudTrail/);
  });

  it('do so by their hashes where no public key is at hand, which is said', async () => {
    const { logs, digests } = quietStory();
    writeStory(logs, digests, false);
    const [who, , { coverage }] = await culprit();
    expect(who).toBe(PROVEN);
    expect(coverage.map(({ note }) => note).join()).toMatch(/no public key/);
  });

  it('that are missing for an hour of the window are a hole', async () => {
    const { logs, digests } = quietStory();
    const lost = 6 * 24 + 15;
    writeStory(logs, [...digests.slice(0, lost), ...digests.slice(lost + 1)]);
    const [who, warnings] = await culprit();
    expect(who).toBe(PROBABLE);
    expect(warnings).toContain('digest-problems');
  });

  it('that name a file which is not there open a hole in a busy log', async () => {
    const innocent = putBucketPolicy({ time: '2026-02-13T20:20:00Z', by: ELIF, policy: ALLOWING });
    const { logs, digests } = trailOf([innocent, CHANGE, ...refusals()]);
    writeStory(logs, digests);
    expect((await culprit())[0]).toBe(PROVEN);
    const gone = logs.find(({ key }) => key.includes('20260213T20'));
    unlinkSync(join(folder, gone?.key ?? ''));
    expect((await culprit())[0]).toBe(PROBABLE);
  });

  it('are not held against files where both lie in an archive, which is said', async () => {
    const { logs, digests } = quietStory();
    writeStory([], []);
    const members = [...logs, ...digests].map(({ key, bytes }) => ({ name: key, bytes: gzipSync(bytes) }));
    writeAt(folder, 'trail.tar', tarOf(members));
    const [who, , { warnings }] = await culprit();
    expect(who).toBe(PROBABLE);
    const told = warnings.find(({ code }) => code === 'digest-problems')?.message;
    expect(told).toMatch(/trail\.tar!.*: digests in an archive are not held against the log files: unpack it/);
  });

  it('let no file count that is not as they tell: whoever it accuses is not accused', async () => {
    const { logs, digests } = quietStory();
    const [target] = logs.filter(({ bytes }) => bytes.includes(CHANGE['eventID'] as string));
    if (target === undefined) throw new Error('the change is in no file');
    const forged = Buffer.from(target.bytes.toString().replaceAll('dana.ivers', 'elif.aydin'));
    writeStory(logs, digests);
    writeAt(folder, target.key, gzipSync(forged));
    const [who, warnings, { evidence, incidents }] = await culprit();
    expect(who).toBeUndefined();
    expect(JSON.stringify(incidents)).not.toContain('elif.aydin');
    expect(warnings).toContain('tampered-evidence');
    expect(evidence.find(({ source }) => source.endsWith(target.key))).toMatchObject({ kind: 'tampered', records: 0 });
  });

  it('that are themselves refuted refute nothing', async () => {
    const { logs, digests } = quietStory();
    const [target] = logs.filter(({ bytes }) => bytes.includes(CHANGE['eventID'] as string));
    const name = target?.key.slice(-30) ?? '';
    const forged = digests.map((digest) =>
      digest.bytes.includes(name)
        ? {
            ...digest,
            bytes: Buffer.from(digest.bytes.toString().replace(/"hashValue":"[0-9a-f]{8}/, '"hashValue":"00000000')),
          }
        : digest,
    );
    writeStory(logs, forged);
    const [who, warnings] = await culprit();
    expect(who).toBe(PROBABLE);
    expect(warnings).toContain('digest-problems');
    expect(warnings).not.toContain('tampered-evidence');
  });
});
