import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { explanationName } from '../../src/timeline/explanation.ts';
import { findCulprit } from '../../src/verdict/culprit.ts';
import { findIncidents } from '../../src/verdict/incident.ts';
import { findPhases } from '../../src/verdict/phases.ts';
import {
  ALLOWING,
  arrivals,
  CASE,
  DENYING,
  KEY,
  keyCall,
  putConfiguration,
  putPolicy,
  refusedWrite,
  type Story,
  seen,
  timelineOf,
} from '../timeline/made-evidence.ts';

/** Until 13 February reports came 10 hours after 01:00; the runs of 14 to 18 are missed unless told otherwise. */
const HISTORY = arrivals(Array<number>(13).fill(10), '2026-02-14T01:00:00Z');

/** A day and time of February. */
function on(time: string): string {
  return `2026-02-${time}:00Z`;
}

/** Each phase of the newest incident: its runs with how they fit, and the culprit's time. */
function phases(sightings: readonly Sighting[], story: Story = {}, came: Readonly<Record<string, string>> = HISTORY) {
  const timeline = timelineOf(sightings, came, story);
  const incident = findIncidents(timeline).at(-1);
  if (incident === undefined) throw new RangeError('these stories have an incident');
  return findPhases(timeline, incident).map((phase) => {
    const culprit = findCulprit(timeline, phase);
    return {
      runs: phase.runs.map(({ run, fit }) => `${run.name.slice(8, 10)} ${fit}`),
      answer: phase.answer === null ? null : explanationName(phase.answer).split('\n').slice(0, 2).join(' '),
      culprit: culprit === null ? null : new Date(culprit.call.time).toISOString().slice(8, 16),
    };
  });
}

const BY_POLICY = '2 denied destination-policy';
const BY_KEY = '2 denied key-state';
const DISABLED = '1 not-due disabled';

function all(fit: string, days = ['14', '15', '16', '17', '18']): string[] {
  return days.map((day) => `${day} ${fit}`);
}

describe('a phase', () => {
  it('holds all runs with the same answer, also where the reason of the denial changed', () => {
    const removed = seen(on('15T16:00'), { kind: 'delete-bucket-policy', bucket: 'acme-reports' });
    expect(phases([putPolicy(on('13T12:00'), DENYING), removed])).toEqual([
      { runs: all('definite'), answer: BY_POLICY, culprit: '13T12:00' },
    ]);
  });

  it('ends where another change explains the runs', () => {
    const sightings = [
      keyCall(on('13T12:00'), 'DisableKey'),
      putPolicy(on('15T20:00'), DENYING),
      keyCall(on('15T22:00'), 'EnableKey'),
    ];
    expect(phases(sightings, { case: { ...CASE, encryption: KEY } })).toEqual([
      { runs: all('definite', ['14', '15']), answer: BY_KEY, culprit: '13T12:00' },
      { runs: all('definite', ['16', '17', '18']), answer: BY_POLICY, culprit: '15T20:00' },
    ]);
  });

  it('parts two denials by the same link where it was open in between', () => {
    const sightings = [
      putPolicy(on('13T12:00'), DENYING),
      putPolicy(on('15T20:00'), ALLOWING),
      putPolicy(on('15T22:00'), DENYING),
    ];
    expect(phases(sightings).map(({ culprit }) => culprit)).toEqual(['13T12:00', '15T22:00']);
  });

  it('takes in a run with several answers whose neighbour’s is among them', () => {
    const disabled = putConfiguration(on('14T09:00'), { isEnabled: false });
    expect(phases([disabled])).toEqual([
      { runs: ['14 joined', ...all('definite', ['15', '16', '17', '18'])], answer: DISABLED, culprit: '14T09:00' },
    ]);
  });

  it('gives such a run to the later neighbour where both claim it', () => {
    const sightings = [
      keyCall(on('13T12:00'), 'DisableKey'),
      putPolicy(on('15T05:00'), DENYING),
      keyCall(on('15T06:00'), 'EnableKey'),
    ];
    expect(phases(sightings, { case: { ...CASE, encryption: KEY } }).map(({ runs }) => runs)).toEqual([
      ['14 definite'],
      ['15 joined', '16 definite', '17 definite', '18 definite'],
    ]);
  });

  it('takes in a run that only a change later than reports ever came explains', () => {
    expect(phases([putPolicy(on('14T12:00'), DENYING)])).toEqual([
      { runs: ['14 late', ...all('definite', ['15', '16', '17', '18'])], answer: BY_POLICY, culprit: '14T12:00' },
    ]);
  });

  it('leaves such a run alone that was refused before', () => {
    const refused = refusedWrite(on('14T10:00'));
    expect(phases([refused, putPolicy(on('14T12:00'), DENYING)])).toEqual([
      { runs: ['14 open'], answer: null, culprit: null },
      { runs: all('definite', ['15', '16', '17', '18']), answer: BY_POLICY, culprit: '14T12:00' },
    ]);
  });
});

describe('the runs of two days after the configuration was enabled', () => {
  const sightings = [putConfiguration(on('13T12:00'), { isEnabled: false }), putConfiguration(on('14T12:00'))];
  const came = { ...HISTORY, ...arrivals([10, 10, 10, 10], '2026-02-21T01:00:00Z') };

  it('belong to the stop before', () => {
    expect(phases(sightings, {}, came)).toEqual([
      { runs: ['14 definite', '15 joined', '16 joined'], answer: DISABLED, culprit: '13T12:00' },
    ]);
  });

  it('do not where a refusal names them', () => {
    const refused = refusedWrite(on('15T10:00'), 'inv/acme-lake/daily-full/2026-02-15T01-00Z/manifest.json');
    expect(phases([...sightings, refused], {}, came).map(({ runs }) => runs[0])).toEqual([
      '14 definite',
      '15 open',
      '16 open',
    ]);
  });

  it('nor do later ones', () => {
    expect(phases(sightings).map(({ runs }) => runs)).toEqual([
      ['14 definite', '15 joined', '16 joined'],
      ['17 open', '18 open'],
    ]);
  });
});

describe('runs that fit no neighbour', () => {
  it('are one phase where nothing seen explains any of them', () => {
    expect(phases([])).toEqual([{ runs: all('open'), answer: null, culprit: null }]);
  });

  it('are one phase with the change of unknown content under suspicion', () => {
    expect(phases([putPolicy(on('13T12:00'), null)])).toEqual([
      { runs: all('open'), answer: null, culprit: '13T12:00' },
    ]);
  });

  it('are a phase of their own beside one that has an answer', () => {
    const sightings = [putPolicy(on('13T12:00'), DENYING), putPolicy(on('15T20:00'), ALLOWING)];
    expect(phases(sightings)).toEqual([
      { runs: all('definite', ['14', '15']), answer: BY_POLICY, culprit: '13T12:00' },
      { runs: all('open', ['16', '17', '18']), answer: null, culprit: null },
    ]);
  });
});
