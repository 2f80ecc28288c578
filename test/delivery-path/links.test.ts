import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.ts';
import { configurationHistory } from '../../src/delivery-path/configuration-history.ts';
import { createLinkEvaluator, targetOf } from '../../src/delivery-path/evaluate-links.ts';
import type { Link, LinkState } from '../../src/delivery-path/link.ts';
import type { Place } from '../../src/delivery-path/place.ts';
import type { Knowledge, World } from '../../src/delivery-path/world.ts';
import type { JsonValue } from '../../src/json.ts';
import { ALLOWING, at, DENYING, KEY, SUBJECT } from '../timeline/made-evidence.ts';

const NOW = at('2026-02-20T12:00:00Z');
const BUCKET = 'acme-reports';
const KMS = { type: 'SSE-KMS', keyId: KEY } as const;
const HOME: Place = { bucket: BUCKET, prefix: 'inv', encryption: { type: 'SSE-S3' }, format: 'CSV' };
const WITH_KEY: Place = { ...HOME, encryption: KMS };
const NO_ENCRYPTION: Place = { ...HOME, encryption: { type: 'none' } };
const UNKNOWN_ENCRYPTION: Place = { ...HOME, encryption: null };

const [{ state: CONFIGURATION } = { state: null }] = configurationHistory(SUBJECT, null, [], [], [], {
  nothingArrived: () => true,
  everyChange: () => true,
}).steps;
if (CONFIGURATION === null) throw new RangeError('a history has a first step');

const NOTHING: World = {
  configuration: CONFIGURATION,
  bucketExists: new Map(),
  bucketRegion: new Map(),
  bucketPolicies: new Map(),
  encryptions: new Map(),
  keyPolicies: new Map(),
  keyStates: new Map(),
  rcps: new Map(),
};

function told<T>(value: T, basis: 'event' | 'document' = 'event'): Knowledge<T> {
  return { state: 'known', value, basis };
}

function captured<T>(value: T): Knowledge<T> {
  return { state: 'known', value, basis: 'capture', capturedAt: NOW };
}

const UNTOLD = { state: 'unknown', reason: 'the log does not hold it' } as const;

interface Row {
  readonly world?: Partial<World>;
  readonly place?: Place;
  readonly subject?: Partial<Case>;
  /** State, decision, basis and, where it matters, words of the explanation. */
  readonly is: readonly [LinkState['state'], LinkState['decision'], LinkState['basis'], string?];
}

function judged(link: Link, { world = {}, place = HOME, subject = {} }: Row): LinkState {
  return createLinkEvaluator({ ...SUBJECT, ...subject })({ ...NOTHING, ...world }, place, NOW)[link];
}

function table(link: Link, rows: Readonly<Record<string, Row>>): void {
  describe(`the ${link}`, () => {
    it.each(Object.entries(rows))('%s', (_, row) => {
      const { state, decision, basis, explanation } = judged(link, row);
      const [, , , words = ''] = row.is;
      expect([state, decision, basis]).toEqual(row.is.slice(0, 3));
      expect(explanation).toContain(words);
    });
  });
}

const bucketExists = (exists: Knowledge<boolean>) => ({ bucketExists: new Map([[BUCKET, exists]]) });

table('destination-bucket', {
  'of a place that is not known': { place: { ...HOME, bucket: null }, is: ['unknown', 'unknown', 'none'] },
  'of which nothing is told': { is: ['unknown', 'unknown', 'none', 'no evidence says whether bucket acme-reports'] },
  'of which it is not known': { world: bucketExists(UNTOLD), is: ['unknown', 'unknown', 'none'] },
  'that was made': { world: bucketExists(told(true)), is: ['allowed', 'allowed', 'event'] },
  'that was captured': { world: bucketExists(captured(true)), is: ['allowed', 'allowed', 'capture'] },
  'that was deleted': { world: bucketExists(told(false)), is: ['denied', 'deleted', 'event', 'was deleted'] },
  'that AWS does not find': {
    world: bucketExists(told(false, 'document')),
    is: ['denied', 'deleted', 'document', 'AWS answers that there is no bucket'],
  },
});

const configured = (state: Partial<World['configuration']>) => ({ configuration: { ...CONFIGURATION, ...state } });

