import { describe, expect, it } from 'vitest';
import type { ConfigurationHistory, ConfigurationState } from '../../src/delivery-path/configuration-state.ts';
import { DAY, HOUR } from '../../src/instant.ts';
import { parseDeliveryKey } from '../../src/profile/inventory/keys.ts';
import type { LifecycleRule } from '../../src/records/action.ts';
import type { ListedObject } from '../../src/records/item.ts';
import { known } from '../../src/records/recorded.ts';
import type { Call } from '../../src/sightings/call.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { createTally, type SourceTally } from '../../src/sources/tally.ts';
import { absenceOf, isDue } from '../../src/timeline/absence.ts';
import { savedAt } from '../../src/timeline/as-of.ts';
import { type ListingScopes, listingScopes } from '../../src/timeline/listing-scopes.ts';
import { writeLogOf } from '../../src/timeline/write-log.ts';
import { deliveryCalls } from '../../src/timeline/writes.ts';
import {
  at,
  callOf,
  delivered,
  evidence,
  refusedWrite,
  STATE,
  SUBJECT,
  seen,
  TRAIL,
  wroteData,
} from './made-evidence.ts';

const RUN = at('2026-02-10T01:00:00Z');
const HOME = { bucket: 'acme-reports', prefix: 'inv' };
const EMPTY = evidence([], {});
const FOLDER = 'inv/acme-lake/daily-full';

function calls(...sightings: readonly Sighting[]): readonly Call[] {
  return sightings.map((sighting) => callOf(sighting));
}

function listed(...objects: readonly Partial<ListedObject>[]): typeof EMPTY.listings {
  return EMPTY.listings.map((listing) => ({
    ...listing,
    objects: objects.flatMap((of) => {
      const key = `${FOLDER}/2026-02-10T01-00Z/manifest.checksum`;
      const object: ListedObject = { key, version: 'current', lastModified: RUN, timeIsApproximate: false, ...of };
      const parts = parseDeliveryKey(object.key);
      return parts === null ? [] : [{ object, key: parts, at: listing.at }];
    }),
  }));
}

function scopes(changes: readonly Call[], listings = EMPTY.listings): ListingScopes {
  return listingScopes(SUBJECT, { time: SUBJECT.now, basis: 'given' }, { ...EMPTY, listings }, changes);
}

