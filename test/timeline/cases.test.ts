import { describe, expect, it } from 'vitest';
import type { CaseOptions } from '../../src/case/case.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import type { AwsError } from '../../src/records/aws-error/aws-error.ts';
import { NOT_RECORDED } from '../../src/records/recorded.ts';
import type { Gathered } from '../../src/sightings/gather.ts';
import { byCase, documentsFor } from '../../src/timeline/by-case.ts';
import { casesAsked } from '../../src/timeline/cases-asked.ts';
import { contradictedAbsence, unusedConfigurations } from '../../src/timeline/configuration-conflicts.ts';
import { resolveCase } from '../../src/timeline/resolve-case.ts';
import {
  at,
  CONFIGURATION,
  callOf,
  evidence,
  putConfiguration,
  putPolicy,
  refusedWrite,
  S3,
  SUBJECT,
  seen,
} from './made-evidence.ts';

const NOW = at('2026-02-20T12:00:00Z');
const EMPTY: Gathered = { ...evidence([], {}), cases: [], listings: [] };
const AT = evidence([], {}).listings[0]?.at;
if (AT === undefined) throw new RangeError('the evidence has a listing');
const kept = <T>(value: T, of: string | null = null) => ({ value, of, at: AT });
const question = (of: CaseOptions = {}) => ({
  profile: INVENTORY_PROFILE,
  case: of,
  asOf: { time: NOW, basis: 'given' } as const,
});

/** A report of a configuration, as S3 wrote it. */
function wrote(source: string, id: string, bucket = 'acme-reports', time = '2026-02-10T11:00:00Z') {
  return callOf(
    seen(
      time,
      { kind: 'put-object', bucket, key: `inv/${source}/${id}/2026-02-10T01-00Z/manifest.json` },
      { actor: S3 },
    ),
  );
}

function put(bucket: string, id: string, destinationBucket = 'acme-reports') {
  const { action } = putConfiguration('2026-02-10T09:00:00Z', { id, destinationBucket });
  return callOf(seen('2026-02-10T09:00:00Z', { ...action, bucket, id } as typeof action));
}

describe('the cases that are asked about', () => {
  const asked = (of: Partial<Gathered>, flags: CaseOptions = {}): string[] =>
    casesAsked(question(flags), { ...EMPTY, ...of }).map(
      ({ sourceBucket = '?', configurationId = '?' }) => `${sourceBucket} ${configurationId}`,
    );
  const both = [wrote('acme-lake', 'daily'), wrote('acme-pond', 'daily'), wrote('acme-lake', 'weekly')];

  it('are all that reports name, in order, and one where they name one or none', () => {
    expect(asked({ calls: both })).toEqual(['acme-lake daily', 'acme-lake weekly', 'acme-pond daily']);
    expect(asked({ calls: both.slice(0, 1) })).toEqual(['? ?']);
    expect(asked({})).toEqual(['? ?']);
  });

  it('are narrowed by flags, and one where these name it whole', () => {
    expect(asked({ calls: both }, { sourceBucket: 'acme-lake' })).toEqual(['acme-lake daily', 'acme-lake weekly']);
    expect(asked({ calls: both }, { configurationId: 'daily' })).toEqual(['acme-lake daily', 'acme-pond daily']);
    expect(asked({ calls: both }, { sourceBucket: 'acme-x', configurationId: 'y' })).toEqual(['acme-x y']);
    const elsewhere = wrote('acme-pond', 'daily', 'acme-other');
    expect(asked({ calls: [...both, elsewhere] }, { destinationBucket: 'acme-other' })).toEqual(['? ?']);
  });

  it('are those of changes of configurations too, unless these send their reports elsewhere', () => {
    const calls = [put('acme-lake', 'a'), put('acme-lake', 'b', 'acme-other')];
    expect(asked({ calls })).toEqual(['acme-lake a', 'acme-lake b']);
    expect(asked({ calls: [...calls, put('acme-lake', 'c')] }, { destinationBucket: 'acme-reports' })).toEqual([
      'acme-lake a',
      'acme-lake c',
    ]);
    expect(asked({ calls: [...calls, put('acme-pond', 'a')] }, { sourceBucket: 'acme-lake' })).toEqual([
      'acme-lake a',
      'acme-lake b',
    ]);
    expect(asked({ calls: calls.map((call) => ({ ...call, succeeded: false })) })).toEqual(['? ?']);
    const silent = (id: string | null) =>
      callOf(
        seen('2026-02-10T09:00:00Z', {
          kind: 'put-inventory-configuration',
          bucket: 'acme-lake',
          id,
          configuration: NOT_RECORDED,
        }),
      );
    expect(asked({ calls: [silent('a'), silent('b'), silent(null)] }, { destinationBucket: 'acme-x' })).toEqual([
      'acme-lake a',
      'acme-lake b',
    ]);
  });

  it('are those of documents too, of which the source need not be known', () => {
    const documents = [kept(CONFIGURATION), kept({ ...CONFIGURATION, id: 'weekly' }, 'acme-pond')];
    expect(asked({ configurations: documents })).toEqual(['? daily-full', 'acme-pond weekly']);
    expect(asked({ configurations: documents, calls: [put('acme-lake', 'daily-full')] })).toEqual([
      'acme-lake daily-full',
      'acme-pond weekly',
    ]);
    const elsewhere = documents.map(({ value, of }) => kept({ ...value, destinationBucket: 'acme-other' }, of));
    expect(asked({ configurations: [...documents, ...elsewhere] }, { destinationBucket: 'acme-x' })).toEqual(['? ?']);
    expect(asked({ configurations: documents }, { sourceBucket: 'acme-lake' })).toEqual(['acme-lake ?']);
  });

  it('are those of several case documents that the flags do not speak against', () => {
    const cases = [
      { sourceBucket: 'acme-lake', configurationId: 'daily' },
      { sourceBucket: 'acme-pond', configurationId: 'daily' },
      { configurationId: 'weekly' },
    ];
    expect(asked({ cases })).toEqual(['acme-lake daily', 'acme-pond daily', '? weekly']);
    expect(asked({ cases }, { sourceBucket: 'acme-lake' })).toEqual(['acme-lake daily', 'acme-lake weekly']);
    expect(asked({ cases }, { configurationId: 'weekly' })).toEqual(['? weekly']);
    expect(asked({ cases: cases.slice(0, 1) }, { sourceBucket: 'acme-pond' })).toEqual(['acme-pond daily']);
    expect(asked({ cases: cases.slice(2), calls: both })).toEqual(['? weekly']);
  });

  it('are refused where nobody could read so many', () => {
    const calls = Array.from({ length: 1_001 }, (_, index) => put('acme-lake', `c-${index}`));
    expect(asked({ calls: calls.slice(1) })).toHaveLength(1_000);
    expect(() => asked({ calls })).toThrow('the evidence speaks of 1001 inventory configurations, more than 1000');
  });
});

