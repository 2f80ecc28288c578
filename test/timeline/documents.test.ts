import { describe, expect, it } from 'vitest';
import type { Case, CaseOptions } from '../../src/case/case.ts';
import type { JsonValue } from '../../src/json.ts';
import type { AwsError } from '../../src/records/aws-error/aws-error.ts';
import type { Gathered } from '../../src/sightings/gather.ts';
import { type AbsentResources, absentResources } from '../../src/timeline/absent-resources.ts';
import { anchorDocuments } from '../../src/timeline/anchors.ts';
import type { Scope } from '../../src/timeline/scope.ts';
import { chooseDocument } from '../../src/timeline/signs.ts';
import { ALLOWING, CONFIGURATION, callOf, DENYING, evidence, KEY, putConfiguration, SUBJECT } from './made-evidence.ts';

const EMPTY = evidence([], {});
const AT = EMPTY.listings[0]?.at;
if (AT === undefined) throw new RangeError('the evidence has a listing');
const kept = <T>(value: T, of: string | null = null) => ({ value, of, at: AT });

describe('an error that AWS answered', () => {
  function answered(error: Partial<AwsError>, subject: Partial<Case> = {}, of: Partial<Gathered> = {}): unknown[] {
    const value = { code: 'NoSuchBucket', operation: null, bucket: null, configurationId: null, ...error };
    const gathered = { ...EMPTY, awsErrors: [kept(value)], ...of };
    const { bucket, policyOf, configuration, warnings } = absentResources(
      gathered,
      { ...SUBJECT, ...subject },
      gathered.calls,
    );
    return [bucket, policyOf, configuration, ...warnings.map(({ code, message }) => `${code}: ${message}`)];
  }
  const CONFIGURATION_OF = { code: 'NoSuchConfiguration', operation: 'GetBucketInventoryConfiguration' };
  const UNKNOWN = { destinationBucket: null };

  it.each([
    ['a bucket', { bucket: 'acme-reports' }, ['acme-reports', null, false]],
    ['the source, and its configuration with it', { bucket: 'acme-lake' }, [null, null, true]],
    ['a policy', { code: 'NoSuchBucketPolicy', bucket: 'acme-reports' }, [null, 'acme-reports', false]],
    [
      'a configuration',
      { ...CONFIGURATION_OF, bucket: 'acme-lake', configurationId: 'daily-full' },
      [null, null, true],
    ],
    [
      'a configuration, by a bucket alone',
      { code: 'NoSuchConfiguration', bucket: 'acme-lake', configurationId: 'daily-full' },
      [null, null, true],
    ],
    [
      'a bucket, by its head',
      { code: '404', operation: 'HeadBucket', bucket: 'acme-reports' },
      ['acme-reports', null, false],
    ],
  ])('tells that there is no such thing: %s', (_, error, found) => {
    expect(answered(error)).toEqual(found);
  });

  it.each([
    [
      'a bucket, where the case has one',
      { operation: 'GetBucketPolicy' },
      [
        'acme-reports',
        null,
        false,
        'absence-assumed: the answer NoSuchBucket to GetBucketPolicy does not name its bucket: taken for acme-reports, the only one that it can be about',
      ],
    ],
    [
      'the source, by what was asked of it',
      { operation: 'GetBucketInventoryConfiguration' },
      [
        null,
        null,
        true,
        'absence-assumed: the answer NoSuchBucket to GetBucketInventoryConfiguration does not name its bucket: taken for acme-lake, the only one that it can be about',
      ],
    ],
    [
      'a configuration, where the case names one',
      CONFIGURATION_OF,
      [
        null,
        null,
        true,
        'absence-assumed: the answer NoSuchConfiguration to GetBucketInventoryConfiguration does not name its configuration: taken for daily-full of acme-lake',
      ],
    ],
  ])('is taken for the case and says so: %s', (_, error, found) => {
    expect(answered(error)).toEqual(found);
  });

  it.each([
    [
      'another error',
      { code: 'AccessDenied', operation: 'GetBucketPolicy' },
      {},
      /^aws-refused: the answer AccessDenied to GetBucketPolicy is no evidence/,
    ],
    ['a head of something else', { code: '404', operation: 'HeadObject', bucket: 'acme-reports' }, {}, /^aws-refused/],
    [
      'another bucket',
      { bucket: 'acme-other' },
      {},
      /^absence-not-placed: .* is about acme-other, which is no bucket of the case/,
    ],
    [
      'no bucket, where the case has none',
      {},
      UNKNOWN,
      /^absence-not-placed: .*the case has none that it may be about/,
    ],
    [
      'another configuration',
      { ...CONFIGURATION_OF, configurationId: 'weekly' },
      {},
      /^absence-not-placed: .* is about another configuration/,
    ],
    [
      'a configuration of another bucket',
      { ...CONFIGURATION_OF, bucket: 'acme-other' },
      {},
      /^absence-not-placed: .* is about another configuration/,
    ],
    [
      'a configuration of something else',
      { code: 'NoSuchConfiguration', operation: 'GetBucketMetricsConfiguration' },
      {},
      /^absence-not-placed/,
    ],
    ['a configuration, by nothing', { code: 'NoSuchConfiguration' }, {}, /^absence-not-placed/],
    [
      'a configuration that the case does not name',
      CONFIGURATION_OF,
      { configurationId: null },
      /^absence-not-placed: .*the case names none/,
    ],
    [
      'a configuration of a source that is not known',
      CONFIGURATION_OF,
      { sourceBucket: null },
      /^absence-not-placed: .*the case names none/,
    ],
  ])('is not used, which is said: %s', (_, error, subject, warning) => {
    const [bucket, policyOf, configuration, ...warnings] = answered(error, subject);
    expect([bucket, policyOf, configuration]).toEqual([null, null, false]);
    expect(warnings).toEqual([expect.stringMatching(warning)]);
  });

  it('is about no bucket for sure where the configuration moved from one to another', () => {
    const moved = [callOf(putConfiguration('2026-02-10T09:00:00Z', { destinationBucket: 'acme-old' }))];
    expect(answered({}, {}, { calls: moved })).toEqual([
      null,
      null,
      false,
      'absence-not-placed: the answer NoSuchBucket does not name its bucket, and the case has several that it may be about: not used',
    ]);
    const failed = moved.map((call) => ({ ...call, succeeded: false }));
    expect(answered({}, {}, { calls: failed })[0]).toBe('acme-reports');
    const other = { ...SUBJECT, configurationId: 'weekly' };
    expect(answered({}, other, { calls: moved })[0]).toBe('acme-reports');
    const configurations = [kept({ ...CONFIGURATION, destinationBucket: 'acme-older' })];
    expect(answered({}, {}, { configurations })[0]).toBeNull();
    expect(answered({}, other, { configurations })[0]).toBe('acme-reports');
  });
});

