import fc from 'fast-check';
import type { JsonObject } from '../../src/json.ts';
import type { ContextOverride, ContextOverrides } from '../../src/policy/document/context.ts';
import { DELIVERY_ALLOW, variable } from './case-files.ts';

/** Values that conditions and requests share, so that they meet often. */
const WORDS = ['o-abc', 'o-xyz', 'eu-west-1', 'eu-west-2', 'us-east-1', 'true', '111122223333'] as const;
const PATTERNS = [...WORDS, 'o-*', 'eu-*', '*-1', '*', '??-*', 'eu-west-?', 'O-ABC', ''] as const;
const PATHS = ['o-abc/r-1/', 'o-abc/r-1/ou-1/', 'o-xyz/r-9/'] as const;
const ARNS = ['arn:aws:s3:::a', 'arn:aws:s3:::ab', 'arn:aws:sns:eu-west-1:111122223333:a', 'none'] as const;
const ARN_PATTERNS = [...ARNS.slice(0, 3), 'arn:aws:s3:::a*', 'arn:aws:*:*:*:a', 'arn:*:s3:::??'] as const;
const ADDRESSES = ['10.0.0.1', '10.1.0.1', '192.0.2.1', '2001:db8::1'] as const;
const NETWORKS = ['10.0.0.0/8', '10.0.0.0/16', '192.0.2.1', '0.0.0.0/0', '::/0', '2001:db8::/32'] as const;
const NUMBERS = ['0', '10', '20', '20.5'] as const;
const DAYS = ['2026-02-09', '2026-02-10', '2026-02-10T12:00:00Z'] as const;
const SECONDS = [1770595200, 1770681599, 1770681600, 1770681601, 1770724800, 1770724801] as const;
const KEY_ARNS = ['arn:aws:kms:eu-west-1:777788889999:key/1', 'arn:aws:kms:eu-west-1:777788889999:key/2'] as const;

const SSE = 's3:x-amz-server-side-encryption';
const SSE_KEY = 's3:x-amz-server-side-encryption-aws-kms-key-id';

/** A key that a delivery leaves unknown: how it can be in a world, and how conditions ask for it. */
interface UnknownKey {
  readonly key: string;
  readonly worlds: fc.Arbitrary<ContextOverride>;
  readonly conditions: fc.Arbitrary<JsonObject>;
}

function oneOf(words: readonly string[]): fc.Arbitrary<ContextOverride> {
  return fc.constantFrom(...words).map((word) => [word]);
}

function orAbsent(values: fc.Arbitrary<ContextOverride>): fc.Arbitrary<ContextOverride> {
  return fc.oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: fc.constant<ContextOverride>('absent') });
}

function ask(key: string, operators: readonly string[], values: readonly string[]): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      operator: fc.constantFrom(...operators),
      suffix: fc.constantFrom('', '', 'IfExists'),
      values: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }),
    })
    .map((parts) => ({ [`${parts.operator}${parts.suffix}`]: { [key]: parts.values } }));
}

function askNull(key: string): fc.Arbitrary<JsonObject> {
  return fc.constantFrom('true', 'false').map((value) => ({ Null: { [key]: value } }));
}

const TEXT = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
];
const SETS = [
  'ForAllValues:StringLike',
  'ForAnyValue:StringLike',
  'ForAllValues:StringNotLike',
  'ForAnyValue:StringNotEquals',
];
const NUMERIC = [
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
];
const DATE = NUMERIC.map((name) => name.replace('Numeric', 'Date'));

const text = fc.oneof(
  oneOf([...WORDS, 'O-ABC', 'xy-1', 'xyz']),
  fc.string({ minLength: 1, maxLength: 5 }).map((word): ContextOverride => [word]),
);

/** Keys with text values; `aws:RequestedRegion` is there in every request. */
const TEXT_KEYS: readonly UnknownKey[] = [
  { key: 'aws:SourceOrgID', worlds: orAbsent(text), conditions: ask('aws:SourceOrgID', TEXT, PATTERNS) },
  { key: 'aws:RequestedRegion', worlds: text, conditions: ask('aws:RequestedRegion', TEXT, PATTERNS) },
  { key: 'aws:PrincipalAccount', worlds: orAbsent(text), conditions: ask('aws:PrincipalAccount', TEXT, PATTERNS) },
  { key: 'acme:Undocumented', worlds: orAbsent(text), conditions: ask('acme:Undocumented', TEXT, PATTERNS) },
];

const OTHER_KEYS: readonly UnknownKey[] = [
  {
    key: 'aws:SourceOrgPaths',
    worlds: orAbsent(fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 2 })),
    conditions: ask('aws:SourceOrgPaths', SETS, [...PATHS, 'o-abc/*', 'o-*']),
  },
  {
    key: 'acme:Arn',
    worlds: orAbsent(oneOf(ARNS)),
    conditions: ask('acme:Arn', ['ArnLike', 'ArnNotLike', 'ArnEquals'], ARN_PATTERNS),
  },
  {
    key: 'acme:Address',
    worlds: orAbsent(oneOf(ADDRESSES)),
    conditions: ask('acme:Address', ['IpAddress', 'NotIpAddress'], NETWORKS),
  },
  {
    key: 'acme:Flag',
    worlds: orAbsent(oneOf(['true', 'false'])),
    conditions: ask('acme:Flag', ['Bool'], ['true', 'false']),
  },
  {
    key: 's3:signatureAge',
    worlds: oneOf(['-1', '0', '5', '10', '15', '20', '20.5', '30']),
    conditions: ask('s3:signatureAge', NUMERIC, NUMBERS),
  },
];

