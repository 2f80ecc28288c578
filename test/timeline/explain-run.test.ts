import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/json.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import type { Timeline } from '../../src/timeline/build.ts';
import { placeFor } from '../../src/timeline/explain-moment.ts';
import { type ExplainedRun, explainRun } from '../../src/timeline/explain-run.ts';
import type { Explanation } from '../../src/timeline/explanation.ts';
import {
  ALLOWING,
  arrivals,
  CASE,
  CONFIGURATION,
  capturedPolicy,
  DENYING,
  denyingWhere,
  KEY,
  keyCall,
  putConfiguration,
  putKeyPolicy,
  putPolicy,
  refusedWrite,
  type Story,
  seen,
  timelineOf,
  wroteData,
} from './made-evidence.ts';

/** The first missed run of most stories: 10 hours after 01:00 reports have usually come. */
const RUN = '2026-02-14T01-00Z';
const MANIFEST = `inv/acme-lake/daily-full/${RUN}/manifest.json`;
const HISTORY = arrivals(Array<number>(14).fill(10), '2026-02-14T01:00:00Z');

/** A day and time of February. */
function on(time: string): string {
  return `2026-02-${time}:00Z`;
}

function explained(timeline: Timeline, name = RUN): ExplainedRun {
  const run = timeline.runs.find((candidate) => candidate.name === name);
  if (run?.status !== 'missed') throw new RangeError(`${name} is ${run?.status ?? 'not expected'}`);
  return explainRun(run, timeline.explain);
}

function tell(explanation: Explanation): string {
  const since = (call: { readonly time: number } | null): string =>
    call === null ? 'nobody knows when' : new Date(call.time).toISOString().slice(8, 16);
  switch (explanation.kind) {
    case 'not-due':
      return `${explanation.decision} since ${since(explanation.since)}`;
    case 'denied':
      return `${explanation.link} denied since ${since(explanation.since)}`;
    case 'elsewhere':
      return `elsewhere since ${since(explanation.since)}`;
    case 'undetermined':
      return `undetermined by ${explanation.by.map(since).join(', ')}`;
    default:
      return explanation.kind;
  }
}

function explain(sightings: readonly Sighting[], story: Story = {}, run = RUN, came = HISTORY): string[] {
  return explained(timelineOf(sightings, came, story), run).explanations.map(tell);
}