describe('what a listing lacks', () => {
  const rule = (of: Partial<LifecycleRule> = {}) => ({ id: null, enabled: true, prefix: '', expirationDays: 3, ...of });
  const lifecycle = (time: string, of: Partial<LifecycleRule> = {}, bucket = 'acme-reports') =>
    seen(time, { kind: 'put-bucket-lifecycle', bucket, rules: known([rule(of)]) });
  const removal = (key: string, bucket = 'acme-reports') =>
    seen('2026-02-12T09:00:00Z', { kind: 'delete-object', bucket, key, by: 'call' });
  const checksum = (run: string) => `${FOLDER}/${run}/manifest.checksum`;

  it('never was there, where nothing can have removed it', () => {
    const { coversAbsence, mayHaveLostReports } = scopes([]);
    expect([coversAbsence(HOME, RUN), mayHaveLostReports]).toEqual([true, false]);
  });

  it.each([
    ['old enough for a rule', lifecycle('2026-02-11T09:00:00Z'), false],
    ['to the day', lifecycle('2026-02-11T09:00:00Z', { expirationDays: 9 }), false],
    ['not old enough', lifecycle('2026-02-11T09:00:00Z', { expirationDays: 10 }), true],
    ['a rule on its folder', lifecycle('2026-02-11T09:00:00Z', { prefix: 'inv/acme-lake/' }), false],
    ['a rule within its folder', lifecycle('2026-02-11T09:00:00Z', { prefix: `${FOLDER}/x` }), false],
    ['a rule on something else', lifecycle('2026-02-11T09:00:00Z', { prefix: 'logs/' }), true],
    ['a rule that is off', lifecycle('2026-02-11T09:00:00Z', { enabled: false }), true],
    ['a rule that expires nothing', lifecycle('2026-02-11T09:00:00Z', { expirationDays: null }), true],
    ['a rule on another bucket', lifecycle('2026-02-11T09:00:00Z', {}, 'acme-other'), true],
    ['a rule that was refused', { ...lifecycle('2026-02-11T09:00:00Z'), succeeded: false }, true],
    ['a rule of later', lifecycle('2026-02-21T09:00:00Z'), true],
  ])('may have expired: %s', (_, put, absent) => {
    expect(scopes(calls(put)).coversAbsence(HOME, RUN)).toBe(absent);
  });

  it.each([
    ['this run', removal(checksum('2026-02-10T01-00Z')), false],
    ['a later run', removal(checksum('2026-02-11T01-00Z')), false],
    ['an earlier run', removal(checksum('2026-02-09T01-00Z')), true],
    ['of no run', removal(`${FOLDER}/data/a.csv.gz`), true],
    ['of another bucket', removal(checksum('2026-02-10T01-00Z'), 'acme-other'), true],
    ['refused', { ...removal(checksum('2026-02-10T01-00Z')), succeeded: false }, true],
    ['with its bucket', seen('2026-02-12T09:00:00Z', { kind: 'delete-bucket', bucket: 'acme-reports' }), false],
    [
      'before it, with its bucket',
      seen('2026-02-09T09:00:00Z', { kind: 'delete-bucket', bucket: 'acme-reports' }),
      true,
    ],
    ['after now', seen('2026-02-21T09:00:00Z', { kind: 'delete-bucket', bucket: 'acme-reports' }), true],
  ])('may have been removed: %s', (_, removed, absent) => {
    expect(scopes(calls(removed)).coversAbsence(HOME, RUN)).toBe(absent);
  });

  it('may have been removed with the last of several', () => {
    const several = calls(removal(checksum('2026-02-12T01-00Z')), removal(checksum('2026-02-08T01-00Z')));
    expect(scopes(several).coversAbsence(HOME, RUN)).toBe(false);
  });

  it('is hidden by a delete marker over nothing that is left', () => {
    const marker = { version: 'delete-marker' } as const;
    expect(scopes([], listed(marker)).coversAbsence(HOME, RUN)).toBe(false);
    expect(scopes([], listed(marker, { version: 'noncurrent' })).coversAbsence(HOME, RUN)).toBe(true);
    expect(scopes([], listed(marker)).mayHaveLostReports).toBe(true);
    expect(scopes([], listed({})).mayHaveLostReports).toBe(false);
  });

  it('may be missing for a rule or a removal that anybody asked for', () => {
    const lost = (...of: readonly Sighting[]) => scopes(calls(...of)).mayHaveLostReports;
    expect(lost(lifecycle('2026-02-11T09:00:00Z'))).toBe(true);
    expect(lost(removal('x'))).toBe(true);
    expect(lost(removal('x', 'acme-other'), seen('2026-02-12T09:00:00Z', { kind: 'delete-bucket', bucket: 'b' }))).toBe(
      false,
    );
  });
});

const OFF: ConfigurationState = { ...STATE, isEnabled: false };
const MOVED: ConfigurationState = { ...STATE, destinationBucket: 'acme-new' };

function history(...states: readonly (readonly [string | null, ConfigurationState])[]): ConfigurationHistory {
  const steps = states.map(([from, state]) => ({
    from: from === null ? null : at(from),
    state,
    call: null,
    told: null,
  }));
  return { steps, creation: null, unseenState: null };
}

