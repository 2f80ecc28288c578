import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/instant.ts';
import { parseDeliveryKey } from '../../src/profile/inventory/keys.ts';
import type { ListedObject } from '../../src/records/item.ts';
import type { Gathered } from '../../src/sightings/gather.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { collectDeliveries } from '../../src/timeline/deliveries.ts';
import { deliveryCalls } from '../../src/timeline/writes.ts';
import { at, evidence, S3, SUBJECT, seen } from './made-evidence.ts';

const RUN = '2026-02-10T01-00Z';
const FOLDER = `inv/acme-lake/daily-full/${RUN}`;
const CHECKSUM = `${FOLDER}/manifest.checksum`;
const MANIFEST = `${FOLDER}/manifest.json`;
const CAME = '2026-02-10T11:00:00Z';

const EMPTY = evidence([], {});
const [LISTING] = EMPTY.listings;
if (LISTING === undefined) throw new RangeError('the evidence has a listing');
const { at: AT, scope: SCOPE } = LISTING;

function keyOf(key: string): NonNullable<ReturnType<typeof parseDeliveryKey>> {
  const parts = parseDeliveryKey(key);
  if (parts === null) throw new RangeError(`${key} is no key of a report`);
  return parts;
}

/** A listing of one bucket. */
function listing(
  objects: readonly Partial<ListedObject>[],
  bucket: string | null = 'acme-reports',
): Gathered['listings'][number] {
  return {
    scope: { ...SCOPE, bucket },
    at: AT,
    objects: objects.map((of) => {
      const object: ListedObject = {
        key: CHECKSUM,
        version: 'current',
        lastModified: at(CAME),
        timeIsApproximate: false,
        ...of,
      };
      return { object, key: keyOf(object.key), at: AT };
    }),
  } as Gathered['listings'][number];
}

function wrote(time: string, key = CHECKSUM, bucket = 'acme-reports', of: Partial<Sighting> = { actor: S3 }): Sighting {
  return seen(time, { kind: 'put-object', bucket, key }, of);
}

function removedBy(time: string, by: 'call' | 'lifecycle', key = CHECKSUM): Sighting {
  return seen(time, { kind: 'delete-object', bucket: 'acme-reports', key, by });
}

type Told = Gathered['objectEvents'][number]['event'];

function told(of: Partial<Told>): Gathered['objectEvents'][number] {
  const event = {
    what: 'created',
    bucket: 'acme-reports',
    key: CHECKSUM,
    time: at(CAME),
    byIdentity: false,
    ...of,
  } as Told;
  return { event, key: keyOf(event.key), at: AT } as Gathered['objectEvents'][number];
}

function found(sightings: readonly Sighting[], of: Partial<Gathered> = {}) {
  const gathered: Gathered = { ...EMPTY, listings: [], calls: evidence(sightings, {}).calls, ...of };
  const { deliveries, impossible } = collectDeliveries(
    SUBJECT,
    gathered,
    deliveryCalls(gathered.calls, SUBJECT),
    2 * DAY,
  );
  return {
    deliveries: deliveries.map(({ run, deliveredAt, timeIsApproximate, bucket, prefix, manifestKey, removed }) => ({
      run,
      at:
        deliveredAt === null ? null : `${new Date(deliveredAt).toISOString()}${timeIsApproximate ? ', or about' : ''}`,
      bucket,
      prefix,
      manifestKey,
      removed: removed === null ? null : `${removed.by} ${new Date(removed.time).toISOString()}`,
    })),
    impossible: impossible.map(({ what, why }) => `${what}: ${why}`),
  };
}

const ARRIVED = {
  run: RUN,
  at: '2026-02-10T11:00:00.000Z',
  bucket: 'acme-reports',
  prefix: 'inv',
  manifestKey: MANIFEST,
  removed: null,
};

