import { describe, expect, it } from 'vitest';
import type { ListingScope } from '../../src/records/item.ts';
import type { LogCoverage } from '../../src/sightings/log-coverage.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { describeCoverage, isInUse, linksWithoutTrail, nameOfLog } from '../../src/verdict/coverage.ts';
import {
  ALLOWING,
  at,
  capturedPolicy,
  evidence,
  KEY,
  keyCall,
  putConfiguration,
  SOURCE_TRAIL,
  seen,
  TRAIL,
  timelineOf,
  vouchingFor,
} from '../timeline/made-evidence.ts';
import { told } from './told.ts';

const STRETCH = { from: at('2026-02-05T00:00:00Z'), to: at('2026-02-08T00:00:00Z') };
const WITH_KEY = putConfiguration('2026-02-02T09:00:00Z', { encryption: { type: 'SSE-KMS', keyId: KEY } });

function log(
  kind: LogCoverage['identity']['kind'],
  identity: Partial<LogCoverage['identity']> = {},
  of: Partial<LogCoverage> = {},
): LogCoverage {
  return { ...TRAIL, ...of, identity: { ...TRAIL.identity, kind, ...identity } };
}

function described(
  logs: readonly LogCoverage[],
  sightings: readonly Sighting[] = [WITH_KEY],
  scopes: readonly Partial<ListingScope>[] = [],
) {
  const gathered = evidence(sightings, {}, logs);
  const [listing] = gathered.listings;
  if (listing === undefined) throw new RangeError('the evidence has a listing');
  const listings = scopes.map((scope) => ({ ...listing, scope: { ...listing.scope, ...scope } }));
  return describeCoverage(timelineOf(sightings, {}, { coverage: logs }), { ...gathered, listings });
}

describe('a trail', () => {
  const told = (of: Partial<LogCoverage>) =>
    described([log('cloudtrail', {}, of)])
      .filter(({ from }) => from !== null)
      .map(({ links, gaps, note }) => [links.join(' '), gaps.length, note]);
  const S3 = 'destination-bucket destination-policy default-encryption';

  it('is told for each service by itself: what it vouches for, and why not', () => {
    expect(told({ vouched: { ...vouchingFor(STRETCH), kms: [] } })).toEqual([
      [S3, 2, null],
      [
        'key-policy key-state',
        0,
        'vouches for no time without a change: its events of kms.amazonaws.com are too few to tell a gap from quiet, or its trail does not record them',
      ],
    ]);
    expect(told({ vouched: vouchingFor(), has: ['s3'] })[1]?.[2]).toBe(
      'vouches for no time without a change: it holds no event of kms.amazonaws.com',
    );
    expect(told({ vouched: vouchingFor(), hasWrites: false })[0]?.[2]).toBe(
      'vouches for no time without a change: it holds no call that writes',
    );
  });

  it.each([
    ['signed', 'its digests, signed by CloudTrail, prove quiet hours quiet'],
    ['linked', 'its digests fit together and so take quiet hours for quiet; no public key at hand proves them'],
  ])('says what its digests prove: %s', (digests, note) => {
    expect(told({ digests: digests as LogCoverage['digests'] })[0]?.[2]).toBe(note);
  });
});

describe('another log', () => {
  it.each([
    ['access-log', { bucket: 'acme-reports' }, {}, 'best effort'],
    ['excerpt', {}, {}, 'vouches for its events alone: it does not say by what they were chosen'],
    ['lookup-events', {}, {}, 'covers what was asked for'],
    ['lookup-events', {}, { vouched: {} }, 'vouches for its events alone: it does not say what was asked for'],
  ] as const)('says what it does not tell: %s %j %j', (kind, identity, of, note) => {
    const [first] = described([log(kind, identity, { gaps: [STRETCH], ...of })]);
    expect(first).toMatchObject({ kind, gaps: [STRETCH], note: expect.stringContaining(note) });
  });

  it('is not told where it records no link of the path', () => {
    expect(described([log('cloudtrail', { account: '999988887777' })]).filter(({ from }) => from !== null)).toEqual([]);
  });

  it.each([
    [log('access-log', { bucket: 'b' }), 'S3 access log of b'],
    [log('access-log'), 'S3 access log of an unknown bucket'],
    [log('cloudtrail', { region: 'eu-west-1' }), 'CloudTrail of account 444455556666 in eu-west-1'],
    [log('cloudtrail', { account: null }), 'CloudTrail of an unknown account'],
    [log('excerpt'), 'Excerpt of CloudTrail of account 444455556666'],
    [log('lookup-events'), 'CloudTrail event history of account 444455556666'],
    [
      log('lookup-events', { query: 'PutBucketPolicy' }),
      'CloudTrail event history of account 444455556666, all about PutBucketPolicy',
    ],
  ])('has a name: %#', (of, name) => {
    expect(nameOfLog(of)).toBe(name);
  });
});