describe('a run is shown not to have arrived', () => {
  const LISTS = (...buckets: string[]): ListingScopes => ({
    ...scopes([]),
    coversAbsence: ({ bucket }) => buckets.includes(bucket ?? ''),
  });
  type Known = Parameters<typeof absenceOf>[0];
  function isAbsent(of: Partial<Known>, writtenTo = RUN + HOUR): boolean {
    const shown = absenceOf({
      subject: SUBJECT,
      configuration: history([null, STATE]),
      listings: LISTS(),
      calls: [],
      named: null,
      lastSeenRunning: Number.NEGATIVE_INFINITY,
      absentBuckets: new Set(),
      ...of,
    });
    return shown({ time: RUN, write: { from: RUN, to: writtenTo, basis: 'deadline', refusals: [] } });
  }
  const gone = (time: string, kind: 'create-bucket' | 'delete-bucket' = 'delete-bucket', bucket = 'acme-reports') =>
    seen(time, kind === 'delete-bucket' ? { kind, bucket } : { kind, bucket, region: null });
  const BEFORE = '2026-02-09T09:00:00Z';

  it('by a listing', () => {
    expect([isAbsent({}), isAbsent({ listings: LISTS('acme-reports') })]).toEqual([false, true]);
  });

  it('where an event had turned the configuration off, not where anything else says so', () => {
    expect(isAbsent({ configuration: history([null, STATE], [BEFORE, OFF]) })).toBe(true);
    expect(isAbsent({ configuration: history([null, { ...OFF, basis: 'document' }]) })).toBe(false);
  });

  it('where it was turned off unseen, behind the last that was seen of it', () => {
    const configuration = { ...history([null, STATE]), unseenState: OFF };
    expect(isAbsent({ configuration, lastSeenRunning: RUN - 1 })).toBe(true);
    expect(isAbsent({ configuration, lastSeenRunning: RUN })).toBe(false);
    expect(isAbsent({ configuration: { ...configuration, unseenState: STATE } })).toBe(false);
  });

  it.each([
    ['deleted before', [gone(BEFORE)], true],
    ['deleted at that moment', [gone('2026-02-10T01:00:00Z')], true],
    ['deleted later', [gone('2026-02-10T01:00:01Z')], false],
    ['deleted, and made again before', [gone(BEFORE), gone('2026-02-09T10:00:00Z', 'create-bucket')], false],
    [
      'deleted, and made again while it was written',
      [gone(BEFORE), gone('2026-02-10T02:00:00Z', 'create-bucket')],
      false,
    ],
    ['deleted, and made again later', [gone(BEFORE), gone('2026-02-10T02:00:01Z', 'create-bucket')], true],
    ['another', [gone(BEFORE, 'delete-bucket', 'acme-other')], false],
    ['kept', [{ ...gone(BEFORE), succeeded: false }], false],
  ])('where its bucket was not there: %s', (_, sightings, absent) => {
    expect(isAbsent({ calls: calls(...sightings) })).toBe(absent);
  });

  it('where AWS answers that its bucket is not there, behind the last that was seen of it', () => {
    const absentBuckets = new Set(['acme-reports']);
    expect(isAbsent({ absentBuckets, lastSeenRunning: RUN - 1 })).toBe(true);
    expect(isAbsent({ absentBuckets, lastSeenRunning: RUN })).toBe(false);
    expect(isAbsent({ absentBuckets: new Set(['acme-other']) })).toBe(false);
  });

  it('by listings of both places where it was moved while it was written', () => {
    const configuration = history([null, STATE], ['2026-02-10T01:30:00Z', MOVED]);
    expect(isAbsent({ configuration, listings: LISTS('acme-reports') })).toBe(false);
    expect(isAbsent({ configuration, listings: LISTS('acme-new') })).toBe(false);
    expect(isAbsent({ configuration, listings: LISTS('acme-reports', 'acme-new') })).toBe(true);
    const stopped = history([null, STATE], ['2026-02-10T01:30:00Z', { ...OFF, destinationBucket: 'acme-new' }]);
    expect(isAbsent({ configuration: stopped, listings: LISTS('acme-reports') })).toBe(true);
  });

  it('by a listing of where the case looks, wherever it went', () => {
    const configuration = history([null, MOVED]);
    const named = { bucket: 'acme-reports', prefix: 'inv' };
    expect(isAbsent({ configuration, named, listings: LISTS('acme-reports') })).toBe(true);
    expect(isAbsent({ configuration, named: null, listings: LISTS('acme-reports') })).toBe(false);
    expect(isAbsent({ configuration, named, listings: LISTS('acme-other') })).toBe(false);
  });
});

