import { describe, expect, it } from 'vitest';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import type { AwsError } from '../../src/records/aws-error/aws-error.ts';
import type { Gathered } from '../../src/sightings/gather.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { buildTimeline } from '../../src/timeline/build.ts';
import { summarise } from '../../src/verdict/summary.ts';
import { reachVerdict } from '../../src/verdict/verdict.ts';
import {
  ALLOWING,
  arrivals,
  at,
  CASE,
  DENYING,
  evidence,
  putConfiguration,
  putPolicy,
  refusedWrite,
  SOURCE_TRAIL,
  seen,
  TRAIL,
} from '../timeline/made-evidence.ts';

const UNTIL_13 = arrivals(
  Array.from({ length: 9 }, () => 10),
  '2026-02-14T01:00:00Z',
);

function told(
  sightings: readonly Sighting[],
  came: Readonly<Record<string, string>> = {},
  of: Partial<Gathered> = {},
  basis: 'given' | 'evidence' | 'file-time' = 'given',
) {
  const gathered = { ...evidence(sightings, came, [TRAIL, SOURCE_TRAIL]), ...of };
  const timeline = buildTimeline(gathered, {
    profile: INVENTORY_PROFILE,
    case: CASE,
    asOf: { time: CASE.now ?? 0, basis },
    graceMs: 2 * 86_400_000,
    failedExports: [],
  });
  const verdict = reachVerdict(timeline);
  return { verdict, sentence: summarise(timeline, verdict, ({ actor }) => actor), timeline };
}

describe('the verdict in one sentence', () => {
  const NAME = 'Inventory daily-full of acme-lake to acme-reports';
  const BROKE = putPolicy('2026-02-13T15:00:00Z', DENYING);
  const REFUSED = refusedWrite('2026-02-14T11:00:00Z');

  it('says of which moment it speaks, where nobody asked about one', () => {
    expect(told([BROKE, REFUSED], UNTIL_13).sentence).toMatch(
      new RegExp(`^${NAME}: delivery has been broken since run 2026-02-14T01-00Z`),
    );
    expect(told([BROKE, REFUSED], UNTIL_13, {}, 'evidence').sentence).toMatch(
      /^As of 2026-02-20T12:00.*, the end of the evidence: /,
    );
    expect(told([BROKE, REFUSED], UNTIL_13, {}, 'file-time').sentence).toMatch(
      /^As of .*, when the newest answer of AWS was saved: /,
    );
  });

  it('tells an outage that ended in the past tense, with what restored it', () => {
    const again = {
      ...UNTIL_13,
      '2026-02-18T01-00Z': '2026-02-18T11:00:00Z',
      '2026-02-19T01-00Z': '2026-02-19T11:00:00Z',
      '2026-02-20T01-00Z': '2026-02-20T11:00:00Z',
    };
    const { sentence } = told([BROKE, REFUSED, putPolicy('2026-02-17T15:00:00Z', ALLOWING)], again);
    expect(sentence).toContain(
      'delivery was broken from run 2026-02-14T01-00Z (the last good report arrived 2026-02-13T11:00',
    );
    expect(sentence).toContain(
      ', until run 2026-02-18T01-00Z (restored by put-bucket-policy on acme-reports at 2026-02-17T15:00',
    );
  });

  it('begins with a refusal, where no report came before it', () => {
    expect(told([putPolicy('2026-02-10T15:00:00Z', DENYING), REFUSED]).sentence).toContain(
      'was refused 2026-02-14T11:00',
    );
    expect(told([putPolicy('2026-02-10T15:00:00Z', DENYING), REFUSED]).sentence).toContain(
      '(no report before that is in evidence)',
    );
  });

  it('says what was made and never came', () => {
    const made = putConfiguration('2026-02-05T09:00:00Z');
    const { sentence, verdict } = told([made]);
    expect(verdict.outcome).toBe('never-delivered');
    expect(sentence).toContain(`${NAME} was created 2026-02-05T09:00:00Z and has never been delivered`);
  });

  it('says that it cannot tell', () => {
    const nothing = { listings: [] };
    expect(told([], {}, nothing).sentence).toBe(`The evidence cannot tell whether ${NAME} is being delivered.`);
    const [listing] = evidence([], UNTIL_13).listings;
    if (listing === undefined) throw new RangeError('the evidence has a listing');
    const cut = { listings: [{ ...listing, scope: { ...listing.scope, isTruncated: true } }] };
    expect(told([], UNTIL_13, cut).sentence).toContain(
      'the latest report in evidence is 2026-02-13T01-00Z, which arrived 2026-02-13T11:00',
    );
  });

  it('says of what is gone now that it is gone', () => {
    const AT = evidence([], {}).listings[0]?.at;
    const error = (code: string, bucket: string): AwsError => ({
      code,
      bucket,
      operation: null,
      configurationId: null,
    });
    const gone = (code: string, bucket: string) =>
      told(
        [],
        {},
        { listings: [], awsErrors: [{ value: error(code, bucket), at: AT }] as unknown as Gathered['awsErrors'] },
      );
    const bucket = gone('NoSuchBucket', 'acme-reports');
    expect(bucket.verdict.outcome).toBe('broken');
    expect(bucket.sentence).toContain('as of now, AWS answers that there is no bucket acme-reports');
    const source = gone('NoSuchBucket', 'acme-lake');
    expect(source.verdict.outcome).toBe('stopped-by-configuration');
    expect(source.sentence).toContain('as of now, AWS answers that there is no');
  });

  it('begins with what the console told, where nothing else did', () => {
    const AT = evidence([], {}).listings[0]?.at;
    const failedExports = [{ value: at('2026-02-14T00:00:00Z'), at: AT }] as unknown as Gathered['failedExports'];
    expect(told([], {}, { failedExports }).sentence).toContain('the console told that the export of 2026-02-14 failed');
  });

  it('tells each phase by its runs, and that the last stops delivery now', () => {
    const story = [
      putConfiguration('2026-02-12T09:00:00Z'),
      BROKE,
      REFUSED,
      putPolicy('2026-02-16T12:00:00Z', ALLOWING),
      putConfiguration('2026-02-16T13:00:00Z', { isEnabled: false }),
    ];
    const { sentence, verdict } = told(story, UNTIL_13);
    expect(verdict.incidents[0]?.phases.length).toBeGreaterThan(1);
    expect(sentence).toMatch(/\. In \d phases: run/);
    expect(sentence).toContain('(this stops delivery now)');
  });
});