table('configuration', {
  'that is not known': { is: ['unknown', 'unknown', 'none'] },
  enabled: {
    world: configured({ exists: true, isEnabled: true, basis: 'event' }),
    is: ['allowed', 'allowed', 'event'],
  },
  disabled: {
    world: configured({ exists: true, isEnabled: false, basis: 'event' }),
    is: ['denied', 'disabled', 'event', 'disabled'],
  },
  deleted: {
    world: configured({ exists: false, isEnabled: false, basis: 'event' }),
    is: ['denied', 'deleted', 'event', 'deleted'],
  },
  'that AWS does not find': {
    world: configured({ exists: false, isEnabled: false, basis: 'document' }),
    is: ['denied', 'deleted', 'document', 'AWS answers that there is no'],
  },
});

const policy = (of: Knowledge<JsonValue | null>) => ({ bucketPolicies: new Map([[BUCKET, of]]) });

table('destination-policy', {
  'for a write that is not known': {
    subject: { configurationId: null },
    world: policy(told(ALLOWING)),
    is: ['unknown', 'unknown', 'none', 'which write'],
  },
  'of which nothing is told': { is: ['unknown', 'unknown', 'none', 'the bucket policy of acme-reports'] },
  'that no log holds': { world: policy(UNTOLD), is: ['unknown', 'unknown', 'none', 'the log does not hold it'] },
  'that there is none of': { world: policy(told(null)), is: ['denied', 'implicit-deny', 'event'] },
  'that allows': { world: policy(told(ALLOWING, 'document')), is: ['allowed', 'allowed', 'document'] },
  'that denies': { world: policy(captured(DENYING)), is: ['denied', 'explicit-deny', 'capture'] },
});

const ofKey: JsonValue = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    Resource: '*',
  },
};
const DENYING_KEY: JsonValue = {
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' },
};
const keyPolicy = (of: Knowledge<JsonValue>) => ({ keyPolicies: new Map([['k-1', of]]) });

table('key-policy', {
  'where the encryption is not known': {
    place: UNKNOWN_ENCRYPTION,
    world: keyPolicy(told(DENYING_KEY)),
    is: ['unknown', 'unknown', 'none', 'no evidence says whether'],
  },
  'where there is no key': { world: keyPolicy(told(DENYING_KEY)), is: ['not-applicable', 'allowed', 'none'] },
  'of which nothing is told': { place: WITH_KEY, is: ['unknown', 'unknown', 'none', 'is not in evidence'] },
  'that no log holds': { place: WITH_KEY, world: keyPolicy(UNTOLD), is: ['unknown', 'unknown', 'none', 'the log'] },
  'that allows': { place: WITH_KEY, world: keyPolicy(told(ofKey)), is: ['allowed', 'allowed', 'event'] },
  'that denies': { place: WITH_KEY, world: keyPolicy(told(DENYING_KEY)), is: ['denied', 'explicit-deny', 'event'] },
});

const keyState = (of: World['keyStates'] extends ReadonlyMap<string, infer S> ? S : never) => ({
  keyStates: new Map([['k-1', of]]),
});

table('key-state', {
  'where the encryption is not known': { place: UNKNOWN_ENCRYPTION, is: ['unknown', 'unknown', 'none'] },
  'where there is no key': { is: ['not-applicable', 'allowed', 'none'] },
  'of which nothing is told': { place: WITH_KEY, is: ['unknown', 'unknown', 'none', 'is not in evidence'] },
  enabled: { place: WITH_KEY, world: keyState(told('Enabled')), is: ['allowed', 'allowed', 'event'] },
  disabled: { place: WITH_KEY, world: keyState(told('Disabled')), is: ['denied', 'disabled', 'event'] },
  'about to be deleted': {
    place: WITH_KEY,
    world: keyState(told('PendingDeletion', 'document')),
    is: ['denied', 'deleted', 'document', 'scheduled for deletion'],
  },
  deleted: { place: WITH_KEY, world: keyState(told('Deleted')), is: ['denied', 'deleted', 'event', 'was deleted'] },
  'without its material': {
    place: WITH_KEY,
    world: keyState(told('Unusable')),
    is: ['denied', 'unusable-key', 'event'],
  },
  'of a key of AWS': {
    place: { ...HOME, encryption: { type: 'SSE-KMS', keyId: 'alias/aws/s3' } },
    is: ['denied', 'unusable-key', 'document', 'one that AWS manages'],
  },
});

const byDefault = (keyId: string | null, algorithm = 'aws:kms') => ({
  encryptions: new Map([[BUCKET, told({ algorithm, keyId })]]),
});