describe('a log that was not given', () => {
  const missing = (logs: readonly LogCoverage[], sightings: readonly Sighting[] = []) =>
    described(logs, sightings).flatMap(({ from, links }) => (from === null ? [links.join(' ')] : []));
  it('is told once for all links that it would show', () => {
    expect(missing([])).toEqual(['destination-bucket destination-policy default-encryption', 'configuration']);
    expect(missing([TRAIL])).toEqual(['configuration']);
    expect(missing([TRAIL, SOURCE_TRAIL])).toEqual([]);
    expect(missing([log('access-log', { bucket: 'acme-reports' }), SOURCE_TRAIL])).toEqual([
      'destination-bucket destination-policy default-encryption',
    ]);
  });

  it('is one of CloudTrail', () => {
    const kinds = described([], [])
      .filter(({ from }) => from === null)
      .map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['cloudtrail']));
  });

  it('is asked for of links in use alone', () => {
    const timeline = timelineOf([], {});
    const inUse = (of: typeof timeline) =>
      (['key-policy', 'key-state', 'rcp', 'region', 'configuration'] as const).filter((link) => isInUse(of, link));
    expect(inUse(timeline)).toEqual(['configuration']);
    expect(inUse(timelineOf([WITH_KEY, keyCall('2026-02-10T09:00:00Z', 'DisableKey')], {}))).toEqual([
      'key-policy',
      'key-state',
      'configuration',
    ]);
    expect(linksWithoutTrail(timeline, evidence([], {}, []))).toEqual([
      'destination-bucket',
      'configuration',
      'destination-policy',
      'default-encryption',
    ]);
  });
});

it('items of AWS Config are told from the first to the last that shows a link of the path', () => {
  const captured = ['2026-02-12T09:00:00Z', '2026-02-10T09:00:00Z', '2026-02-14T09:00:00Z'].map((time) =>
    capturedPolicy(time, ALLOWING),
  );
  const { timeline, gathered } = told([], {}, { captured });
  expect(describeCoverage(timeline, gathered).filter(({ kind }) => kind === 'config-item')).toMatchObject([
    {
      from: at('2026-02-10T09:00:00Z'),
      to: at('2026-02-14T09:00:00Z'),
      links: ['destination-bucket', 'destination-policy'],
    },
  ]);
});

describe('a listing', () => {
  it.each([
    [{ objects: 3 }, null],
    [{ objects: 0 }, 'empty: nothing is there now, which does not tell that nothing ever came'],
    [{ delimiter: '/', isTruncated: true }, 'not whole by itself (folders are not opened)'],
    [{ isTruncated: true, incomplete: true }, 'not whole by itself (truncated, more pages follow)'],
    [
      { incomplete: true, startAfter: 'a' },
      'not whole by itself (it was not read whole, or does not tell whether it is)',
    ],
    [{ startAfter: 'a' }, 'not whole by itself (it does not begin at the first key)'],
    [{ continuationToken: 'a' }, 'not whole by itself (it does not begin at the first key)'],
  ])('says what it does not hold: %j', (scope, note) => {
    const own = described([TRAIL], [], [scope]).find(({ kind }) => kind === 'listing');
    expect(own?.note ?? null).toEqual(note === null ? null : expect.stringContaining(note));
  });

  it('is told by its place, in order', () => {
    const told = described(
      [TRAIL],
      [],
      [{ bucket: 'b', prefix: 'x/' }, { bucket: null }, { bucket: 'a', prefix: null }],
    );
    expect(told.flatMap(({ kind, source }) => (kind === 'listing' ? [source] : []))).toEqual([
      'listing of a bucket that it does not name',
      'listing of s3://a/',
      'listing of s3://b/x/',
    ]);
  });
});

it('an organization policy brings its link into use', () => {
  const action = {
    kind: 'organization-policy',
    operation: 'AttachPolicy',
    policyId: 'p-1',
    policyName: null,
    policyType: null,
    targetId: 'r-1',
    content: { state: 'not-recorded' },
  } as unknown as Sighting['action'];
  expect(isInUse(timelineOf([seen('2026-02-10T09:00:00Z', action)], {}), 'rcp')).toBe(true);
});