describe('an incident', () => {
  it('is followed to its end by refusals of others in the same bucket', () => {
    const config = seen(
      '2026-02-14T12:00:00Z',
      { kind: 'put-object', bucket: 'acme-reports', key: 'AWSLogs/111122223333/Config/x' },
      {
        succeeded: false,
        errorCode: 'AccessDenied',
        actor: { ...refusedWrite('2026-02-14T12:00:00Z').actor, invokedBy: 'config.amazonaws.com' },
      },
    );
    const { verdict } = told(
      [putPolicy('2026-02-13T15:00:00Z', DENYING), refusedWrite('2026-02-14T11:00:00Z'), config],
      UNTIL_13,
    );
    expect(verdict.incidents[0]?.alsoRefused).toMatchObject([{ count: 1, first: at('2026-02-14T12:00:00Z') }]);
    const before = { ...config, time: at('2026-02-13T14:59:59Z') };
    const { verdict: other } = told(
      [putPolicy('2026-02-13T15:00:00Z', DENYING), refusedWrite('2026-02-14T11:00:00Z'), before],
      UNTIL_13,
    );
    expect(other.incidents[0]?.alsoRefused).toEqual([]);
  });

  it('is named by the change that most of its runs agree on, the later of two', () => {
    const open = [putPolicy('2026-02-13T13:00:00Z', null), putPolicy('2026-02-13T14:00:00Z', null)];
    const { verdict } = told(open, UNTIL_13);
    const [incident] = verdict.incidents;
    expect(incident?.culprit?.suspect.call.time).toBe(at('2026-02-13T14:00:00Z'));
    expect(incident?.culprit?.judgement.confidence).toBe('possible');
  });
});