table('default-encryption', {
  'of a place that is not known': { place: { ...HOME, bucket: null }, is: ['unknown', 'unknown', 'none'] },
  'where the configuration names its own': { world: byDefault(KEY), is: ['not-applicable', 'allowed', 'none'] },
  'of which nothing is told': { place: NO_ENCRYPTION, is: ['unknown', 'unknown', 'none', 'is not in evidence'] },
  'that no log holds': {
    place: NO_ENCRYPTION,
    world: { encryptions: new Map([[BUCKET, UNTOLD]]) },
    is: ['unknown', 'unknown', 'none', 'the log does not hold it'],
  },
  'that is none': {
    place: NO_ENCRYPTION,
    world: { encryptions: new Map([[BUCKET, captured(null)]]) },
    is: ['allowed', 'allowed', 'capture'],
  },
  'without a key': { place: NO_ENCRYPTION, world: byDefault(null, 'AES256'), is: ['allowed', 'allowed', 'event'] },
  'with a key of AWS': {
    place: NO_ENCRYPTION,
    world: byDefault(null),
    is: ['unknown', 'unknown', 'none', 'AWS managed'],
  },
  'with a key of AWS by its alias': {
    place: NO_ENCRYPTION,
    world: byDefault('alias/aws/s3'),
    is: ['unknown', 'unknown', 'none', 'AWS managed'],
  },
  'with a key that lets S3 use it': {
    place: NO_ENCRYPTION,
    world: { ...byDefault(KEY), ...keyPolicy(told(ofKey)), ...keyState(told('Enabled')) },
    is: ['allowed', 'allowed', 'event'],
  },
  'with a key that does not': {
    place: NO_ENCRYPTION,
    world: { ...byDefault(KEY, 'aws:kms:dsse'), ...keyPolicy(told(DENYING_KEY)) },
    is: ['denied', 'unusable-key', 'event', `the destination now encrypts by default with key ${KEY}`],
  },
  'with a key that is disabled': {
    place: NO_ENCRYPTION,
    world: { ...byDefault(KEY), ...keyPolicy(told(ofKey)), ...keyState(told('Disabled')) },
    is: ['denied', 'unusable-key', 'event', 'is disabled'],
  },
  'with such a key, where the configuration may name its own': {
    place: UNKNOWN_ENCRYPTION,
    world: { ...byDefault(KEY), ...keyPolicy(told(DENYING_KEY)) },
    is: ['unknown', 'unknown', 'none', 'whether the configuration names its own encryption is not known'],
  },
});

const regions = (source: string | null, destination: string | null) => ({
  bucketRegion: new Map([
    ...(source === null ? [] : [['acme-lake', source] as const]),
    ...(destination === null ? [] : [[BUCKET, destination] as const]),
  ]),
});

table('region', {
  'where one is not known': { world: regions('eu-west-1', null), is: ['unknown', 'unknown', 'none'] },
  'where the other is not known': { world: regions(null, 'eu-west-1'), is: ['unknown', 'unknown', 'none'] },
  'that is the same': { world: regions('eu-west-1', 'eu-west-1'), is: ['allowed', 'allowed', 'event'] },
  'that is another': {
    world: regions('eu-west-1', 'us-east-1'),
    is: ['denied', 'unknown', 'event', 'within one Region'],
  },
  'of the key, which is another': {
    place: WITH_KEY,
    world: regions('us-east-1', 'us-east-1'),
    is: ['denied', 'unknown', 'event', 'the KMS key is in eu-west-1'],
  },
  'of a key named by its id': {
    place: { ...HOME, encryption: { type: 'SSE-KMS', keyId: 'k-1' } },
    world: regions('us-east-1', 'us-east-1'),
    is: ['allowed', 'allowed', 'event'],
  },
});

const DENYING_RCP: JsonValue = {
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: '*' },
};
const OTHERS_RCP: JsonValue = {
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*' },
};
const rcps = (...of: (readonly [Knowledge<JsonValue>, ...string[]])[]) => ({
  rcps: new Map(of.map(([content, ...targets], index) => [`p-${index}`, { content, targets: new Set(targets) }])),
});
const MEMBER = { destinationAccount: '444455556666' };

