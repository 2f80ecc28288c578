import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/instant.ts';
import type { JsonValue } from '../../src/json.ts';
import { known, NOT_RECORDED } from '../../src/records/recorded.ts';
import type { LogCoverage } from '../../src/sightings/log-coverage.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { buildTimeline } from '../../src/timeline/build.ts';
import { type Confidence, judgeConfidence } from '../../src/verdict/confidence.ts';
import { findCulprit, type Suspect } from '../../src/verdict/culprit.ts';
import { findIncidents } from '../../src/verdict/incident.ts';
import { at, CASE, evidence, S3, seen, TRAIL } from '../timeline/made-evidence.ts';

const ALLOWING: JsonValue = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 's3:PutObject', Resource: '*' },
};
const DENYING: JsonValue = {
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' },
};
/** Each 10 hours after its folder time. */
const ARRIVALS = { '2026-02-12T01-00Z': '2026-02-12T11:00:00Z', '2026-02-13T01-00Z': '2026-02-13T11:00:00Z' };

function put(time: string, policy: JsonValue | null): Sighting {
  const action = {
    kind: 'put-bucket-policy',
    bucket: 'acme-reports',
    policy: policy === null ? NOT_RECORDED : known(policy),
  } as const;
  return seen(time, action);
}

const REFUSAL = seen(
  '2026-02-14T11:00:00Z',
  { kind: 'put-object', bucket: 'acme-reports', key: 'inv/acme-lake/daily-full/data/' },
  { actor: S3, succeeded: false, errorCode: 'AccessDenied' },
);

interface Found {
  readonly time: string;
  readonly found: Suspect['found'];
  readonly confidence: Confidence;
}

function culpritOf(sightings: readonly Sighting[], coverage: readonly LogCoverage[] = [TRAIL]): Found | null {
  const options = { case: CASE, clock: 0, graceMs: 2 * DAY, failedExports: [] };
  const timeline = buildTimeline(evidence(sightings, ARRIVALS, coverage), options);
  const [incident] = findIncidents(timeline);
  if (incident === undefined) throw new RangeError('these stories have an incident');
  const { culprit } = findCulprit(timeline, incident);
  if (culprit === null) return null;
  const { confidence } = judgeConfidence(timeline, incident, culprit, coverage);
  return { time: new Date(culprit.call.time).toISOString(), found: culprit.found, confidence };
}

describe('the culprit', () => {
  it('is the last break in force at the refused write', () => {
    const sightings = [
      put('2026-02-13T12:00:00Z', DENYING),
      put('2026-02-13T13:00:00Z', ALLOWING),
      put('2026-02-13T14:00:00Z', DENYING),
    ];
    expect(culpritOf([...sightings, REFUSAL])).toEqual({
      time: '2026-02-13T14:00:00.000Z',
      found: 'in-force',
      confidence: 'proven',
    });
  });

  it('is the break that began the denial, not a rewrite that kept it', () => {
    const sightings = [put('2026-02-13T12:00:00Z', DENYING), put('2026-02-13T14:00:00Z', DENYING)];
    expect(culpritOf([...sightings, REFUSAL])?.time).toBe('2026-02-13T12:00:00.000Z');
  });

  it('is nobody where the break was mended well before the refused write', () => {
    expect(
      culpritOf([put('2026-02-13T12:00:00Z', DENYING), put('2026-02-14T09:00:00Z', ALLOWING), REFUSAL]),
    ).toBeNull();
  });

  it('is a break that a change of unknown content followed', () => {
    const sightings = [put('2026-02-13T12:00:00Z', DENYING), put('2026-02-13T14:00:00Z', null), REFUSAL];
    expect(culpritOf(sightings)).toEqual({
      time: '2026-02-13T12:00:00.000Z',
      found: 'carried',
      confidence: 'probable',
    });
  });

  it('is only suspected where the content is not known', () => {
    expect(culpritOf([put('2026-02-13T12:00:00Z', null), REFUSAL])).toMatchObject({
      found: 'timing',
      confidence: 'possible',
    });
  });

  it('is not suspected where an allowing change came between it and the refused write', () => {
    expect(culpritOf([put('2026-02-13T12:00:00Z', null), put('2026-02-13T14:00:00Z', ALLOWING), REFUSAL])).toBeNull();
  });
});

describe('the confidence', () => {
  const gap: LogCoverage = { ...TRAIL, gaps: [{ from: at('2026-02-13T12:00:00Z'), to: at('2026-02-13T13:00:00Z') }] };
  const change = put('2026-02-13T14:00:00Z', DENYING);

  it.each([
    ['with every condition met', [change, REFUSAL], [TRAIL], 'proven'],
    ['with a gap before the change', [change, REFUSAL], [gap], 'probable'],
    [
      'with a gap before the policy that the change replaced',
      [put('2026-02-13T13:30:00Z', ALLOWING), change, REFUSAL],
      [gap],
      'proven',
    ],
    ['without any log of the link', [change, REFUSAL], [], 'probable'],
    [
      'less than 15 minutes before the refused write',
      [put('2026-02-14T10:45:01Z', DENYING), REFUSAL],
      [TRAIL],
      'probable',
    ],
    ['15 minutes before it', [put('2026-02-14T10:45:00Z', DENYING), REFUSAL], [TRAIL], 'proven'],
    ['without a refusal, denied until the deadline', [change], [TRAIL], 'proven'],
    ['without one, mended before the deadline', [change, put('2026-02-14T20:00:00Z', ALLOWING)], [TRAIL], 'probable'],
    ['without one, later than reports ever took', [put('2026-02-14T11:00:01Z', DENYING)], [TRAIL], 'possible'],
  ] as const)('%s', (_, sightings, coverage, confidence) => {
    expect(culpritOf(sightings, coverage)?.confidence).toBe(confidence);
  });
});
