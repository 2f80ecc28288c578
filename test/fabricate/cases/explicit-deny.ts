import type { JsonObject } from '../../../src/json.ts';
import { DESTINATION_ACCOUNT, DESTINATION_BUCKET } from '../cast.ts';
import { putBucketPolicy } from '../events/s3.ts';
import type { Configuration } from '../inventory.ts';
import { allowInventory, denyAll, policy } from '../policies.ts';
import { type Scenario, theme } from './scenario.ts';
import { CHANGE, DANA, REFUSED_SIX_TIMES, refusals, stage } from './stage.ts';

/** A Deny that says nothing about S3 catches its delivery all the same. */
export const explicitDeny: Scenario[] = theme('explicit-deny', {
  'unless-the-caller-comes-from-the-office': caught(
    'Requests that S3 makes for itself carry no source address, so NotIpAddress holds.',
    { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    ['aws:SourceIp'],
  ),
  'unless-the-call-comes-through-a-vpc-endpoint': caught(
    'S3 delivers through no endpoint: the missing key makes StringNotEquals true.',
    { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718' } },
    ['aws:SourceVpce'],
  ),
  'unless-the-caller-is-in-the-organization': caught(
    'A service has no organization.',
    { StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } },
    ['aws:PrincipalOrgID'],
  ),
  'unless-the-caller-is-on-a-list-of-roles': caught(
    'A service principal has no ARN among those listed.',
    { ArnNotLike: { 'aws:PrincipalArn': [`arn:aws:iam::${DESTINATION_ACCOUNT}:role/analytics`] } },
    ['aws:PrincipalArn'],
  ),
  'if-exists-makes-a-negated-condition-no-safer': caught(
    'StringNotEqualsIfExists is true when the key is missing.',
    { StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-0f1e2d3c4b5a69788' } },
    ['aws:SourceVpc'],
  ),
  'if-exists-makes-a-positive-condition-true': caught(
    'A blocklist written with IfExists catches everybody who has no such key.',
    { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-0f1e2d3c4b5a69788' } },
    ['aws:SourceVpc'],
  ),
  'two-conditions-that-both-hold': caught(
    'Neither the office nor the endpoint: S3 has neither address nor endpoint, and both conditions hold.',
    {
      NotIpAddressIfExists: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] },
      StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718' },
    },
    ['aws:SourceIp', 'aws:SourceVpce'],
  ),
  'uploads-without-an-encryption-header': caught(
    'The configuration says nothing about encryption, so no header is sent; the bucket default does not count.',
    { Null: { 's3:x-amz-server-side-encryption': 'true' } },
    ['s3:x-amz-server-side-encryption'],
    { encryption: 'none' },
  ),
  'uploads-not-encrypted-with-kms': caught(
    'The configuration asks for SSE-S3, the policy for SSE-KMS.',
    { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
    ['s3:x-amz-server-side-encryption'],
    { encryption: 'SSE-S3' },
  ),
  'uploads-not-encrypted-with-one-key': caught(
    'The key id header is missing with SSE-S3, and the negated IfExists operator holds.',
    {
      ArnNotEqualsIfExists: {
        's3:x-amz-server-side-encryption-aws-kms-key-id': `arn:aws:kms:eu-west-1:${DESTINATION_ACCOUNT}:key/5b7c0c1e-2d3f-4a5b-8c6d-7e8f90a1b2c3`,
      },
    },
    ['s3:x-amz-server-side-encryption-aws-kms-key-id'],
    { encryption: 'SSE-S3' },
  ),
  'everybody-but-the-listed-principals': caughtBy('NotPrincipal without the service among those listed.', {
    Sid: 'Catches',
    Effect: 'Deny',
    NotPrincipal: {
      AWS: [`arn:aws:iam::${DESTINATION_ACCOUNT}:root`, `arn:aws:iam::${DESTINATION_ACCOUNT}:role/analytics`],
    },
    Action: 's3:*',
    Resource: `arn:aws:s3:::${DESTINATION_BUCKET}/*`,
  }),
  'everything-but-reading': caughtBy('NotAction leaves writing denied, to everybody.', {
    Sid: 'Catches',
    Effect: 'Deny',
    Principal: '*',
    NotAction: ['s3:Get*', 's3:List*'],
    Resource: [`arn:aws:s3:::${DESTINATION_BUCKET}`, `arn:aws:s3:::${DESTINATION_BUCKET}/*`],
  }),
  'everywhere-but-below-one-prefix': caughtBy('NotResource leaves the prefix of the reports denied.', {
    Sid: 'Catches',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: ['s3:DeleteObject', 's3:PutObject'],
    NotResource: `arn:aws:s3:::${DESTINATION_BUCKET}/exports/*`,
  }),
  'only-the-data-files': caughtBy(
    'Only compressed files are denied, which the manifests are not: the delivery is denied.',
    {
      Sid: 'Catches',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${DESTINATION_BUCKET}/*.csv.gz`,
    },
  ),
});

/** Dana adds a Deny on the whole bucket under one condition. */
function caught(
  story: string,
  condition: JsonObject,
  conditionKeys: readonly string[],
  configuration: Configuration = {},
): Omit<Scenario, 'theme' | 'name'> {
  return caughtBy(story, denyAll('Catches', condition), conditionKeys, configuration);
}

function caughtBy(
  story: string,
  statement: JsonObject,
  conditionKeys: readonly string[] = [],
  configuration: Configuration = {},
): Omit<Scenario, 'theme' | 'name'> {
  return {
    evidence: stage({
      configuration,
      case: { encryption: configuration.encryption ?? 'SSE-S3' },
      events: [putBucketPolicy({ time: CHANGE, by: DANA, policy: policy(allowInventory(), statement) }), ...refusals()],
    }),
    expected: {
      story,
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: {
            link: 'destination-policy',
            decision: 'explicit-deny',
            statement: { sid: 'Catches', index: 1 },
            conditionKeys,
          },
          restoredBy: null,
          stillDenied: null,
          candidates: [{ time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' }],
        },
      ],
      warnings: ['deny-may-be-deliberate'],
    },
  };
}