table('rcp', {
  'where there is none': { subject: MEMBER, is: ['unknown', 'unknown', 'none', 'no resource control policy'] },
  'for a write that is not known': {
    subject: { ...MEMBER, sourceBucket: null },
    world: rcps([told(DENYING_RCP), '444455556666']),
    is: ['unknown', 'unknown', 'none', 'which write'],
  },
  'that is attached nowhere': {
    subject: MEMBER,
    world: rcps([told(DENYING_RCP)]),
    is: ['unknown', 'unknown', 'none', 'no resource control policy'],
  },
  'that is attached to the account': {
    subject: MEMBER,
    world: rcps([told(DENYING_RCP), '444455556666']),
    is: ['denied', 'explicit-deny', 'event'],
  },
  'that is attached to the root': {
    subject: MEMBER,
    world: rcps([told(DENYING_RCP), 'r-ab12']),
    is: ['denied', 'explicit-deny', 'event'],
  },
  'that is attached to the root and elsewhere': {
    subject: MEMBER,
    world: rcps([told(DENYING_RCP), '999988887777', 'r-ab12']),
    is: ['denied', 'explicit-deny', 'event'],
  },
  'that denies, beside one that is not known': {
    subject: MEMBER,
    world: rcps([UNTOLD, 'r-ab12'], [told(DENYING_RCP), 'r-ab12']),
    is: ['denied', 'explicit-deny', 'event'],
  },
  'that is attached to another account': {
    subject: MEMBER,
    world: rcps([told(DENYING_RCP), '999988887777']),
    is: ['unknown', 'unknown', 'none', 'no resource control policy'],
  },
  'that is attached to a unit': {
    subject: MEMBER,
    world: rcps([told(DENYING_RCP), '999988887777', 'ou-ab12-cd34']),
    is: ['unknown', 'unknown', 'none', 'organizational unit'],
  },
  'of which no log holds what it says': {
    subject: MEMBER,
    world: rcps([UNTOLD, 'r-ab12']),
    is: ['unknown', 'unknown', 'none', 'the log does not hold it'],
  },
  'beside one that denies': {
    subject: MEMBER,
    world: rcps([told(OTHERS_RCP), 'r-ab12'], [told(DENYING_RCP), 'r-ab12']),
    is: ['denied', 'explicit-deny', 'event'],
  },
  'beside one that is not known': {
    subject: MEMBER,
    world: rcps([told(OTHERS_RCP), 'r-ab12'], [UNTOLD, 'r-ab12']),
    is: ['unknown', 'unknown', 'none', 'the log does not hold it'],
  },
});

it('keeps what an item of AWS Config was captured', () => {
  expect(judged('destination-policy', { world: policy(captured(DENYING)), is: ['denied', 'deleted', 'none'] })).toEqual(
    expect.objectContaining({ capturedAt: NOW }),
  );
});

describe('the write that is judged', () => {
  it.each([{ sourceBucket: null }, { configurationId: null }])('is not known without %j', (unsaid) => {
    expect(targetOf(HOME, { ...SUBJECT, ...unsaid }, NOW, null)).toBeNull();
  });

  it('is of the place, with its key, format and partition', () => {
    const target = targetOf(WITH_KEY, SUBJECT, NOW, 'aws-cn');
    expect(target).toMatchObject({ destinationBucket: BUCKET, destinationPrefix: 'inv', format: 'CSV', keyArn: KEY });
    expect(target).toMatchObject({ partition: 'aws-cn', time: NOW });
    expect(targetOf({ ...HOME, prefix: null, format: null }, SUBJECT, NOW, null)).toEqual({
      profile: SUBJECT.profile,
      sourceBucket: 'acme-lake',
      sourceAccount: null,
      destinationBucket: BUCKET,
      destinationPrefix: '',
      configurationId: 'daily-full',
      encryption: { type: 'SSE-S3' },
      keyArn: null,
      time: NOW,
    });
  });
});

describe('of one world after the other', () => {
  const open = (policy: JsonValue) => ({
    ...NOTHING,
    bucketPolicies: new Map([[BUCKET, told<JsonValue | null>(policy)]]),
  });

  it('a link is judged where something that goes into it is new', () => {
    let looks = 0;
    class Counting extends Map<string, never> {
      override get(name: string): undefined {
        looks += Number(name === BUCKET);
      }
    }
    const evaluate = createLinkEvaluator(SUBJECT);
    const encryptions = new Counting();
    for (const policy of [ALLOWING, DENYING, ALLOWING]) evaluate({ ...open(policy), encryptions }, HOME, NOW);
    evaluate({ ...open(ALLOWING), encryptions }, NO_ENCRYPTION, NOW);
    evaluate({ ...open(ALLOWING), encryptions }, NO_ENCRYPTION, NOW);
    expect(looks).toBe(1);
  });

  it('and where a policy looks at the clock, at each moment', () => {
    const untilNoon = {
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
        Condition: { DateLessThan: { 'aws:CurrentTime': '2026-02-20T12:00:00Z' } },
      },
    };
    const evaluate = createLinkEvaluator(SUBJECT);
    const world = open(untilNoon);
    const states = [-1, 1, -1].map(
      (hours) => evaluate(world, HOME, NOW + hours * 3_600_000)['destination-policy'].state,
    );
    expect(states).toEqual(['allowed', 'denied', 'allowed']);
  });
});
