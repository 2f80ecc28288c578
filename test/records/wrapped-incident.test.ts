import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import type { Report } from '../../src/report/contract.ts';
import { readFolder, writeFolder } from '../fabricate/folder.ts';
import { runCase } from '../fabricate/run-case.ts';
import { ALL_FORMS } from './wrappings.ts';

/** One incident, its trail in every envelope: who is found, since when and why does not depend on the wrapping. */
describe('the same incident', () => {
  let scratch: string;
  let bare: Report;
  let events: JsonObject[];
  let rest: Awaited<ReturnType<typeof readFolder>>;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'inventory-forensics-wrapped-'));
    const files = await readFolder('samples/deny-by-ip');
    const isTrail = ({ path }: { path: string }) => path.startsWith('AWSLogs/');
    rest = files.filter((file) => !isTrail(file) && !file.path.startsWith('access-logs/'));
    const records = files.filter(isTrail).flatMap(({ bytes }) => JSON.parse(gunzipSync(bytes).toString())['Records']);
    // Changes are what somebody with an incident asks for; all the rest is traffic.
    events = records.filter(({ readOnly }: JsonObject) => readOnly === false);
    await writeFolder(join(scratch, 'bare'), [
      ...rest,
      { path: 'trail.json', bytes: Buffer.from(JSON.stringify({ Records: events })) },
    ]);
    bare = await runCase(join(scratch, 'bare'), {});
    expect(judged(bare).culprit).not.toBeUndefined();
  });
  afterAll(async () => {
    await rm(scratch, { recursive: true });
  });

  it.each(ALL_FORMS)('in $name', async ({ name, wrap }) => {
    const folder = join(scratch, name.replaceAll(/\W/g, '-'));
    await writeFolder(folder, [...rest, { path: 'wrapped', bytes: Buffer.from(wrap(events)) }]);
    expect(judged(await runCase(folder, {}))).toEqual(judged(bare));
  });

  it('beside its own trail is one call in two places, as surely known as by the trail', async () => {
    const folder = join(scratch, 'both');
    const trail = { path: 'trail.json', bytes: Buffer.from(JSON.stringify({ Records: events })) };
    const wrapped = {
      path: 'wrapped',
      bytes: Buffer.from(JSON.stringify(events.map((event) => ({ '@message': event })))),
    };
    await writeFolder(folder, [...rest, trail, wrapped]);
    const report = await runCase(folder, {});
    expect(judged(report)).toEqual(judged(bare));
    const [of, than] = [report, bare].map(({ incidents: [incident] }) => incident?.culprit);
    expect(of?.confidence).toBe(than?.confidence);
    expect(of?.change.evidence.map(({ within }) => within)).toEqual([undefined, expect.stringContaining('@message')]);
  });
});

function judged({ outcome, incidents: [incident] }: Report) {
  return {
    outcome,
    culprit: incident?.culprit?.change.eventId,
    diff: incident?.culprit?.change.diff,
    actor: incident?.culprit?.change.actor,
    cause: incident?.cause,
    firstMissedRun: incident?.firstMissedRun,
    lastMissedRun: incident?.lastMissedRun,
    remedy: incident?.remedy?.document,
  };
}
