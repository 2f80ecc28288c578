import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../aws/world/fault.ts';
import type { World, WorldEvent } from '../aws/world/world.ts';
import { brokenWorld, NOW } from './collect-world.ts';
import { collecting } from './collecting.ts';

const run = collecting();
const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/0c3f0a0e-0000-4000-8000-00000000000a';

/** Reads of a resource, one every few minutes back from now. */
function busy(count: number, name: string, eventName = 'GetBucketAcl'): WorldEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    record: {
      eventID: `${eventName}-${index}`,
      eventName,
      readOnly: true,
      eventSource: 's3.amazonaws.com',
      eventTime: new Date(NOW - 3_600_000 - index * 300_000).toISOString().replace('.000', ''),
      awsRegion: 'eu-west-1',
      recipientAccountId: '444455556666',
    },
    resources: [{ ResourceType: 'any', ResourceName: name }],
  }));
}

function withEvents(events: readonly WorldEvent[]): World {
  const described = brokenWorld();
  return { ...described, trails: [], events: [...(described.events ?? []), ...events] };
}

interface Kept {
  readonly Events: readonly { readonly EventId: string }[];
  readonly StartTime: string;
  readonly EndTime: string;
}

function documents(name: string): Kept[] {
  return readdirSync(join(run.directory, 'lookup-events'))
    .filter((file) => file.startsWith(name))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .map((file) => run.read(`lookup-events/${file}`));
}

function ids(kept: readonly Kept[]): string[] {
  return [...new Set(kept.flatMap(({ Events }) => Events.map(({ EventId }) => EventId)))];
}

function lookedUp(part: string): number {
  return run.world.served.filter(
    ({ operation, input }) => operation === 'LookupEvents' && JSON.stringify(input).includes(part),
  ).length;
}

const DESTINATION = 'destination-acme-reports';

/** The SDK waits before it asks again, and keeps to a rate by the clock: here both run a hundred times as fast, but for timeouts of connections. */
function hastened(): () => void {
  const { setTimeout } = globalThis;
  const { now } = Date;
  const begun = now();
  globalThis.setTimeout = Object.assign(
    (work: () => void, ms = 0) => setTimeout(work, TIMEOUTS.has(ms) ? ms : ms / 100),
    setTimeout,
  ) as typeof setTimeout;
  Date.now = () => begun + (now() - begun) * 100;
  return () => {
    globalThis.setTimeout = setTimeout;
    Date.now = now;
  };
}

const TIMEOUTS: ReadonlySet<number> = new Set([10_000, 60_000]);

let slowDown = (): void => {};
afterEach(() => slowDown());

describe('the event history', () => {
  it('is asked for changes of a key by the names of its events, not for all that was done with it', async () => {
    const described = withEvents(busy(2_000, KEY, 'GenerateDataKey'));
    const reports = described.buckets?.['acme-reports'];
    const encryption = {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: KEY } }],
    };
    await run.collect({
      ...described,
      keys: [{ metadata: { Arn: KEY, KeyId: KEY.split('/')[1] ?? '', KeyState: 'Enabled' }, policy: '{}' }],
      buckets: { ...described.buckets, 'acme-reports': { ...reports, encryption } },
    });
    expect(lookedUp(KEY)).toBe(0);
    expect(lookedUp('"PutKeyPolicy"')).toBe(1);
    expect(run.world.count('LookupEvents')).toBeLessThan(30);
    expect(documents('ScheduleKeyDeletion-444455556666-eu-west-1')).toMatchObject([
      { Events: [], Region: 'eu-west-1' },
    ]);
  });

  it('is kept in documents that meet, and an event is in one of them', async () => {
    await run.collect(withEvents(busy(2_500, 'acme-reports')));
    const kept = documents(DESTINATION);
    expect(kept).toHaveLength(3);
    expect(ids(kept)).toHaveLength(2_501);
    for (const [index, { StartTime }] of kept.slice(0, -1).entries()) expect(kept[index + 1]?.EndTime).toBe(StartTime);
    expect(lookedUp('acme-reports')).toBeLessThanOrEqual(53);
  });

  it('is asked no further than a bound, and what is left is told', async () => {
    const { notes, problems } = await run.collect(withEvents(busy(11_000, 'acme-reports')));
    expect(problems).toEqual([]);
    expect(lookedUp('acme-reports')).toBe(200);
    expect(ids(documents(DESTINATION)).length).toBeGreaterThan(9_900);
    expect(notes.join('\n')).toMatch(/ResourceName=acme-reports: the newest 10,000 events, back to 2026-01-1\d/);
  });

  const throttled: Fault = {
    operation: 'LookupEvents',
    key: /acme-reports/,
    nth: [2, 3, 4, 5, 6, 7, 8, 9, 10],
    effect: { kind: 'refused', failure: 'throttled' },
  };

  it('that refuses for being asked too often loses nothing that came, and is gone on with', async () => {
    const described = withEvents(busy(500, 'acme-reports'));
    slowDown = hastened();
    const first = await run.collect(described, [throttled]);
    slowDown();
    expect(first.problems.join('\n')).toContain('what came is kept, run again on the same directory');
    const [kept] = documents(DESTINATION);
    expect(kept?.Events).toHaveLength(100);
    expect(Date.parse(kept?.StartTime ?? '')).toBeGreaterThan(NOW - 2 * 86_400_000);
    // One question was refused, as often as the client asks; no other in that place was asked.
    expect(lookedUp('acme-reports')).toBe(8);
    const second = await run.collect(described);
    expect(second.problems).toEqual([]);
    expect(ids(documents(DESTINATION))).toHaveLength(501);
    expect(lookedUp('acme-reports')).toBeLessThanOrEqual(9);
  }, 60_000);

  it('does not keep to pages that lead to themselves', async () => {
    const fault: Fault = {
      operation: 'LookupEvents',
      key: /acme-reports/,
      effect: { kind: 'bad-token', token: 'repeated' },
    };
    const { problems } = await run.collect(withEvents(busy(500, 'acme-reports')), [fault]);
    expect(problems).toEqual(['LookupEvents on acme-reports: the pages of the answer do not come to an end']);
    expect(documents(DESTINATION)[0]?.Events.length).toBeGreaterThan(49);
  });
});
