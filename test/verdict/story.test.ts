import { describe, expect, it } from 'vitest';
import type { AwsError } from '../../src/records/aws-error/aws-error.ts';
import type { Gathered } from '../../src/sightings/gather.ts';
import { summarise } from '../../src/verdict/summary.ts';
import {
  ALLOWING,
  arrivals,
  at,
  DENYING,
  evidence,
  putConfiguration,
  putPolicy,
  refusedWrite,
  seen,
} from '../timeline/made-evidence.ts';
import { listing, told, UNTIL_13 } from './told.ts';

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
    expect(told([putPolicy('2026-02-10T15:00:00Z', DENYING), REFUSED], {}).sentence).toContain(
      'was refused 2026-02-14T11:00',
    );
    expect(told([putPolicy('2026-02-10T15:00:00Z', DENYING), REFUSED], {}).sentence).toContain(
      '(no report before that is in evidence)',
    );
  });

  it('says what was made and never came', () => {
    const made = putConfiguration('2026-02-05T09:00:00Z');
    const { sentence, verdict } = told([made], {});
    expect(verdict.outcome).toBe('never-delivered');
    expect(sentence).toContain(`${NAME} was created 2026-02-05T09:00:00Z and has never been delivered`);
  });

  it('says that it cannot tell', () => {
    const nothing = { listings: [] };
    expect(told([], {}, nothing).sentence).toBe(`The evidence cannot tell whether ${NAME} is being delivered.`);
    expect(told([], UNTIL_13, listing(UNTIL_13, { isTruncated: true })).sentence).toContain(
      'the latest report in evidence is 2026-02-13T01-00Z, which arrived 2026-02-13T11:00',
    );
  });

  it('names no last report where none is known', () => {
    const { timeline, verdict } = told([], {}, { listings: [] });
    const runs = [{ status: 'unknown', delivery: null }] as unknown as typeof timeline.runs;
    expect(summarise({ ...timeline, runs }, verdict, ({ actor }) => actor)).toBe(
      `The evidence cannot tell whether ${NAME} is being delivered.`,
    );
  });

  it('says that nothing arrived since where a listing shows it', () => {
    const since14 = arrivals(Array<number>(7).fill(10), '2026-02-21T01:00:00Z');
    expect(told([putConfiguration('2026-02-05T09:00:00Z')], since14).sentence).toContain(
      ': no report arrived since 2026-02-05T09:00:00Z, until run 2026-02-14T01-00Z',
    );
  });

  it('says so also of what was created and stopped before anything came', () => {
    const { sentence, verdict } = told(
      [putConfiguration('2026-02-05T09:00:00Z'), putConfiguration('2026-02-06T12:00:00Z', { isEnabled: false })],
      {},
    );
    expect(verdict.outcome).toBe('stopped-by-configuration');
    expect(sentence).toContain(': no report has arrived since 2026-02-05T09:00:00Z');
  });

  it('tells what denied from the beginning, of AWS Config only where that captured it', () => {
    const policy = { value: DENYING, of: null, at: evidence([], {}).listings[0]?.at };
    const bucketPolicies = [policy] as unknown as Gathered['bucketPolicies'];
    const { sentence } = told([putConfiguration('2026-02-05T09:00:00Z')], {}, { bucketPolicies });
    expect(sentence).toContain('by which change is not shown, but ');
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
