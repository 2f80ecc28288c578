import { describe, expect, it } from 'vitest';
import { denied } from '../../src/delivery-path/link.ts';
import { DAY } from '../../src/instant.ts';
import type { Call } from '../../src/sightings/call.ts';
import type { LogCoverage } from '../../src/sightings/log-coverage.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import type { Explanation } from '../../src/timeline/explanation.ts';
import { type Confidence, judgeConfidence } from '../../src/verdict/confidence.ts';
import { findCulprit, type Suspect } from '../../src/verdict/culprit.ts';
import { findIncidents } from '../../src/verdict/incident.ts';
import { findPhases, type Phase } from '../../src/verdict/phases.ts';
import {
  ALLOWING,
  arrivals,
  at,
  DENYING,
  denyingWhere,
  putPolicy,
  refusedWrite,
  SOURCE_TRAIL,
  TRAIL,
  timelineOf,
  vouchingFor,
} from '../timeline/made-evidence.ts';

/** Each 10 hours after its folder time. */
const ARRIVALS = { '2026-02-12T01-00Z': '2026-02-12T11:00:00Z', '2026-02-13T01-00Z': '2026-02-13T11:00:00Z' };

const REFUSAL = refusedWrite('2026-02-14T11:00:00Z');

interface Found {
  readonly time: string;
  readonly found: Suspect['found'];
  readonly confidence: Confidence;
}

function culpritOf(
  sightings: readonly Sighting[],
  coverage: readonly LogCoverage[] = [TRAIL, SOURCE_TRAIL],
  came: Readonly<Record<string, string>> = ARRIVALS,
): Found | null {
  const timeline = timelineOf(sightings, came, { coverage });
  const [incident] = findIncidents(timeline);
  if (incident === undefined) throw new RangeError('these stories have an incident');
  const [phase] = findPhases(timeline, incident);
  const suspect = phase === undefined ? null : findCulprit(timeline, phase);
  if (phase === undefined || suspect === null) return null;
  const { confidence } = judgeConfidence({ timeline, incident, phase, suspect, before: [] });
  return { time: new Date(suspect.call.time).toISOString(), found: suspect.found, confidence };
}

describe('the culprit', () => {
  it('is the last break in force at the refused write', () => {
    const sightings = [
      putPolicy('2026-02-13T12:00:00Z', DENYING),
      putPolicy('2026-02-13T13:00:00Z', ALLOWING),
      putPolicy('2026-02-13T14:00:00Z', DENYING),
    ];
    expect(culpritOf([...sightings, REFUSAL])).toEqual({
      time: '2026-02-13T14:00:00.000Z',
      found: 'definite',
      confidence: 'proven',
    });
  });

  it('is the break that began the denial, not a rewrite that kept it', () => {
    const sightings = [putPolicy('2026-02-13T12:00:00Z', DENYING), putPolicy('2026-02-13T14:00:00Z', DENYING)];
    expect(culpritOf([...sightings, REFUSAL])?.time).toBe('2026-02-13T12:00:00.000Z');
  });

  it('is nobody where the break was mended well before the refused write', () => {
    expect(
      culpritOf([putPolicy('2026-02-13T12:00:00Z', DENYING), putPolicy('2026-02-14T09:00:00Z', ALLOWING), REFUSAL]),
    ).toBeNull();
  });

  it('is a break that a change of unknown content followed', () => {
    const sightings = [putPolicy('2026-02-13T12:00:00Z', DENYING), putPolicy('2026-02-13T14:00:00Z', null), REFUSAL];
    expect(culpritOf(sightings)).toEqual({
      time: '2026-02-13T12:00:00.000Z',
      found: 'definite',
      confidence: 'probable',
    });
  });

  it('is only suspected where the content is not known', () => {
    expect(culpritOf([putPolicy('2026-02-13T12:00:00Z', null), REFUSAL])).toMatchObject({
      found: 'timing',
      confidence: 'possible',
    });
  });

  it('is not suspected where an allowing change came between it and the refused write', () => {
    expect(
      culpritOf([putPolicy('2026-02-13T12:00:00Z', null), putPolicy('2026-02-13T14:00:00Z', ALLOWING), REFUSAL]),
    ).toBeNull();
  });
});

