import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/instant.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { known } from '../../src/records/recorded.ts';
import type { Gathered } from '../../src/sightings/gather.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { buildTimeline, type Timeline } from '../../src/timeline/build.ts';
import {
  ALLOWING,
  at,
  CASE,
  capturedPolicy,
  DENYING,
  evidence,
  KEY,
  timelineOf as ofStory,
  putPolicy,
  S3,
  SOURCE_TRAIL,
  seen,
  TRAIL,
} from './made-evidence.ts';

const ARRIVALS = { '2026-02-12T01-00Z': '2026-02-12T11:00:00Z', '2026-02-13T01-00Z': '2026-02-13T11:00:00Z' };

function write(time: string, run: string, overrides: Partial<Sighting> = {}): Sighting {
  const key = `inv/acme-lake/daily-full/${run}/manifest.json`;
  return seen(time, { kind: 'put-object', bucket: 'acme-reports', key }, { actor: S3, ...overrides });
}

function timelineOf(sightings: readonly Sighting[], arrivals: Readonly<Record<string, string>> = ARRIVALS): Timeline {
  const options = {
    profile: INVENTORY_PROFILE,
    case: CASE,
    asOf: { time: CASE.now ?? 0, basis: 'given' } as const,
    graceMs: 2 * DAY,
    failedExports: [],
  };
  return buildTimeline(evidence(sightings, arrivals), options);
}

function policyAt(timeline: Timeline, time: string) {
  return timeline.path.at(at(time)).links['destination-policy'];
}

describe('the replay', () => {
  it('applies successful changes only', () => {
    const refused = { ...putPolicy('2026-02-13T16:00:00Z', DENYING), succeeded: false, errorCode: 'AccessDenied' };
    const timeline = timelineOf([putPolicy('2026-02-13T15:00:00Z', ALLOWING), refused]);
    expect(policyAt(timeline, '2026-02-13T17:00:00Z').state).toBe('allowed');
  });

  it('does not touch the link when the policy of another bucket changes', () => {
    const timeline = timelineOf([
      putPolicy('2026-02-13T15:00:00Z', ALLOWING),
      putPolicy('2026-02-13T16:00:00Z', DENYING, 'acme-lake'),
    ]);
    expect(timeline.path.lastTouch('destination-policy', at('2026-02-13T17:00:00Z')).from).toBe(
      at('2026-02-13T15:00:00Z'),
    );
  });

  it('leaves out what came after the moment at which the case is looked at', () => {
    const timeline = timelineOf([putPolicy('2026-02-21T15:00:00Z', DENYING)]);
    expect(timeline.path.steps).toHaveLength(1);
    expect(timeline.worldAtNow.bucketPolicies.size).toBe(0);
  });
});

describe('what deliveries prove', () => {
  it('tells an unknown policy allowed once a report arrived 15 minutes after it', () => {
    const sooner = timelineOf([putPolicy('2026-02-13T10:45:01Z', null)]);
    const later = timelineOf([putPolicy('2026-02-13T10:45:00Z', null)]);
    expect(policyAt(sooner, '2026-02-13T12:00:00Z').state).toBe('unknown');
    expect(policyAt(later, '2026-02-13T12:00:00Z')).toMatchObject({ state: 'allowed', basis: 'deliveries' });
  });

  it('outranks a policy that denies, and says so', () => {
    const { state, warnings } = policyAt(
      timelineOf([putPolicy('2026-02-10T09:00:00Z', DENYING)]),
      '2026-02-19T00:00:00Z',
    );
    expect(state).toBe('allowed');
    expect(warnings.map(({ code }) => code)).toContain('replay-contradicted');
  });

  it('ends when the same denying policy is put again', () => {
    const timeline = timelineOf([
      putPolicy('2026-02-10T09:00:00Z', DENYING),
      putPolicy('2026-02-13T15:00:00Z', DENYING),
    ]);
    expect(policyAt(timeline, '2026-02-13T14:59:59Z').state).toBe('allowed');
    expect(policyAt(timeline, '2026-02-13T15:00:00Z').state).toBe('denied');
  });
});

describe('the deliveries', () => {
  it('arrive with the checksum, whatever other traces there are', () => {
    const timeline = timelineOf([write('2026-02-13T10:58:00Z', '2026-02-13T01-00Z')]);
    expect(timeline.deliveries.map(({ deliveredAt }) => deliveredAt)).toEqual([
      at('2026-02-12T11:00:00Z'),
      at('2026-02-13T11:00:00Z'),
    ]);
  });

  it('include writes by S3, not copies made with somebody’s credentials', () => {
    const { actor } = putPolicy('2026-02-14T10:00:00Z', null);
    const byS3 = timelineOf([write('2026-02-14T10:00:00Z', '2026-02-14T01-00Z')]);
    const copied = timelineOf([write('2026-02-14T10:00:00Z', '2026-02-14T01-00Z', { actor })]);
    expect(byS3.deliveries).toHaveLength(3);
    expect(copied.deliveries).toHaveLength(2);
  });
});

describe('what AWS Config captured', () => {
  it('of one link makes no hole in the trail of another', () => {
    const gathered = {
      ...evidence([putPolicy('2026-02-02T09:00:00Z', ALLOWING)], ARRIVALS, [TRAIL, SOURCE_TRAIL]),
      captured: [capturedPolicy('2026-02-13T16:00:00Z', ALLOWING), capturedPolicy('2026-02-13T20:00:00Z', DENYING)],
    };
    const { unseen, placeNow } = buildTimeline(gathered, {
      profile: INVENTORY_PROFILE,
      case: CASE,
      asOf: { time: CASE.now ?? 0, basis: 'given' },
      graceMs: 2 * DAY,
      failedExports: [],
    });
    const time = { from: at('2026-02-13T12:00:00Z'), to: at('2026-02-14T00:00:00Z') };
    expect(unseen('destination-policy', placeNow, time)).toEqual([
      { from: at('2026-02-13T16:00:00Z'), to: at('2026-02-13T20:00:00Z') },
    ]);
    expect(unseen('default-encryption', placeNow, time)).toEqual([]);
  });

  it.each([
    [true, 'unusable-key'],
    [false, 'allowed'],
  ])('of a key that AWS manages (%s) is that S3 cannot use it', (isAwsManaged, decision) => {
    const resource = { kind: 'key', name: KEY, policy: known(ALLOWING), state: 'Enabled', isAwsManaged } as const;
    const item = {
      value: { capturedAt: at('2026-02-13T20:00:00Z'), account: '444455556666', region: 'eu-west-1', resource },
      at: evidence([], {}).listings[0]?.at,
    } as Gathered['captured'][number];
    const options = { ...CASE, encryption: KEY };
    const { path } = buildTimeline(
      { ...evidence([], ARRIVALS), captured: [item], cases: [options] },
      {
        profile: INVENTORY_PROFILE,
        case: options,
        asOf: { time: CASE.now ?? 0, basis: 'given' },
        graceMs: 2 * DAY,
        failedExports: [],
      },
    );
    expect(path.at(at('2026-02-14T00:00:00Z')).links['key-state'].decision).toBe(decision);
  });
});

it('where the reports are looked for is what the case names, as much as it does', () => {
  const { destinationBucket, destinationPrefix, ...nameless } = CASE;
  const named = (of: object) => ofStory([], ARRIVALS, { case: { ...nameless, ...of } }).explain.named;
  expect(named({})).toBeNull();
  expect(named({ destinationBucket })).toEqual({ bucket: destinationBucket, prefix: null });
  expect(named({ destinationPrefix })).toEqual({ bucket: null, prefix: destinationPrefix });
});