describe('a run', () => {
  it('that was in progress when the configuration was disabled may have failed before it; the next one was not due', () => {
    const disabled = [putConfiguration(on('14T09:00'), { isEnabled: false })];
    expect(explain(disabled)).toEqual(['disabled since 14T09:00', 'unseen']);
    expect(explain(disabled, {}, '2026-02-15T01-00Z')).toEqual(['disabled since 14T09:00']);
  });

  it('that was not due at its folder time is explained by that alone, whatever came later', () => {
    const stopped = putConfiguration(on('13T18:00'), { isEnabled: false });
    const started = putConfiguration(on('14T05:00'));
    expect(explain([stopped, started, putPolicy(on('14T06:00'), DENYING)])).toEqual(['disabled since 13T18:00']);
  });

  describe('refused under a new prefix', () => {
    const onlyInv: JsonValue = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::acme-reports/inv/*',
      },
    };
    const moved = putConfiguration(on('14T09:00'), { destinationPrefix: 'new' });
    const refused = refusedWrite(on('14T10:30'), 'new/acme-lake/daily-full/data/');

    it('was stopped by the move where the policy never let that prefix through', () => {
      expect(explain([putPolicy(on('05T12:00'), onlyInv), moved, refused])).toEqual([
        'destination-policy denied since 14T09:00',
      ]);
    });

    it('was not stopped by a move of later', () => {
      const later = putConfiguration(on('16T09:00'), { destinationPrefix: 'new' });
      const story = [putConfiguration(on('02T09:00')), putPolicy(on('05T12:00'), onlyInv), refused, later];
      expect(explain(story)).toEqual(['destination-policy denied since nobody knows when']);
    });

    it('was stopped by the policy where that closed the new prefix after the move', () => {
      const policies = [putPolicy(on('05T12:00'), ALLOWING), putPolicy(on('14T10:00'), onlyInv)];
      expect(explain([...policies, moved, refused])).toEqual(['destination-policy denied since 14T10:00']);
    });
  });

  it('may lie on either side of a mend', () => {
    const came = arrivals([...Array<number>(13).fill(20), 30], '2026-02-14T01:00:00Z');
    const data = wroteData(on('13T07:00'));
    const policies = [
      putPolicy(on('14T09:00'), DENYING),
      putPolicy(on('14T12:00'), ALLOWING),
      putPolicy(on('14T15:00'), DENYING),
    ];
    const timeline = timelineOf([data, ...policies], came);
    const { run, explanations } = explained(timeline);
    expect(new Date(run.write.from).toISOString()).toBe('2026-02-14T06:00:00.000Z');
    expect(new Date(run.write.to).toISOString()).toBe('2026-02-14T21:00:00.000Z');
    expect(explanations.map(tell)).toEqual([
      'destination-policy denied since 14T09:00',
      'destination-policy denied since 14T15:00',
      'unseen',
    ]);
  });

  it('refused though the policy has let it through for a week was stopped by what nobody sees', () => {
    expect(explain([putPolicy(on('06T12:00'), ALLOWING), refusedWrite(on('14T20:40'), MANIFEST)])).toEqual(['unseen']);
  });

  it('denied from a date on was stopped by who put the date there', () => {
    const dated = denyingWhere({ DateGreaterThan: { 'aws:CurrentTime': '2026-02-13T18:00:00Z' } });
    const { explanations } = explained(timelineOf([putPolicy(on('06T12:00'), dated)], HISTORY));
    expect(explanations.map(tell)).toEqual(['destination-policy denied since 06T12:00']);
    expect(explanations[0]).toMatchObject({
      state: { decision: 'explicit-deny', conditionKeys: ['aws:CurrentTime'] },
    });
  });

  it('on a weekday was not due once weekly; that of Sunday is judged like any other', () => {
    const came = arrivals(Array<number>(14).fill(10), '2026-02-10T01:00:00Z');
    const sightings = [putConfiguration(on('09T12:00'), { frequency: 'Weekly' }), putPolicy(on('13T12:00'), DENYING)];
    expect(explain(sightings, {}, '2026-02-11T01-00Z', came)).toEqual(['rescheduled since 09T12:00']);
    expect(explain(sightings, {}, '2026-02-15T01-00Z', came)).toEqual(['destination-policy denied since 13T12:00']);
  });

  it('sent to where nothing looks went there, unless the first report from there was still to come', () => {
    const moved = [putConfiguration(on('13T12:00'), { destinationBucket: 'acme-other' })];
    expect(explain(moved)).toEqual(['elsewhere since 13T12:00', 'settling']);
    expect(explain(moved, {}, '2026-02-16T01-00Z')).toEqual(['elsewhere since 13T12:00']);
  });
});

it('a denial that one of the configurations of a run leaves unsure is unsure', () => {
  const named = putConfiguration(on('02T09:00'), { destinationPrefix: 'old' });
  const opened = putPolicy(on('05T12:00'), ALLOWING);
  const closed = putPolicy(on('14T02:00'), DENYING);
  const unsure = (...moved: readonly Sighting[]) =>
    explained(timelineOf([named, opened, ...moved, closed], HISTORY)).explanations.flatMap((explanation) =>
      explanation.kind === 'denied' ? [[tell(explanation), explanation.isUnsure]] : [],
    );
  // Reports came under another prefix than the call had named: since when they go there is not known.
  expect(unsure()).toEqual([['destination-policy denied since 14T02:00', true]]);
  expect(unsure(putConfiguration(on('14T01:30')))).toEqual(unsure());
});

describe('of several denials', () => {
  const story = { case: { ...CASE, encryption: KEY } };
  const disabled = keyCall(on('13T12:00'), 'DisableKey');
  const closed = putPolicy(on('13T14:00'), DENYING);

  it('the one that began first and never ended explains the run, and the others are told beside it', () => {
    const { explanations, beside } = explained(timelineOf([disabled, closed], HISTORY, story));
    expect(explanations.map(tell)).toEqual(['key-state denied since 13T12:00']);
    expect(beside.map(tell)).toEqual(['destination-policy denied since 13T14:00']);
  });

  it('the second does where the first was mended before the write', () => {
    const mended = keyCall(on('13T16:00'), 'EnableKey');
    expect(explain([disabled, closed, mended, refusedWrite(on('14T10:00'))], story)).toEqual([
      'destination-policy denied since 13T14:00',
    ]);
  });

  it('that of the key does where KMS refused the write', () => {
    const later = keyCall(on('13T16:00'), 'DisableKey');
    const refused = refusedWrite(on('14T10:00'), undefined, 'KMS.DisabledException');
    expect(explain([closed, later, refused], story)).toEqual(['key-state denied since 13T16:00']);
    expect(explain([closed, later, refusedWrite(on('14T10:00'))], story)).toEqual([
      'destination-policy denied since 13T14:00',
    ]);
  });

  it('a rewrite begins none, also where it denies for another reason', () => {
    const removed = seen(on('13T16:00'), { kind: 'delete-bucket-policy', bucket: 'acme-reports' });
    const { explanations } = explained(timelineOf([closed, removed], HISTORY));
    expect(explanations.map(tell)).toEqual(['destination-policy denied since 13T14:00']);
    expect(explanations[0]).toMatchObject({ state: { decision: 'explicit-deny' } });
  });
});

describe('a change of unknown content', () => {
  const closed = putPolicy(on('13T12:00'), DENYING);
  const unknown = putPolicy(on('13T14:00'), null);

  it('leaves a known denial before it as one answer, and is another', () => {
    expect(explain([closed, unknown])).toEqual([
      'destination-policy denied since 13T12:00',
      'undetermined by 13T14:00',
    ]);
  });

  it('leaves it as the only answer where the write was refused and all else is open', () => {
    expect(explain([closed, unknown, refusedWrite(on('14T10:00'))])).toEqual([
      'destination-policy denied since 13T12:00',
    ]);
  });

  it('of the key policy is undetermined', () => {
    const keyPolicy = seen(on('13T14:00'), {
      kind: 'put-key-policy',
      key: { arn: KEY, id: null },
      policy: { state: 'not-recorded' },
    });
    expect(
      explain([putKeyPolicy(on('05T12:00'), ALLOWING), keyPolicy], { case: { ...CASE, encryption: KEY } }),
    ).toEqual(['undetermined by 13T14:00']);
  });
});

describe('an item of AWS Config that shows a denial behind the run', () => {
  const shown = (denying: string) => ({ captured: [capturedPolicy(on(denying), DENYING)] });

  it('may tell of the run where no call came between, and what was there before the last known opening does not', () => {
    const story = [putPolicy(on('13T12:00'), null), putPolicy(on('13T14:00'), ALLOWING)];
    expect(explain(story, shown('16T09:00'))).toEqual(['destination-policy denied since nobody knows when', 'unseen']);
  });

  it('tells nothing of it where one did', () => {
    const story = [putPolicy(on('13T12:00'), null), putPolicy(on('15T09:00'), null)];
    expect(explain(story, shown('16T09:00'))).toEqual(['undetermined by 13T12:00']);
  });
});

describe('a refused write shows', () => {
  it('that the configuration was enabled', () => {
    const disabled = putConfiguration(on('13T18:00'), { isEnabled: false });
    expect(explain([disabled])).toEqual(['disabled since 13T18:00']);
    expect(explain([disabled, refusedWrite(on('14T10:00'), MANIFEST)])).toEqual(['unseen']);
  });

  it('that the bucket was there, not that its policy came back', () => {
    const gone = seen(on('14T08:00'), { kind: 'delete-bucket', bucket: 'acme-reports' });
    const back = seen(on('14T09:00'), { kind: 'create-bucket', bucket: 'acme-reports', region: 'eu-west-1' });
    const refused = refusedWrite(on('14T10:00'));
    expect(explain([gone, refused])).toEqual(['destination-policy denied since 14T08:00']);
    expect(explain([gone, back, refused])).toEqual(['destination-policy denied since 14T08:00']);
  });

  it('what the path was like up to 15 minutes before', () => {
    const mended = (time: string) => [putPolicy(on('13T12:00'), DENYING), putPolicy(on(time), ALLOWING)];
    expect(explain([...mended('14T09:50'), refusedWrite(on('14T10:00'))])).toEqual([
      'destination-policy denied since 13T12:00',
      'unseen',
    ]);
    expect(explain([...mended('14T09:44'), refusedWrite(on('14T10:00'))])).toEqual(['unseen']);
  });
});

describe('a document without an event', () => {
  const story = { configurations: [{ ...CONFIGURATION, isEnabled: false }] };

  it('is an alternative for the runs after the last delivery', () => {
    expect(explain([], story)).toEqual(['disabled since nobody knows when', 'unseen']);
    expect(explain([putPolicy(on('13T12:00'), DENYING)], story)).toEqual([
      'disabled since nobody knows when',
      'destination-policy denied since 13T12:00',
    ]);
  });

  it('is none for the runs before a refusal', () => {
    const refused = refusedWrite(on('15T10:00'), 'inv/acme-lake/daily-full/2026-02-15T01-00Z/manifest.json');
    expect(explain([refused], story)).toEqual(['unseen']);
    expect(explain([refused], story, '2026-02-15T01-00Z')).toEqual(['unseen']);
    expect(explain([refused], story, '2026-02-16T01-00Z')).toEqual(['disabled since nobody knows when', 'unseen']);
  });
});

describe('two denials at the moment of a write', () => {
  const encrypted = { case: { ...CASE, encryption: KEY } };
  const policy = (time: string) => putPolicy(on(time), DENYING);
  const key = (time: string) => keyCall(on(time), 'DisableKey');

  it.each([
    ['the key', [key('13T12:00'), policy('13T15:00')], 'key-state', 'destination-policy'],
    ['the policy', [policy('13T12:00'), key('13T15:00')], 'destination-policy', 'key-state'],
  ] as const)('are explained by %s, which began first, and the other is told beside it', (_, calls, first, other) => {
    const { explanations, beside } = explained(timelineOf(calls, HISTORY, encrypted));
    expect(explanations.map(tell)).toEqual([`${first} denied since 13T12:00`]);
    expect(beside.map(tell)).toEqual([`${other} denied since 13T15:00`]);
  });
});

it('a write refused where the configuration no longer sends it is encrypted as it was told when it did', () => {
  const story = [
    putConfiguration(on('02T09:00'), { encryption: { type: 'SSE-KMS', keyId: KEY } }),
    putConfiguration(on('13T15:00'), { destinationBucket: 'acme-new', encryption: { type: 'SSE-S3' } }),
    refusedWrite(on('14T10:00'), MANIFEST),
    putConfiguration(on('16T09:00'), { encryption: { type: 'SSE-S3' }, isEnabled: false }),
  ];
  const timeline = timelineOf(story, HISTORY);
  // Nor does what was put behind the refusal explain it.
  expect(explained(timeline).explanations.map(tell)).not.toContain('disabled since 16T09:00');
  const run = timeline.runs.find(({ name }) => name === RUN);
  const [, , moved] = timeline.configuration.steps;
  if (run === undefined || moved === undefined) throw new RangeError('the story has them');
  expect(moved.state.destinationBucket).toBe('acme-new');
  expect(placeFor(run, moved, timeline.explain)).toMatchObject({
    bucket: 'acme-reports',
    encryption: { type: 'SSE-KMS', keyId: KEY },
  });
});