describe('a delivery is told', () => {
  it.each([
    ['by a listing', [], { listings: [listing([{}])] }],
    ['by the write of S3', [wrote(CAME)], {}],
    ['by an event of S3', [], { objectEvents: [told({})] }],
    ['by a noncurrent version', [], { listings: [listing([{ version: 'noncurrent' }])] }],
  ])('%s', (_, sightings, of: Partial<Gathered>) => {
    expect(found(sightings, of).deliveries).toMatchObject([
      { run: RUN, at: ARRIVED.at, bucket: 'acme-reports', prefix: 'inv' },
    ]);
  });

  it('by the write of S3, where what a listing shows of it came too late to be the report', () => {
    const copy = listing([{ lastModified: at('2026-02-15T09:00:00Z') }]);
    expect(found([wrote(CAME)], { listings: [copy] }).deliveries).toMatchObject([{ run: RUN, at: ARRIVED.at }]);
  });

  it('once for a run, however often it is seen: the surest marker of a listing first', () => {
    const listed = listing([
      { key: CHECKSUM, lastModified: at('2026-02-10T11:00:03Z') },
      { key: MANIFEST, lastModified: at('2026-02-10T11:00:01Z') },
    ]);
    const { deliveries } = found([wrote('2026-02-10T11:00:02Z')], { listings: [listed] });
    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]?.at).toBe('2026-02-10T11:00:03.000Z');
  });

  it('by a time that is exact before one that is not', () => {
    const about = { timeIsApproximate: true, lastModified: at('2026-02-10T10:00:00Z') };
    expect(found([], { listings: [listing([about, {}])] }).deliveries[0]?.at).toBe(ARRIVED.at);
    expect(found([], { listings: [listing([about])] }).deliveries[0]?.at).toBe('2026-02-10T10:00:00.000Z, or about');
  });

  it('for each bucket by itself, in the order of runs and buckets', () => {
    const later = '2026-02-11T01-00Z';
    const { deliveries } = found(
      [
        wrote('2026-02-11T11:00:00Z', CHECKSUM.replace(RUN, later)),
        wrote(CAME),
        wrote('2026-02-10T11:30:00Z', CHECKSUM, 'acme-copy'),
      ],
      { listings: [listing([{}], null)] },
    );
    expect(deliveries.map(({ run, bucket }) => [run, bucket])).toEqual([
      [RUN, 'acme-copy'],
      [RUN, 'acme-reports'],
      [later, 'acme-reports'],
    ]);
  });

  it.each([
    ['a failed write', [wrote(CAME, CHECKSUM, 'acme-reports', { actor: S3, succeeded: false })], {}],
    ['data', [wrote(CAME, 'inv/acme-lake/daily-full/data/a.csv.gz')], {}],
    ['another configuration', [wrote(CAME, CHECKSUM.replace('daily-full', 'weekly'))], {}],
    ['another source', [], { listings: [listing([{ key: CHECKSUM.replace('acme-lake', 'acme-other') }])] }],
    [
      'an event of another configuration',
      [],
      { objectEvents: [told({ key: CHECKSUM.replace('daily-full', 'weekly') })] },
    ],
    ['a delete marker alone', [], { listings: [listing([{ version: 'delete-marker' }])] }],
    ['what somebody else wrote', [wrote(CAME, CHECKSUM, 'acme-reports', {})], {}],
  ])('by none of this: %s', (_, sightings, of: Partial<Gathered>) => {
    expect(found(sightings, of)).toEqual({ deliveries: [], impossible: [] });
  });
});

describe('when it arrived', () => {
  it('is not told by a copy: of somebody, or that came later than reports do', () => {
    const byIdentity = [told({ byIdentity: true })];
    expect(found([], { objectEvents: byIdentity }).deliveries).toMatchObject([{ run: RUN, at: null }]);
    const late = { lastModified: at('2026-02-12T01:00:01Z') };
    expect(found([], { listings: [listing([late])] }).deliveries).toMatchObject([{ run: RUN, at: null }]);
    const inTime = { lastModified: at('2026-02-12T01:00:00Z') };
    expect(found([], { listings: [listing([inTime])] }).deliveries).toMatchObject([{ at: '2026-02-12T01:00:00.000Z' }]);
  });

  it.each([
    ['a minute apart', '2026-02-10T11:01:00Z', null],
    ['a minute apart, before', '2026-02-10T10:59:00Z', null],
    ['more', '2026-02-10T11:01:01Z', ARRIVED.at],
  ])('is not told by the listing of what somebody is seen to have copied there: %s', (_, time, arrived) => {
    const copied = wrote(time, CHECKSUM, 'acme-reports', {});
    expect(found([copied], { listings: [listing([{}])] }).deliveries).toMatchObject([{ run: RUN, at: arrived }]);
    const elsewhere = wrote(time, CHECKSUM, 'acme-copy', {});
    expect(found([elsewhere], { listings: [listing([{}])] }).deliveries).toMatchObject([{ run: RUN, at: ARRIVED.at }]);
  });
});

