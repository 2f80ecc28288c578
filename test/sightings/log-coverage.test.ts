import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/instant.ts';
import {
  createCoverageCollector,
  type LogCoverage,
  type LogIdentity,
  uncovered,
} from '../../src/sightings/log-coverage.ts';

const START = Date.UTC(2026, 1, 1);
const TRAIL: LogIdentity = {
  kind: 'cloudtrail',
  account: '444455556666',
  region: 'eu-west-1',
  bucket: null,
  query: null,
};

function coverageOf(days: readonly number[], identity: LogIdentity = TRAIL): LogCoverage[] {
  const collector = createCoverageCollector();
  for (const day of days) collector.add(identity, START + day * DAY + 5 * HOUR);
  return collector.finish();
}

describe('a log’s coverage', () => {
  it('reaches from the first to the last record, in whatever order they come', () => {
    const [log] = coverageOf([3, 0, 2, 1]);
    expect(log).toMatchObject({ from: START + 5 * HOUR, to: START + 3 * DAY + 5 * HOUR, gaps: [] });
  });

  it('has a gap on a day without records when most days have some', () => {
    const [log] = coverageOf([0, 1, 2, 5, 6]);
    expect(log?.gaps).toEqual([{ from: START + 3 * DAY, to: START + 5 * DAY }]);
  });

  it('has no gaps that can be told when most days have no record', () => {
    expect(coverageOf([0, 5, 9])[0]?.gaps).toEqual([]);
  });

  it('has no gaps in a filtered answer, which is sparse by nature', () => {
    expect(coverageOf([0, 1, 2, 5, 6], { ...TRAIL, kind: 'lookup-events', query: 'acme-reports' })[0]?.gaps).toEqual(
      [],
    );
  });

  it('is kept apart per account and Region', () => {
    const collector = createCoverageCollector();
    collector.add(TRAIL, START);
    collector.add({ ...TRAIL, region: 'us-east-1' }, START + DAY);
    expect(collector.finish().map(({ from, to }) => [from, to])).toEqual([
      [START, START],
      [START + DAY, START + DAY],
    ]);
  });
});

describe('uncovered', () => {
  it('takes the union of logs: one log fills the gap of another', () => {
    const trail = coverageOf([0, 1, 2, 5, 6]);
    const access = coverageOf([2, 3, 4, 5], {
      kind: 'access-log',
      account: null,
      region: null,
      bucket: 'b',
      query: null,
    });
    const interval = { from: START + DAY, to: START + 6 * DAY };
    expect(uncovered(interval, trail)).toEqual([{ from: START + 3 * DAY, to: START + 5 * DAY }]);
    expect(uncovered(interval, [...trail, ...access])).toEqual([]);
  });

  it('is the whole interval without logs', () => {
    expect(uncovered({ from: 1, to: 2 }, [])).toEqual([{ from: 1, to: 2 }]);
  });

  it('holds exactly the moments that no stretch covers', () => {
    const stretch = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(
        fc.array(stretch, { maxLength: 6 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 20 }),
        (stretches, from, length) => {
          const logs = stretches.map(
            ([start, size]): LogCoverage => ({ identity: TRAIL, from: start, to: start + size, gaps: [] }),
          );
          const holes = uncovered({ from, to: from + length }, logs);
          for (let moment = from + 0.5; moment < from + length; moment += 1) {
            const isCovered = logs.some((log) => log.from <= moment && moment <= log.to);
            expect(holes.some((hole) => hole.from <= moment && moment <= hole.to)).toBe(!isCovered);
          }
        },
      ),
    );
  });
});
