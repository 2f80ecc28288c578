import { describe, expect, it } from 'vitest';
import { known } from '../../src/records/recorded.ts';
import { createInterner } from '../../src/sightings/intern.ts';
import { at, seen, timelineOf } from '../timeline/made-evidence.ts';

const MINUTE = 60_000;

/** Two policies in turn, the second without a statement. */
function changes(count: number) {
  return Array.from({ length: count }, (_, index) =>
    seen(new Date(at('2026-01-10T00:00:00Z') + index * MINUTE).toISOString(), {
      kind: 'put-bucket-policy',
      bucket: 'acme-reports',
      policy: known({
        Version: '2012-10-17',
        Statement:
          index % 2 === 0
            ? [{ Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 's3:PutObject', Resource: '*' }]
            : [],
      }),
    }),
  );
}

/** Memory follows what differs, not how often somebody changed it. */
describe('of many changes among few policies', () => {
  it('the path keeps one answer for each that there is', () => {
    const few = new Set(timelineOf(changes(20), {}).path.steps.map(({ links }) => links));
    const { steps } = timelineOf(changes(2_000), { '2026-01-10T00-00Z': '2026-01-10T10:00:00Z' }).path;
    expect(steps.length).toBeGreaterThan(2_000);
    expect(new Set(steps.map(({ links }) => links)).size).toBeLessThanOrEqual(few.size + 6);
  });

  it('each policy and each caller is kept once', () => {
    const kept = changes(100)
      .map((sighting) => structuredClone(sighting))
      .map(createInterner());
    expect(new Set(kept.map(({ action }) => action)).size).toBe(2);
    expect(new Set(kept.map(({ actor }) => actor)).size).toBe(1);
  });
});