describe('of evidence on many cases', () => {
  const LAKE = { sourceBucket: 'acme-lake', configurationId: 'daily', destinationBucket: 'acme-reports' };

  it('each gets its own reports and what is common to all, in the order of the evidence', () => {
    const common = callOf(putPolicy('2026-02-10T09:00:00Z', null));
    const refused = callOf(refusedWrite('2026-02-10T11:00:00Z', 'inv/acme-pond/daily/data/x.csv.gz'));
    const [mine, other] = [wrote('acme-lake', 'daily'), wrote('acme-pond', 'daily')];
    const removed = callOf(
      seen('2026-02-11T09:00:00Z', {
        kind: 'delete-object',
        bucket: 'acme-reports',
        key: 'inv/acme-pond/daily/2026-02-10T01-00Z/manifest.json',
        by: 'call',
      }),
    );
    const calls = [mine, common, other, removed, refused];
    const of = byCase({ ...EMPTY, calls, failedExports: [kept(NOW)] }, INVENTORY_PROFILE);
    expect(of(LAKE).calls).toEqual([mine, common, refused]);
    expect(of(LAKE).failedExports).toEqual([]);
    expect(of({ ...LAKE, sourceBucket: 'acme-pond' }).calls).toEqual([common, other, removed, refused]);
    expect(of({ sourceBucket: 'acme-lake' }).calls).toEqual(calls);
  });

  it('each gets the documents that do not say that they are of another', () => {
    const configurations = [kept(CONFIGURATION), kept(CONFIGURATION, 'acme-lake'), kept(CONFIGURATION, 'acme-pond')];
    expect(documentsFor({ ...EMPTY, configurations }, LAKE).configurations).toEqual(configurations.slice(0, 2));
    expect(documentsFor({ ...EMPTY, configurations }, {}).configurations).toEqual(configurations);
  });

  it.each([
    ['its source', { bucket: 'acme-lake' }, true],
    ['its destination', { bucket: 'acme-reports' }, true],
    ['nobody knows what', {}, true],
    ['a bucket of another case', { bucket: 'acme-pond' }, false],
    ['a bucket of no case', { bucket: 'acme-x' }, true],
    ['its configuration', { bucket: 'acme-lake', configurationId: 'daily' }, true],
    ['another configuration', { bucket: 'acme-lake', configurationId: 'weekly' }, false],
    ['its configuration on its destination', { bucket: 'acme-reports', configurationId: 'daily' }, false],
  ])('each gets the answers about it: %s', (_, error: Partial<AwsError>, isMine) => {
    const value = { code: 'NoSuchBucket', operation: null, bucket: null, configurationId: null, ...error };
    const gathered = { ...EMPTY, awsErrors: [kept(value)], cases: [LAKE, { sourceBucket: 'acme-pond' }] };
    expect(documentsFor(gathered, LAKE).awsErrors).toHaveLength(isMine ? 1 : 0);
  });
});

