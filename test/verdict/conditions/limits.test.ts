import { describe, expect, it } from 'vitest';
import { HOUR, type Instant } from '../../../src/instant.ts';
import type { Interval } from '../../../src/interval.ts';
import type { JsonValue } from '../../../src/json.ts';
import type { Call } from '../../../src/sightings/call.ts';
import type { LogCoverage } from '../../../src/sightings/log-coverage.ts';
import type { Sighting } from '../../../src/sightings/sighting.ts';
import type { Explanation } from '../../../src/timeline/explanation.ts';
import type { Condition, ConditionCode, ConditionSubject } from '../../../src/verdict/conditions/condition.ts';
import { joinedRunsAgree, momentsAgree } from '../../../src/verdict/conditions/time-conditions.ts';
import type { PhaseRun } from '../../../src/verdict/phases.ts';
import {
  ALLOWING,
  at,
  DENYING,
  KEY,
  keyCall,
  putConfiguration,
  putPolicy,
  refused,
  refusedWrite,
  SOURCE_TRAIL,
  TRAIL,
  vouchingFor,
} from '../../timeline/made-evidence.ts';
import { told, UNTIL_13 } from '../told.ts';

const BROKE = putPolicy('2026-02-13T15:00:00Z', DENYING);
const REFUSED = refusedWrite('2026-02-14T11:00:00Z');
const WHOLE: Interval = { from: TRAIL.from, to: TRAIL.to };

function february(time: string): Instant {
  return at(`2026-02-${time}:00Z`);
}

/** What limits the first culprit of a story; of the trails of destination and source, what they vouch for. */
function limits(
  sightings: readonly Sighting[],
  destination: readonly Interval[] = [WHOLE],
  source: readonly Interval[] = [WHOLE],
  came = UNTIL_13,
) {
  const log = (of: LogCoverage, stretches: readonly Interval[]): LogCoverage => ({
    ...of,
    vouched: vouchingFor(...stretches),
  });
  const coverage = [log(TRAIL, destination), log(SOURCE_TRAIL, source)];
  const culprit = told(sightings, came, { coverage }).verdict.incidents[0]?.culprit;
  return (code: ConditionCode) => culprit?.judgement.limits.find(({ condition }) => condition === code);
}

/** The time without a stretch. */
function without(from: string, to: string): readonly Interval[] {
  return [
    { from: WHOLE.from, to: february(from) },
    { from: february(to), to: WHOLE.to },
  ];
}

describe('a hole in the trail of the link', () => {
  it('in front of the change may hide who broke it first', () => {
    expect(limits([BROKE, REFUSED], without('13T12:00', '13T13:00'))('seen-throughout')).toMatchObject({
      atMost: 'probable',
      reason: expect.stringMatching(/from 2026-02-13T12:00:00Z to 2026-02-13T13:00:00Z, .* broken it first$/),
      liftedBy: 'CloudTrail of account 444455556666 in eu-west-1, for that time',
    });
  });

  it('behind it may hide a mend, of which a refused write alone knows nothing', () => {
    const hole = without('13T18:00', '13T20:00');
    expect(limits([BROKE], hole)('seen-throughout')).toMatchObject({
      atMost: 'possible',
      reason: expect.stringMatching(/ mended it$/),
    });
    expect(limits([BROKE, REFUSED], hole)('seen-throughout')).toMatchObject({ atMost: 'probable' });
  });

  it('up to which no run is open says no more of the change', () => {
    expect(limits([BROKE, REFUSED])('seen-throughout')).toBeUndefined();
  });
});

describe('other links that nobody watched', () => {
  it('are counted behind the first', () => {
    const none: readonly Interval[] = [{ from: WHOLE.from, to: WHOLE.from + HOUR }];
    const reason = (destination: readonly Interval[], source: readonly Interval[]) =>
      limits([putConfiguration('2026-02-12T09:00:00Z'), BROKE], destination, source)('other-links-open')?.reason;
    expect(reason([WHOLE], none)).toMatch(
      /^no trail in evidence covers changes of the inventory configuration from [^,]*, which may/,
    );
    expect(reason(none, none)).toContain(', nor of another link, which may');
  });
});

it('of two changes at once the document of their link would tell which came last', () => {
  const twin = { ...putPolicy('2026-02-13T15:00:01Z', { ...(DENYING as object), Id: 'twin' }), eventId: 'twin' };
  const limit = limits([BROKE, twin, REFUSED])('order-is-known');
  expect(limit?.needs).toMatchObject([{ kind: 'document', link: 'destination-policy' }]);
});

