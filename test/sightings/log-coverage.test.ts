import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/instant.ts';
import {
  createCoverageCollector,
  type LogCoverage,
  type LogIdentity,
  type RecordTraits,
  silent,
  unvouched,
} from '../../src/sightings/log-coverage.ts';

const START = Date.UTC(2026, 1, 1);
const TRAIL: LogIdentity = {
  kind: 'cloudtrail',
  account: '444455556666',
  region: 'eu-west-1',
  bucket: null,
  query: null,
};
const READ: RecordTraits = { service: 's3', isWrite: false, altersTrail: false };
const WRITE: RecordTraits = { ...READ, isWrite: true };
const KEY_READ: RecordTraits = { ...READ, service: 'kms' };
const STOP: RecordTraits = { service: 'other', isWrite: true, altersTrail: true };

type Entry = readonly [day: number, traits: RecordTraits];

function coverageOf(entries: readonly Entry[], identity: LogIdentity = TRAIL): LogCoverage {
  const collector = createCoverageCollector();
  for (const [day, traits] of entries) collector.add(identity, START + day * DAY, traits);
  const [log] = collector.finish();
  if (log === undefined) throw new Error('nothing was added');
  return log;
}

/** A record every six hours, from one day to the other. */
function steady(from: number, to: number, traits: RecordTraits): Entry[] {
  return Array.from({ length: Math.round((to - from) * 4) + 1 }, (_, index) => [from + index / 4, traits] as const);
}

const days = (from: number, to: number) => ({ from: START + from * DAY, to: START + to * DAY });
const TEN_DAYS = days(0, 10);
const BUSY: Entry[] = [...steady(0, 10, READ), [5, WRITE]];

describe('a trail', () => {
  it('reaches from its first to its last record, in whatever order they come', () => {
    expect(coverageOf(BUSY.toReversed())).toMatchObject({ ...TEN_DAYS, gaps: [] });
  });

  it('vouches for all of that where its records keep their rhythm', () => {
    expect(unvouched(TEN_DAYS, 's3', [coverageOf(BUSY)])).toEqual([]);
    expect(unvouched(days(-1, 11), 's3', [coverageOf(BUSY)])).toEqual([days(-1, 0), days(10, 11)]);
  });

  it('vouches for nothing of a service that has no record in it', () => {
    expect(unvouched(TEN_DAYS, 'kms', [coverageOf(BUSY)])).toEqual([TEN_DAYS]);
    expect(unvouched(TEN_DAYS, 'kms', [coverageOf([...BUSY, ...steady(0, 10, KEY_READ)])])).toEqual([]);
  });

  it('vouches for nothing without any write: it may select reads alone', () => {
    expect(unvouched(TEN_DAYS, 's3', [coverageOf(steady(0, 10, READ))])).toEqual([TEN_DAYS]);
  });

  it('judges each service by its own records: other traffic does not fill its silence', () => {
    const trail = coverageOf([...BUSY, ...steady(0, 4, KEY_READ), ...steady(7, 10, KEY_READ)]);
    expect(unvouched(TEN_DAYS, 's3', [trail])).toEqual([]);
    const [hole, ...others] = unvouched(TEN_DAYS, 'kms', [trail]);
    expect(others).toEqual([]);
    expect(hole?.from).toBeCloseTo(START + 4 * DAY, -6);
    expect(hole?.to).toBe(START + 7 * DAY);
  });

  it('that was silent as a whole vouches for nothing of that time, however rare a service is in it', () => {
    const often = (from: number, to: number): Entry[] =>
      Array.from(
        { length: (to - from) * 24 },
        (_, index) => [from + index / 24, { ...READ, service: 'other' }] as const,
      );
    const [hole, ...others] = unvouched(TEN_DAYS, 's3', [coverageOf([...BUSY, ...often(0, 5), ...often(6, 10)])]);
    expect(others).toEqual([]);
    expect(hole?.to).toBe(START + 6 * DAY);
    expect(unvouched(TEN_DAYS, 's3', [coverageOf([...BUSY, ...often(0, 10)])])).toEqual([]);
  });

  it('with too few records to tell its rhythm vouches for nothing', () => {
    const sparse = coverageOf([0, 2, 4, 6, 8, 10].map((day) => [day, WRITE] as const));
    expect(unvouched(TEN_DAYS, 's3', [sparse])).toEqual([TEN_DAYS]);
  });

  it('that was stopped or altered vouches for nothing up to the next record of the service', () => {
    const altered: Entry = [5.05, STOP];
    const [hole, ...others] = unvouched(TEN_DAYS, 's3', [coverageOf([...BUSY, altered])]);
    expect(others).toEqual([]);
    expect(hole?.from).toBeLessThanOrEqual(START + 5.05 * DAY);
    expect(hole?.to).toBe(START + 5.25 * DAY);
    const [end] = unvouched(TEN_DAYS, 's3', [coverageOf([...BUSY, [9.9, STOP]])]).slice(-1);
    expect(end?.to).toBe(START + 10 * DAY);
  });

  it('is kept apart per account and Region', () => {
    const collector = createCoverageCollector();
    collector.add(TRAIL, START, READ);
    collector.add({ ...TRAIL, region: 'us-east-1' }, START + DAY, READ);
    expect(collector.finish().map(({ from, to }) => [from, to])).toEqual([
      [START, START],
      [START + DAY, START + DAY],
    ]);
  });

  it('is the same whether its records come to one collector or to two', () => {
    const [one, two, both] = [createCoverageCollector(), createCoverageCollector(), createCoverageCollector()];
    for (const [index, [day, traits]] of [...BUSY, [5.05, STOP] as Entry].entries()) {
      (index % 3 === 0 ? one : two).add(TRAIL, START + day * DAY, traits);
      both.add(TRAIL, START + day * DAY, traits);
    }
    one.absorb(two.times());
    expect(one.finish()).toEqual(both.finish());
  });
});

describe('an access log', () => {
  const LOG: LogIdentity = { kind: 'access-log', account: null, region: null, bucket: 'acme-reports', query: null };

  it('vouches for nothing, however many lines it has', () => {
    const log = coverageOf(BUSY, LOG);
    expect(unvouched(TEN_DAYS, 's3', [log])).toEqual([TEN_DAYS]);
    expect(silent(TEN_DAYS, [log])).toEqual([]);
  });

  it('has a gap on whole days without a line when most days have some', () => {
    const log = coverageOf(
      [0, 1, 2, 5, 6].map((day) => [day + 0.2, READ] as const),
      LOG,
    );
    expect(log.gaps).toEqual([days(3, 5)]);
  });

  it('has no gaps that can be told when most days have no line', () => {
    expect(
      coverageOf(
        [
          [0, READ],
          [5, READ],
          [9, READ],
        ],
        LOG,
      ).gaps,
    ).toEqual([]);
  });
});

describe('several logs', () => {
  it('vouch together: one fills the silence of another', () => {
    const early = coverageOf([...steady(0, 6, READ), [1, WRITE]]);
    const late = coverageOf([...steady(5, 10, READ), [6, WRITE]], { ...TRAIL, region: null });
    expect(unvouched(TEN_DAYS, 's3', [early])).toHaveLength(1);
    expect(unvouched(TEN_DAYS, 's3', [early, late])).toEqual([]);
  });

  it('are none: the whole interval is open', () => {
    expect(unvouched({ from: 1, to: 2 * HOUR }, 's3', [])).toEqual([{ from: 1, to: 2 * HOUR }]);
  });
});