describe('a configuration document', () => {
  const other = { ...CONFIGURATION, destinationPrefix: 'other' };
  const gathered = { ...EMPTY, configurations: [kept(CONFIGURATION), kept(other), kept({ ...other, id: 'weekly' })] };

  it('that another contradicts is not used, which is said of both', () => {
    expect(unusedConfigurations(gathered, SUBJECT, null).map(({ message }) => message)).toEqual(
      Array.from({ length: 2 }, () => 'the inventory configurations given for daily-full differ: none of them is used'),
    );
    expect(unusedConfigurations(gathered, SUBJECT, CONFIGURATION)).toEqual([]);
    expect(unusedConfigurations(gathered, { ...SUBJECT, configurationId: 'weekly' }, null)).toEqual([]);
  });

  it('and an answer that there is none undo each other', () => {
    expect(contradictedAbsence(gathered, SUBJECT)).toHaveLength(2);
    expect(
      contradictedAbsence(gathered, { ...SUBJECT, configurationId: 'weekly' }).map(({ message }) => message),
    ).toEqual(['configuration weekly was given, and an answer that there is none: neither tells what holds now']);
  });
});

describe('the case', () => {
  const resolved = (of: Partial<Gathered>, given: CaseOptions = {}) =>
    resolveCase(question(given), { ...EMPTY, ...of });

  it('is what was given, then what a document says, then what reports name', () => {
    const calls = [wrote('acme-lake', 'daily-full', 'acme-other')];
    const configurations = [kept({ ...CONFIGURATION, destinationAccount: '999988887777', destinationPrefix: 'said' })];
    expect(resolved({ calls }).case).toMatchObject({
      sourceBucket: 'acme-lake',
      destinationBucket: 'acme-other',
      destinationPrefix: 'inv',
      configurationId: 'daily-full',
    });
    expect(resolved({ calls, configurations }).case).toMatchObject({
      destinationBucket: 'acme-reports',
      destinationAccount: '999988887777',
      destinationPrefix: 'said',
    });
    const given = { destinationBucket: 'acme-other', destinationAccount: '111122223333', destinationPrefix: 'given' };
    expect(resolved({ calls, configurations }, given).case).toMatchObject(given);
    expect(resolved({}).case).toMatchObject({ sourceBucket: null, destinationPrefix: null, configurationId: null });
  });

  it('takes no destination from what was changed behind now', () => {
    const goesTo = (time: string) =>
      resolved({ calls: [callOf(putPolicy(time, null))] }, { sourceBucket: 'acme-lake' }).case.destinationBucket;
    expect([goesTo('2026-02-20T12:00:00Z'), goesTo('2026-02-20T12:00:01Z')]).toEqual(['acme-reports', null]);
  });

  it('says why each member that nobody gave is taken for what it is', () => {
    const calls = [wrote('acme-lake', 'daily-full')];
    expect(resolved({ calls }).inferred).toMatchObject({
      sourceBucket: 'the keys of the reports name it',
      destinationBucket: 'the keys of the reports name it',
      configurationId: 'the keys of the reports name it',
    });
    expect(resolved({ calls, configurations: [kept(CONFIGURATION)] }).inferred).not.toHaveProperty('destinationBucket');
    expect(
      resolved({ calls: [put('acme-lake', 'daily-full')] }, { configurationId: 'daily-full' }).inferred,
    ).toMatchObject({
      sourceBucket: 'its configuration was changed there',
    });
  });

  it('takes prefix and account from a policy where nobody names the destination, else the prefix alone', () => {
    const calls = [
      callOf(
        putPolicy('2026-02-10T09:00:00Z', {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 's3.amazonaws.com' },
            Action: 's3:PutObject',
            Resource: 'arn:aws:s3:::acme-reports/inv/*',
            Condition: {
              ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-lake' },
              StringEquals: { 'aws:SourceAccount': '999900001111' },
            },
          },
        }),
      ),
    ];
    const named = { sourceBucket: 'acme-lake', configurationId: 'daily-full' };
    expect(resolved({ calls }, named).case).toMatchObject({
      destinationBucket: 'acme-reports',
      destinationPrefix: 'inv',
      sourceAccount: '999900001111',
    });
    // A policy that names the wrong account may be what stops the reports.
    expect(resolved({ calls }, { ...named, destinationBucket: 'acme-reports' }).case).toMatchObject({
      destinationPrefix: 'inv',
      sourceAccount: null,
    });
  });
});