describe('refusals', () => {
  const away = { bucket: 'acme-new', key: 'inv/acme-lake/daily-full/data/' };
  const there = (time: string): Sighting => {
    const sighting = refusedWrite(time);
    return { ...sighting, action: { kind: 'put-object', ...away } };
  };
  const moved = putConfiguration('2026-02-13T15:00:00Z', { destinationBucket: 'acme-new' });
  const closed = putPolicy('2026-02-02T09:00:00Z', DENYING, 'acme-new');

  it.each([
    ['there before the configuration went there tell that it had gone before', '2026-02-13T14:00:00Z', true],
    ['before the last report tell nothing', '2026-02-12T14:00:00Z', false],
    ['behind it tell nothing', '2026-02-14T11:00:00Z', false],
  ])('%s', (_, time, isLimited) => {
    const limit = limits([closed, moved, there(time)])('not-refused-before');
    expect(limit !== undefined).toBe(isLimited);
  });

  it('by KMS tell that the key was asked, whatever else denied', () => {
    const encrypted = putConfiguration('2026-02-02T09:00:00Z', { encryption: { type: 'SSE-KMS', keyId: KEY } });
    const story = [encrypted, keyCall('2026-02-13T14:00:00Z', 'DisableKey'), BROKE];
    const refusedWith = (code: string) => refusedWrite('2026-02-14T11:00:00Z', undefined, code);
    const judged = (code: string) => limits([...story, refusedWith(code)])('not-before-the-key');
    expect(judged('AccessDenied')).toBeDefined();
    expect(judged('KMS.DisabledException')).toBeUndefined();
  });
});

describe('a prefix that ends in a slash', () => {
  const under = (key: string): JsonValue => ({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' },
      { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::acme-reports/${key}` },
    ],
  });
  const slashed = putConfiguration('2026-02-02T09:00:00Z', { destinationPrefix: 'inv/' });
  it.each([
    ['does not matter where the policy denies with one slash and with two', 'inv/*', undefined],
    ['does where it tells them apart', 'inv/acme-lake/*', 'possible'],
  ])('%s', (_, key, atMost) => {
    const judged = limits([slashed, putPolicy('2026-02-13T15:00:00Z', under(key)), REFUSED]);
    expect(judged('denies-whatever-slash')?.atMost).toBe(atMost);
  });
});

describe('runs of which several moments are possible', () => {
  const { timeline, verdict } = told([BROKE, putPolicy('2026-02-20T11:00:00Z', ALLOWING)]);
  const suspect = verdict.incidents[0]?.culprit?.suspect;
  const [own, other] = timeline.changes as readonly [Call, Call];
  const denial = (since: Call | null): Explanation =>
    ({ kind: 'denied', link: 'destination-policy', resource: 'b', since }) as Explanation;
  const run = (day: number, fit: PhaseRun['fit'], ...since: readonly (Call | null)[]): PhaseRun =>
    ({
      run: { name: `run ${day}`, time: february(`${day}T01:00`), denied: [] },
      fit,
      explanations: since.map(denial),
    }) as unknown as PhaseRun;
  const limitOf = (
    condition: Condition,
    runs: readonly PhaseRun[],
    of: { readonly before?: number; readonly strays?: readonly string[]; readonly theirs?: readonly string[] } = {},
  ) => {
    const [first] = runs;
    const denied = [...(of.strays ?? []), ...(of.theirs ?? [])].map((time) => refused(time));
    return condition({
      timeline: { ...timeline, denied, runs: [{ denied: denied.slice(of.strays?.length ?? 0) }] },
      suspect: { ...suspect, found: 'joined' },
      phase: { runs },
      first,
      before: Array(of.before ?? 0).fill({}),
    } as unknown as ConditionSubject);
  };

  it.each<[string, readonly PhaseRun[], Parameters<typeof limitOf>[2], string]>([
    ['the runs behind tell, where one is sure', [run(13, 'joined', own), run(14, 'definite', own)], {}, 'probable'],
    ['none tells where none is sure', [run(13, 'joined', own), run(14, 'joined', own)], {}, 'possible'],
    [
      'a refusal that may be its own came before the change',
      [run(13, 'joined', own), run(14, 'definite', own)],
      { strays: ['2026-02-13T11:00:00Z'] },
      'possible',
    ],
    [
      'a refusal of another run says nothing of it',
      [run(13, 'joined', own), run(14, 'definite', own)],
      { theirs: ['2026-02-13T11:00:00Z'] },
      'probable',
    ],
    [
      'nor do refusals before it began or behind the change',
      [run(13, 'joined', own), run(14, 'definite', own)],
      { strays: ['2026-02-13T01:00:00Z', '2026-02-13T15:00:00Z'] },
      'probable',
    ],
    [
      'behind another phase another change may have stopped it',
      [run(13, 'joined', own, other), run(14, 'definite', own)],
      { before: 1 },
      'possible',
    ],
    [
      'with nothing in front of it that does not matter',
      [run(13, 'joined', own, other), run(14, 'definite', own)],
      {},
      'probable',
    ],
    [
      'nor does what has no other change behind it',
      [run(13, 'joined', own, null), run(14, 'definite', own)],
      { before: 1 },
      'probable',
    ],
  ])('%s', (_, runs, of, atMost) => {
    expect(limitOf(momentsAgree, runs, of)?.atMost).toBe(atMost);
  });

  it.each<[string, readonly PhaseRun[], string | null]>([
    [
      'a later run that another change may have stopped',
      [run(13, 'joined', own), run(14, 'joined', own, other)],
      'run 14',
    ],
    ['the first, of which is judged apart', [run(13, 'joined', own, other), run(14, 'joined', own)], null],
    ['a run that is sure', [run(13, 'definite', own), run(14, 'definite', own, other)], null],
    ['what no change began', [run(13, 'definite', own), run(14, 'joined', own, null)], null],
  ])('is told of %s', (_, runs, named) => {
    const limit = limitOf(joinedRunsAgree, runs);
    expect(limit?.reason ?? null).toEqual(named === null ? null : expect.stringContaining(named));
  });
});