describe('when an answer was saved', () => {
  const SAVED = at('2026-02-19T09:00:00Z');
  const source = (kind: SourceTally['kind'], of: Partial<SourceTally> = {}): SourceTally => ({
    ...createTally('made'),
    kind,
    modified: SAVED,
    ...of,
  });

  it.each([
    'listing',
    'inventory-configuration',
    'bucket-policy',
    'key-policy',
    'key-description',
    'trail-selectors',
    'trail-status',
    'aws-error',
    'console-error',
  ] as const)('the time of its file tells: %s', (kind) => {
    expect(savedAt(source(kind))).toBe(SAVED);
  });

  it('no time of a file tells of a log, nor one older than what is in it', () => {
    expect(savedAt(source('cloudtrail'))).toBeNull();
    expect(savedAt(source('listing', { modified: null }))).toBeNull();
    expect(savedAt(source('listing', { to: SAVED + 1 }))).toBeNull();
    expect(savedAt(source('listing', { to: SAVED, modified: SAVED + 0.5 }))).toBe(SAVED);
  });

  it('a listing that speaks by it says so', () => {
    const listings = EMPTY.listings.map((one) => ({
      ...one,
      scope: { ...one.scope, newest: RUN },
      at: { ...one.at, source: source('listing') },
    }));
    const scoped = (basis: 'given' | 'file-time', of: typeof listings) =>
      listingScopes(SUBJECT, { time: SUBJECT.now, basis }, { ...EMPTY, listings: of }, []).datedByFile;
    expect([scoped('file-time', listings), scoped('given', listings)]).toEqual([true, false]);
    const same = listings.map((one) => ({ ...one, scope: { ...one.scope, newest: SAVED } }));
    expect(scoped('file-time', same)).toBe(false);
  });
});

describe('a run is due', () => {
  const cadence = { isExpected: () => true, rescheduledBy: () => null, isOffWeeklyUnseen: () => false };
  const due = (of: Partial<Parameters<typeof isDue>[0]>, time = RUN) =>
    isDue({ configuration: history([null, STATE]), cadence, deliveries: [], denied: [], ...of }, time);
  const configuration = history([null, STATE], ['2026-02-09T09:00:00Z', OFF], ['2026-02-12T09:00:00Z', STATE]);

  it('unless an event turned the configuration off', () => {
    expect([due({}), due({ configuration }), due({ configuration }, at('2026-02-12T09:00:00Z'))]).toEqual([
      true,
      false,
      true,
    ]);
    expect(due({ configuration: history([null, { ...OFF, basis: 'deliveries' }]) })).toBe(true);
  });

  it.each([
    ['2026-02-09T01-00Z', false],
    ['2026-02-09T09-00Z', true],
    ['2026-02-10T01-00Z', true],
    ['2026-02-12T09-00Z', false],
    ['2026-02-13T01-00Z', false],
  ])('all the same where one arrived meanwhile: %s', (run, isDueNow) => {
    expect(due({ configuration, deliveries: [delivered(run)] })).toBe(isDueNow);
  });

  it('unless a change to weekly withholds it', () => {
    const [call] = calls(wroteData('2026-02-09T09:00:00Z'));
    expect(due({ cadence: { ...cadence, rescheduledBy: (_, step) => (step === 0 ? (call ?? null) : null) } })).toBe(
      false,
    );
  });
});

describe('the log of the writes of S3', () => {
  const written = (coverage: Parameters<typeof writeLogOf>[3], ...of: readonly Sighting[]) => {
    const all = calls(...of);
    const subject = { case: SUBJECT, changes: all, bucketRegion: new Map<string, string>() };
    const home = { ...HOME, encryption: null, format: null };
    return writeLogOf(deliveryCalls(all, SUBJECT), home, subject, coverage);
  };
  const KEY = 'inv/acme-lake/daily-full/data/a.csv.gz';

  it('tells them in order, and up to when', () => {
    const [later, earlier] = ['2026-02-11T11:00:00Z', '2026-02-10T11:00:00Z'];
    const by = { kind: 'put-object', bucket: 'acme-reports', key: KEY } as const;
    expect(written([TRAIL], wroteData(later), wroteData(earlier), seen('2026-02-09T11:00:00Z', by))).toEqual({
      written: [at(earlier), at(later)],
      until: TRAIL.to,
    });
  });

  it('is one where S3 was refused, of whatever it wrote before', () => {
    expect(written([TRAIL, { ...TRAIL, to: TRAIL.to + DAY }], refusedWrite('2026-02-10T11:00:00Z'))).toEqual({
      written: [],
      until: TRAIL.to + DAY,
    });
  });

  it('is none where no log has any', () => {
    expect(written([TRAIL])).toEqual({ written: [], until: null });
    const access = { ...TRAIL, identity: { ...TRAIL.identity, kind: 'access-log', bucket: 'acme-reports' } } as const;
    expect(written([access], wroteData('2026-02-10T11:00:00Z'))).toEqual({
      written: [at('2026-02-10T11:00:00Z')],
      until: null,
    });
  });
});