/** Organizations compared with each other: an unknown key against a variable whose key is unknown. */
const COMPARED: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject[]>(
  { StringNotEquals: { 'aws:SourceOrgID': variable('aws:ResourceOrgID') } },
  { StringEqualsIfExists: { 'aws:ResourceOrgID': variable('aws:SourceOrgID') } },
  { StringLike: { 'aws:RequestedRegion': variable("aws:ResourceOrgID, 'eu-west-1'") } },
);

const KNOWN: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject[]>(
  { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
  { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
  { StringEquals: { 'aws:SourceAccount': '111122223333' } },
  {},
);

const CLOCKS: fc.Arbitrary<JsonObject> = fc.oneof(
  ask('aws:CurrentTime', DATE, DAYS),
  ask('aws:EpochTime', NUMERIC, SECONDS.map(String)),
  ask('aws:EpochTime', DATE, DAYS),
);

const ENCRYPTION: fc.Arbitrary<JsonObject> = fc.oneof(
  ask(SSE, TEXT, ['AES256', 'aws:kms', 'aws:*']),
  ask(SSE_KEY, ['ArnLike', 'ArnNotEquals', 'StringEquals'], KEY_ARNS),
  askNull(SSE),
  askNull(SSE_KEY),
);

/** Conditions on keys with text values, and a few on known keys. */
export const textCondition: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 8, arbitrary: fc.oneof(...TEXT_KEYS.map(({ conditions }) => conditions)) },
  { weight: 1, arbitrary: fc.oneof(...TEXT_KEYS.map(({ key }) => askNull(key))) },
  { weight: 1, arbitrary: KNOWN },
);

/** Conditions of every family. */
export const anyCondition: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 3, arbitrary: textCondition },
  { weight: 5, arbitrary: fc.oneof(...OTHER_KEYS.map(({ conditions }) => conditions)) },
  { weight: 1, arbitrary: fc.oneof(...OTHER_KEYS.map(({ key }) => askNull(key))) },
  { weight: 2, arbitrary: CLOCKS },
  { weight: 2, arbitrary: ENCRYPTION },
  { weight: 1, arbitrary: COMPARED },
);

const BUCKET = 'arn:aws:s3:::acme-reports';
const ACTIONS = ['s3:*', 's3:PutObject', 's3:Put*', 's3:GetObject', '*'];
const RESOURCES = [
  `${BUCKET}/*`,
  `${BUCKET}/inv/*`,
  `${BUCKET}/*/data/*`,
  `${BUCKET}/*/manifest.*`,
  `${BUCKET}/other/*`,
  '*',
];
const PRINCIPALS: readonly (string | JsonObject)[] = [
  '*',
  { AWS: '*' },
  { Service: 's3.amazonaws.com' },
  { Service: 'cloudtrail.amazonaws.com' },
  { AWS: ['arn:aws:iam::444455556666:root', 'arn:aws:iam::111122223333:role/team'] },
];

export function statement(effect: 'Allow' | 'Deny', condition: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      principal: fc.constantFrom(...PRINCIPALS),
      action: fc.uniqueArray(fc.constantFrom(...ACTIONS), { minLength: 1, maxLength: 2 }),
      resource: fc.uniqueArray(fc.constantFrom(...RESOURCES), { minLength: 1, maxLength: 2 }),
      conditions: fc.array(condition, { maxLength: 3 }),
    })
    .map((parts) => ({
      Effect: effect,
      Principal: parts.principal,
      Action: parts.action,
      Resource: parts.resource,
      Condition: Object.assign({}, ...parts.conditions),
    }));
}

/** Up to four statements, each with a Sid. */
export function statements(condition: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject[]> {
  return fc
    .array(fc.oneof(statement('Allow', condition), statement('Deny', condition), fc.constant(DELIVERY_ALLOW)), {
      maxLength: 4,
    })
    .map((list) => list.map((item, index) => ({ ...item, Sid: `S${index}` })));
}

export function policy(list: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement: [...list] };
}

/** One way in which all unknown keys can be, as overrides. Keys that hang together do so here too. */
export const world: fc.Arbitrary<ContextOverrides> = fc
  .record({
    values: fc.tuple(...[...TEXT_KEYS, ...OTHER_KEYS].map(({ worlds }) => worlds)),
    resourceOrg: orAbsent(oneOf(['o-abc', 'o-xyz', 'eu-west-1'])),
    second: fc.oneof(fc.constantFrom(...SECONDS), fc.integer({ min: SECONDS[0] - 5, max: SECONDS[5] + 5 })),
    encryption: fc.constantFrom<(readonly [ContextOverride, ContextOverride])[]>(
      ['absent', 'absent'],
      [['AES256'], 'absent'],
      [['aws:kms'], [KEY_ARNS[0]]],
      [['aws:kms'], ['arn:aws:kms:eu-west-1:777788889999:key/3']],
    ),
  })
  .map(
    ({ values, resourceOrg, second, encryption }) =>
      new Map<string, ContextOverride>([
        ...[...TEXT_KEYS, ...OTHER_KEYS].map(({ key }, index): [string, ContextOverride] => [
          key,
          values[index] ?? 'absent',
        ]),
        ['aws:ResourceOrgID', resourceOrg],
        ['aws:CurrentTime', [new Date(second * 1000).toISOString()]],
        ['aws:EpochTime', [String(second)]],
        [SSE, encryption[0]],
        [SSE_KEY, encryption[1]],
      ]),
  );