describe('a report that was removed', () => {
  it.each([
    ['by a call', [removedBy('2026-02-13T09:00:00Z', 'call')], {}, 'call 2026-02-13T09:00:00.000Z'],
    ['by a lifecycle rule', [removedBy('2026-02-13T09:00:00Z', 'lifecycle')], {}, 'lifecycle 2026-02-13T09:00:00.000Z'],
    [
      'as S3 told',
      [],
      { objectEvents: [told({ what: 'deleted', time: at('2026-02-13T09:00:00Z') })] },
      'call 2026-02-13T09:00:00.000Z',
    ],
    [
      'as S3 told of a rule',
      [],
      { objectEvents: [told({ what: 'expired', time: at('2026-02-13T09:00:00Z') })] },
      'lifecycle 2026-02-13T09:00:00.000Z',
    ],
  ])('was delivered all the same: %s', (_, sightings, of: Partial<Gathered>, removed) => {
    expect(found(sightings, of).deliveries).toMatchObject([{ run: RUN, at: null, bucket: 'acme-reports', removed }]);
    expect(found([wrote(CAME), ...sightings], of).deliveries).toMatchObject([{ run: RUN, at: ARRIVED.at, removed }]);
  });

  it('is there again where a listing shows it', () => {
    const removed = removedBy('2026-02-13T09:00:00Z', 'call');
    expect(found([removed], { listings: [listing([{}])] }).deliveries).toMatchObject([{ removed: null }]);
    expect(found([removed], { listings: [listing([{ version: 'noncurrent' }])] }).deliveries).toMatchObject([
      { removed: 'call 2026-02-13T09:00:00.000Z' },
    ]);
  });

  it('cannot have been before its run', () => {
    expect(found([removedBy('2026-02-10T00:59:59Z', 'call')])).toEqual({
      deliveries: [],
      impossible: [`the removal of run ${RUN}: it is older than the run`],
    });
    expect(found([removedBy('2026-02-10T01:00:00Z', 'call')]).deliveries).toHaveLength(1);
  });

  it('is none where the call failed, or removed something else', () => {
    expect(found([{ ...removedBy('2026-02-13T09:00:00Z', 'call'), succeeded: false }]).deliveries).toEqual([]);
    expect(
      found([removedBy('2026-02-13T09:00:00Z', 'call', 'inv/acme-lake/daily-full/data/a.csv.gz')]).deliveries,
    ).toEqual([]);
  });
});

describe('a saved manifest', () => {
  const manifest = (of: object) =>
    ({
      value: {
        sourceBucket: 'acme-lake',
        destinationBucket: 'acme-reports',
        creationTimestamp: at('2026-02-10T01:00:00Z'),
        fileKeys: ['inv/acme-lake/daily-full/data/a.csv.gz'],
        ...of,
      },
      of: null,
      at: AT,
    }) as unknown as Gathered['manifests'][number];

  it('tells the run, not when it arrived', () => {
    expect(found([], { manifests: [manifest({})] }).deliveries).toEqual([{ ...ARRIVED, at: null, manifestKey: null }]);
    expect(found([wrote(CAME)], { manifests: [manifest({})] }).deliveries).toMatchObject([{ at: ARRIVED.at }]);
    expect(found([], { manifests: [manifest({ fileKeys: [] })] }).deliveries).toMatchObject([
      { run: RUN, prefix: null },
    ]);
  });

  it('of another source or configuration tells nothing', () => {
    expect(found([], { manifests: [manifest({ sourceBucket: 'acme-other' })] }).deliveries).toEqual([]);
    const fileKeys = ['inv/acme-lake/weekly/data/a.csv.gz'];
    expect(found([], { manifests: [manifest({ fileKeys })] }).deliveries).toEqual([]);
  });
});

it('the surest trace tells where the marker is, whatever the others say of it', () => {
  const later = { key: MANIFEST, lastModified: at('2026-02-10T12:00:00Z') };
  const { deliveries } = found([wrote(CAME)], { listings: [listing([later])] });
  expect(deliveries).toMatchObject([{ at: '2026-02-10T12:00:00.000Z', manifestKey: MANIFEST, prefix: 'inv' }]);
  const elsewhere = wrote('2026-02-10T10:00:00Z', `other/acme-lake/daily-full/${RUN}/manifest.checksum`);
  expect(found([elsewhere], { listings: [listing([{}])] }).deliveries).toMatchObject([
    { at: ARRIVED.at, manifestKey: MANIFEST },
  ]);
  expect(found([wrote(CAME), elsewhere]).deliveries).toMatchObject([
    { at: '2026-02-10T10:00:00.000Z', manifestKey: `other/acme-lake/daily-full/${RUN}/manifest.json`, prefix: 'other' },
  ]);
});