describe('the confidence', () => {
  const gap: LogCoverage = {
    ...TRAIL,
    vouched: vouchingFor(
      { from: TRAIL.from, to: at('2026-02-13T12:00:00Z') },
      { from: at('2026-02-13T13:00:00Z'), to: TRAIL.to },
    ),
  };
  const change = putPolicy('2026-02-13T14:00:00Z', DENYING);
  const both = [TRAIL, SOURCE_TRAIL];

  it.each([
    ['with every condition met', [change, REFUSAL], both, 'proven'],
    ['with a gap before the change', [change, REFUSAL], [gap, SOURCE_TRAIL], 'probable'],
    ['without any log of the link', [change, REFUSAL], [], 'probable'],
    ['without the trail of the source', [change], [TRAIL], 'probable'],
    [
      'less than 15 minutes before the refused write',
      [putPolicy('2026-02-14T10:45:01Z', DENYING), REFUSAL],
      both,
      'probable',
    ],
    ['15 minutes before it', [putPolicy('2026-02-14T10:45:00Z', DENYING), REFUSAL], both, 'proven'],
    ['without a refusal, denied until the deadline', [change], both, 'proven'],
    [
      'without one, mended before the deadline',
      [change, putPolicy('2026-02-14T20:00:00Z', ALLOWING)],
      both,
      'probable',
    ],
  ] as const)('%s', (_, sightings, coverage, confidence) => {
    expect(culpritOf(sightings, coverage)?.confidence).toBe(confidence);
  });

  it('does not mind a gap before the policy that the change replaced, where the refusal is of the only run', () => {
    const mend = putPolicy('2026-02-14T12:00:00Z', ALLOWING);
    const came = { ...ARRIVALS, ...arrivals(Array<number>(5).fill(10), '2026-02-20T01:00:00Z') };
    const sightings = [putPolicy('2026-02-13T13:30:00Z', ALLOWING), change, REFUSAL, mend];
    expect(culpritOf(sightings, [gap, SOURCE_TRAIL], came)?.confidence).toBe('proven');
  });

  it('is lower where the change came later than reports usually take', () => {
    const came = arrivals(Array<number>(9).fill(10), '2026-02-14T01:00:00Z');
    const late = putPolicy('2026-02-14T11:00:01Z', DENYING);
    const mended = putPolicy('2026-02-14T15:00:00Z', ALLOWING);
    expect(culpritOf([late], both, came)?.confidence).toBe('probable');
    expect(culpritOf([late, mended], both, came)?.confidence).toBe('possible');
  });
});

describe('the suspect, where runs have several explanations', () => {
  const timeline = timelineOf(
    [
      putPolicy('2026-02-13T12:00:00Z', DENYING),
      putPolicy('2026-02-13T13:00:00Z', DENYING),
      putPolicy('2026-02-13T14:00:00Z', null),
    ],
    ARRIVALS,
  );
  const [closed, closedLater, opened] = timeline.changes as readonly [Call, Call, Call];
  const place = timeline.placeNow;
  const state = denied('explicit-deny', 'closed', 'event');
  const denial = (since: Call | null): Explanation => ({
    kind: 'denied',
    link: 'destination-policy',
    resource: 'acme-reports',
    place,
    state,
    since,
    isUnsure: false,
  });
  const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
    a: denial(closed),
    b: denial(closedLater),
    u: { kind: 'undetermined', place, links: ['destination-policy'], by: [opened] },
    '-': { kind: 'unseen' },
    s: { kind: 'settling' },
    d: denial(null),
    n: { kind: 'not-due', decision: 'deleted', since: null, basis: 'document' },
  };
  /** Each letter of a word is an explanation of one run. */
  function suspected(...words: readonly string[]): string | null {
    const runs = words.map((word, index) => ({
      run: { time: at('2026-02-14T01:00:00Z') + index * DAY },
      explanations: [...word].map((letter) => EXPLANATIONS[letter]),
      fit: 'open',
    }));
    const suspect = findCulprit(timeline, { runs, answer: null } as unknown as Phase);
    return suspect === null ? null : `${'abu'[timeline.changes.indexOf(suspect.call)]} ${suspect.found}`;
  }

  it.each<[string, readonly string[], string | null]>([
    ['is the change that explains most of them', ['ab', 'a'], 'a alternative'],
    ['of two that explain as many the later', ['ab', 'ab'], 'b alternative'],
    ['a denial that is known before an open question', ['au', 'au'], 'a alternative'],
    ['but not where the question is about more of them', ['au', 'u'], 'u timing'],
    ['the only one that is seen, where it may explain all', ['a-', 'a-'], 'a exclusion'],
    ['no surer than that where it explains some', ['a-', '-'], 'a alternative'],
    ['nor where something stood before', ['ad'], 'a alternative'],
    ['nor where the first report may have taken longer', ['as'], 'a alternative'],
    ['nor where a document tells of another reason', ['an'], 'a alternative'],
    ['the only question', ['u-'], 'u timing'],
    ['nobody where no change is seen', ['-', 'd'], null],
  ])('%s', (_, words, expected) => {
    expect(suspected(...words)).toBe(expected);
  });

  it('is no surer of a change that came a day after the run began', () => {
    const explanations = [EXPLANATIONS['a'], EXPLANATIONS['-']];
    const found = (time: string) =>
      findCulprit(timeline, {
        runs: [{ run: { time: at(time) }, explanations, fit: 'open' }],
        answer: null,
      } as unknown as Phase)?.found;
    expect([found('2026-02-12T12:00:00Z'), found('2026-02-12T11:59:59Z')]).toEqual(['exclusion', 'alternative']);
  });

  it('denied from the date that its policy names, whatever denied before', () => {
    const dated = denyingWhere({ DateGreaterThan: { 'aws:CurrentTime': '2026-02-13T20:00:00Z' } });
    const story = timelineOf(
      [
        putPolicy('2026-02-11T12:00:00Z', DENYING),
        putPolicy('2026-02-11T13:00:00Z', ALLOWING),
        putPolicy('2026-02-13T12:00:00Z', dated),
      ],
      ARRIVALS,
    );
    const [incident] = findIncidents(story);
    const [phase] = incident === undefined ? [] : findPhases(story, incident);
    const suspect = phase === undefined ? null : findCulprit(story, phase);
    expect(suspect).toMatchObject({ call: { time: at('2026-02-13T12:00:00Z') } });
    expect(new Date(suspect?.since ?? 0).toISOString()).toMatch(/^2026-02-13T20:00/);
  });
});