describe('a document', () => {
  const SCOPE: Scope = { buckets: new Set(['acme-reports', 'acme-old']), keys: new Set(['k-1']) };
  const NONE: AbsentResources = { bucket: null, policyOf: null, configuration: false, warnings: [] };
  const naming = (...buckets: string[]): JsonValue => ({
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: '*', Resource: buckets.map((name) => `arn:aws:s3:::${name}/*`) },
    ],
  });

  function anchored(
    of: Partial<Pick<Gathered, 'bucketPolicies' | 'keyPolicies' | 'keyDescriptions'>>,
    { absent = NONE, scope = SCOPE, home = 'acme-reports' as string | null } = {},
  ) {
    const { anchors, warnings } = anchorDocuments({ ...EMPTY, ...of }, home, scope, absent);
    const { bucketExists, bucketPolicies, keyPolicies, keyStates } = anchors;
    const members = { bucketExists, bucketPolicies, keyPolicies, keyStates };
    const told = Object.entries(members).flatMap(([name, entries]) =>
      [...entries].map(([of, value]) => [name, of, value] as const),
    );
    return { told, warnings: warnings.map(({ code }) => code) };
  }

  it.each([
    ['says whose it is', kept(ALLOWING, 'acme-old'), 'acme-old'],
    ['names the home bucket among others', kept(naming('acme-old', 'acme-reports')), 'acme-reports'],
    ['names another of the case', kept(naming('acme-old', 'acme-other')), 'acme-old'],
    ['names none', kept(ALLOWING), 'acme-reports'],
    ['is no object', kept('x'), 'acme-reports'],
    ['names it as what it is not for', kept({ Statement: { NotResource: 'arn:aws:s3:::acme-old' } }), 'acme-old'],
  ])('of a bucket is placed where it %s', (_, document, bucket) => {
    expect(anchored({ bucketPolicies: [document] })).toEqual({
      told: [['bucketPolicies', bucket, document.value]],
      warnings: [],
    });
  });

  it('of another bucket is not used', () => {
    expect(anchored({ bucketPolicies: [kept(naming('acme-other'))] })).toEqual({
      told: [],
      warnings: ['policy-of-another-bucket'],
    });
    expect(anchored({ bucketPolicies: [kept(ALLOWING, 'acme-other')] })).toEqual({ told: [], warnings: [] });
    expect(anchored({ bucketPolicies: [kept(ALLOWING)] }, { home: null }).told).toEqual([]);
  });

  it('given twice is one, and several that differ are none', () => {
    const same = [kept(ALLOWING), kept({ ...(ALLOWING as object) })];
    expect(anchored({ bucketPolicies: same }).told).toHaveLength(1);
    expect(anchored({ bucketPolicies: [...same, kept(DENYING), kept(ALLOWING)] })).toEqual({
      told: [],
      warnings: ['conflicting-documents'],
    });
  });

  it('is told by an answer that there is none, unless one is there', () => {
    const absent = { ...NONE, policyOf: 'acme-reports' };
    expect(anchored({}, { absent }).told).toEqual([['bucketPolicies', 'acme-reports', null]]);
    expect(anchored({ bucketPolicies: [kept(ALLOWING)] }, { absent }).told).toEqual([
      ['bucketPolicies', 'acme-reports', ALLOWING],
    ]);
  });

  it('and an answer that there is no such bucket undo each other', () => {
    const absent = { ...NONE, bucket: 'acme-reports' };
    expect(anchored({}, { absent }).told).toEqual([['bucketExists', 'acme-reports', false]]);
    expect(anchored({ bucketPolicies: [kept(ALLOWING), kept(ALLOWING, 'acme-old')] }, { absent })).toEqual({
      told: [['bucketPolicies', 'acme-old', ALLOWING]],
      warnings: ['conflicting-documents'],
    });
  });

  it('of a key is placed where it says whose it is, or the case has one', () => {
    expect(anchored({ keyPolicies: [kept(DENYING)] }).told).toEqual([['keyPolicies', 'k-1', DENYING]]);
    expect(anchored({ keyPolicies: [kept(DENYING, KEY)] }).told).toEqual([['keyPolicies', 'k-1', DENYING]]);
    expect(anchored({ keyPolicies: [kept(DENYING, 'k-2')] })).toEqual({ told: [], warnings: [] });
    for (const keys of [[], ['k-1', 'k-2']]) {
      const scope = { ...SCOPE, keys: new Set(keys) };
      expect(anchored({ keyPolicies: [kept(DENYING)] }, { scope })).toEqual({
        told: [],
        warnings: ['key-policy-not-placed'],
      });
    }
  });

  it.each([
    ['Enabled', false, 'Enabled'],
    ['PendingReplicaDeletion', false, 'PendingDeletion'],
    ['PendingImport', false, 'Unusable'],
    ['Enabled', true, 'AwsManaged'],
    ['Creating', false, null],
  ])('of a key tells its state: %s, managed by AWS %s', (state, isAwsManaged, told) => {
    const keyDescriptions = [
      { value: { arn: KEY, state, isAwsManaged }, at: AT },
    ] as unknown as Gathered['keyDescriptions'];
    expect(anchored({ keyDescriptions }).told).toEqual(told === null ? [] : [['keyStates', 'k-1', told]]);
  });
});

