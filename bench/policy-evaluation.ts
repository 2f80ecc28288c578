import type { JsonObject } from '../src/json.ts';
import { type DeliveryTarget, evaluateDelivery } from '../src/policy/delivery/delivery.ts';
import { sizeOf } from '../src/policy/document/parse.ts';
import type { LinkEvaluation } from '../src/policy/evaluate/link-evaluation.ts';
import { INVENTORY_PROFILE } from '../src/profile/inventory/inventory.ts';

/**
 * How long one warm answer of `evaluateDelivery` takes, all five keys and its sentence included, for a policy near
 * the 20 KB that S3 allows. The policy is one document object, as it is while a history is replayed.
 *
 * Run: npx tsx bench/policy-evaluation.ts
 */
function main(): void {
  const policies: readonly (readonly [string, JsonObject])[] = [
    ['allowed', largePolicy([])],
    ['explicit deny', largePolicy([deny({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })])],
    ['depends', largePolicy([deny({ StringNotEquals: { 'aws:ResourceOrgID': 'o-abcdefghij' } })])],
  ];
  for (const [name, policy] of policies) {
    const { decision } = evaluateDelivery(policy, TARGET);
    const [median, worst] = measure(() => evaluateDelivery(policy, TARGET));
    process.stdout.write(
      `${name}: ${sizeOf(policy)} bytes, ${decision}, median ${median.toFixed(1)} us, slowest tenth ${worst.toFixed(1)} us\n`,
    );
  }
}

const TARGET: DeliveryTarget = {
  profile: INVENTORY_PROFILE,
  sourceBucket: 'acme-lake',
  sourceAccount: '111122223333',
  destinationBucket: 'acme-reports',
  destinationPrefix: 'inv',
  configurationId: 'daily-full',
  encryption: { type: 'none' },
  keyArn: null,
};

const MOST_BYTES = 20_480;

/** Statements of the kinds that large bucket policies are made of, up to the size limit. */
function largePolicy(last: readonly JsonObject[]): JsonObject {
  const statements: JsonObject[] = [DELIVERY, ...last];
  for (let index = 0; ; index += 1) {
    const next = fill(index);
    if (sizeOf({ Version: '2012-10-17', Statement: [...statements, next] }) > MOST_BYTES) break;
    statements.push(next);
  }
  return { Version: '2012-10-17', Statement: statements };
}

const DELIVERY: JsonObject = {
  Sid: 'InventoryDelivery',
  Effect: 'Allow',
  Principal: { Service: 's3.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::acme-reports/*',
  Condition: {
    ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-lake' },
    StringEquals: { 'aws:SourceAccount': '111122223333', 's3:x-amz-acl': 'bucket-owner-full-control' },
  },
};

function deny(condition: JsonObject): JsonObject {
  return {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: 'arn:aws:s3:::acme-reports/*',
    Condition: condition,
  };
}

function fill(index: number): JsonObject {
  const resource = `arn:aws:s3:::acme-reports/team-${index}/*`;
  switch (index % 3) {
    case 0:
      return {
        Sid: `Team${index}`,
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::111122223333:role/team-${index}` },
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: resource,
      };
    case 1:
      return {
        Sid: `Encrypted${index}`,
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: resource,
        Condition: { StringNotEqualsIfExists: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      };
    default:
      return {
        Sid: `Tls${index}`,
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: ['arn:aws:s3:::acme-reports', 'arn:aws:s3:::acme-reports/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      };
  }
}

/** Median and ninetieth percentile of 200 batches, in microseconds for one call. */
function measure(call: () => LinkEvaluation): [median: number, worst: number] {
  for (let index = 0; index < 5_000; index += 1) call();
  const times = Array.from({ length: 200 }, () => {
    const start = process.hrtime.bigint();
    for (let index = 0; index < 100; index += 1) call();
    return Number(process.hrtime.bigint() - start) / 100_000;
  }).sort((left, right) => left - right);
  return [times[100] ?? Number.NaN, times[180] ?? Number.NaN];
}

main();
