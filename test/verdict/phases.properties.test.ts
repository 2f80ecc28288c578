import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareText } from '../../src/order.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { explainRun } from '../../src/timeline/explain-run.ts';
import { explanationName } from '../../src/timeline/explanation.ts';
import { findIncidents } from '../../src/verdict/incident.ts';
import { findPhases } from '../../src/verdict/phases.ts';
import {
  ALLOWING,
  arrivals,
  at,
  CASE,
  DENYING,
  KEY,
  keyCall,
  putConfiguration,
  putPolicy,
  refusedWrite,
  seen,
  timelineOf,
} from '../timeline/made-evidence.ts';

const CALLS: readonly ((time: string) => Sighting)[] = [
  (time) => putPolicy(time, ALLOWING),
  (time) => putPolicy(time, DENYING),
  (time) => putPolicy(time, null),
  (time) => seen(time, { kind: 'delete-bucket-policy', bucket: 'acme-reports' }),
  (time) => seen(time, { kind: 'delete-bucket', bucket: 'acme-reports' }),
  (time) => seen(time, { kind: 'create-bucket', bucket: 'acme-reports', region: 'eu-west-1' }),
  (time) => keyCall(time, 'DisableKey'),
  (time) => keyCall(time, 'EnableKey'),
  (time) => putConfiguration(time),
  (time) => putConfiguration(time, { isEnabled: false }),
  (time) => putConfiguration(time, { frequency: 'Weekly' }),
  (time) => putConfiguration(time, { destinationPrefix: 'new' }),
  (time) => putConfiguration(time, { encryption: { type: 'SSE-KMS', keyId: KEY } }),
  (time) => seen(time, { kind: 'delete-inventory-configuration', bucket: 'acme-lake', id: 'daily-full' }),
  (time) => refusedWrite(time),
  (time) => refusedWrite(time, 'new/acme-lake/daily-full/data/', 'KMS.DisabledException'),
];

/** What happened on six days, in quarters of an hour. */
const story = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 6 * 96 }), fc.constantFrom(...CALLS)), { maxLength: 8 })
  .map((events) =>
    events.map(([step, call]) => call(new Date(at('2026-02-12T00:00:00Z') + step * 900_000).toISOString())),
  );
const came = fc.tuple(fc.constantFrom(2, 12), fc.subarray(['14', '16', '18'])).map(([days, later]) => ({
  ...arrivals(Array<number>(days).fill(10), '2026-02-13T01:00:00Z'),
  ...Object.fromEntries(later.map((day) => [`2026-02-${day}T01-00Z`, `2026-02-${day}T11:00:00Z`])),
}));
const encryption = fc.constantFrom('SSE-S3', KEY);

it('explains every missed run by at least one reason, none of them twice, in order, and by no fewer up to its deadline', () => {
  fc.assert(
    fc.property(story, came, encryption, (sightings, arrived, used) => {
      const { runs, explain } = timelineOf(sightings, arrived, { case: { ...CASE, encryption: used } });
      for (const run of runs.filter(({ status }) => status === 'missed')) {
        const names = explainRun(run, explain).explanations.map(explanationName);
        expect(names).not.toEqual([]);
        expect(new Set(names).size).toBe(names.length);
        expect(names).toEqual([...names].sort(compareText));
        const longer = explainRun(run, explain, run.deadline).explanations.map(explanationName);
        if (run.denied.length === 0) expect(longer).toEqual(expect.arrayContaining(names));
      }
    }),
  );
});

it('divides the missed runs of an incident into phases in order, neighbours of which differ, whatever order the evidence has', () => {
  fc.assert(
    fc.property(story, came, encryption, (sightings, arrived, used) => {
      const told = (order: readonly Sighting[]) => {
        const timeline = timelineOf(order, arrived, { case: { ...CASE, encryption: used } });
        return findIncidents(timeline).map((incident) => {
          const phases = findPhases(timeline, incident);
          const runs = phases.flatMap((phase) => phase.runs.map(({ run }) => run.name));
          expect(runs).toEqual(incident.missed.map(({ name }) => name));
          return phases.map(({ answer, runs: members }) => ({
            answer: answer === null ? null : explanationName(answer),
            members: members.map(({ fit, explanations }) => [fit, ...explanations.map(explanationName)]),
          }));
        });
      };
      const incidents = told(sightings);
      for (const phases of incidents) {
        const answers = phases.map(({ answer }) => answer);
        expect(answers.filter((answer, index) => answer !== null && answer === answers[index - 1])).toEqual([]);
      }
      expect(told([...sightings].reverse())).toEqual(incidents);
    }),
  );
});