describe('the configuration document that is meant', () => {
  const HERE = CONFIGURATION;
  const THERE = { ...CONFIGURATION, destinationBucket: 'acme-old' };
  const UNDER = { ...CONFIGURATION, destinationPrefix: 'other' };
  const OTHER = { ...CONFIGURATION, id: 'weekly' };
  it.each([
    ['none', [], {}, null],
    ['the one that there is', [HERE], {}, HERE],
    ['one given twice', [HERE, { ...HERE }], {}, HERE],
    ['none of several', [HERE, OTHER], {}, null],
    ['that of the id', [OTHER, HERE], { configurationId: 'daily-full' }, HERE],
    ['none of another id', [OTHER], { configurationId: 'daily-full' }, null],
    ['that of the bucket', [THERE, HERE], { destinationBucket: 'acme-reports' }, HERE],
    ['that of the prefix', [UNDER, HERE], { destinationPrefix: 'inv' }, HERE],
    ['none of another bucket', [THERE, HERE], { destinationBucket: 'acme-new' }, null],
    ['none of another prefix', [UNDER, HERE], { destinationPrefix: 'new' }, null],
  ] as const)('is %s', (_, documents, given: CaseOptions, meant) => {
    expect(chooseDocument(given, { ...EMPTY, configurations: documents.map((value) => kept(value)) })).toEqual(meant);
  });
});
