import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCloudFormationTemplates } from '../../src/check/cloudformation/read-template.ts';
import { readTerraformPlan } from '../../src/check/terraform/read-plan.ts';
import { ForensicsError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/json.ts';
import { partitionOfRegion } from '../../src/partition.ts';
import { runs } from '../property-runs.ts';
import { checkGiven, type Given } from './check-offline.ts';
import { deny, keyPolicyOf, policyOf } from './documents.ts';
import { creation, inventoryValues, planOf, policyValues, resource } from './terraform/plans.ts';

/** Everything that a delivery rests on, told in full. */
interface Facts {
  readonly sourceBucket: string;
  readonly sourceAccount: string;
  readonly sourceRegion: string;
  readonly destinationArn: string;
  readonly destinationRegion: string;
  /** Who owns the destination, and who the configuration expects to. */
  readonly owner: string;
  readonly expectedOwner: string;
  readonly prefix: string;
  readonly id: string;
  readonly format: string;
  readonly isEnabled: boolean;
  readonly encryption: 'none' | 'SSE-S3' | 'SSE-KMS';
  readonly key: string;
  readonly keyState: string;
  readonly isKeyManaged: boolean;
  readonly bucketKey: boolean;
  readonly time: number;
  readonly policy: JsonObject;
  readonly keyPolicy: JsonObject;
}

const NOW = Date.UTC(2026, 1, 20);

const facts = fc
  .record({
    region: fc.constantFrom('eu-west-1', 'us-east-1', 'cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'eusc-de-east-1'),
    prefix: fc.constantFrom('', 'inv', 'deep/er'),
    id: fc.constantFrom('daily-full', 'weekly'),
    format: fc.constantFrom('CSV', 'ORC', 'Parquet'),
    encryption: fc.constantFrom('none' as const, 'SSE-S3' as const, 'SSE-KMS' as const),
    keyId: fc.constantFrom('1234abcd-12ab-34cd-56ef-1234567890ab', 'mrk-1234abcd12ab34cd56ef1234567890ab'),
    bucketKey: fc.boolean(),
  })
  .map(({ region, prefix, id, format, encryption, keyId, bucketKey }): Facts => {
    const partition = partitionOfRegion(region);
    const arn = (name: string) => `arn:${partition}:s3:::${name}`;
    const folder = prefix === '' ? '' : `${prefix}/`;
    const source = {
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': arn('acme-lake') },
    };
    const allow = {
      Sid: 'In',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${arn('acme-reports')}/${folder}acme-lake/${id}/*`,
      Condition: { ...source, DateLessThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } },
    };
    const context = bucketKey ? arn('acme-reports') : `${arn('acme-reports')}/*`;
    const use = {
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'kms:GenerateDataKey',
      Resource: '*',
      Condition: { ...source, ArnLike: { ...source.ArnLike, 'kms:EncryptionContext:aws:s3:arn': context } },
    };
    return {
      sourceBucket: 'acme-lake',
      sourceAccount: '111122223333',
      sourceRegion: region,
      destinationArn: arn('acme-reports'),
      destinationRegion: region,
      owner: '444455556666',
      expectedOwner: '444455556666',
      prefix,
      id,
      format,
      isEnabled: true,
      encryption,
      key: `arn:${partition}:kms:${region}:777788889999:key/${keyId}`,
      keyState: 'Enabled',
      isKeyManaged: false,
      bucketKey,
      time: NOW,
      policy: policyOf(allow),
      keyPolicy: keyPolicyOf(use),
    };
  });

type Form = (facts: Facts) => Given;

const FORMS: Readonly<Record<string, Form>> = {
  documents: (told) => ({
    ...common(told),
    policy: told.policy,
    configuration: {
      Destination: {
        S3BucketDestination: {
          AccountId: told.expectedOwner,
          Bucket: told.destinationArn,
          Format: told.format,
          Prefix: told.prefix,
          ...encryptionOf(told),
        },
      },
      IsEnabled: told.isEnabled,
      Id: told.id,
      IncludedObjectVersions: 'Current',
      Schedule: { Frequency: 'Daily' },
    },
    ...(told.encryption === 'SSE-KMS' ? { keyPolicy: told.keyPolicy, context: contextOf(told) } : {}),
    regions: [told.sourceRegion, told.destinationRegion],
  }),
  plan: (told) => ({
    ...common(told),
    code: readTerraformPlan({ name: 'plan.json', text: JSON.stringify(plan(told)) }),
  }),
  template: (told) => ({
    ...common(told),
    code: readCloudFormationTemplates([{ name: 'template.json', text: JSON.stringify(template(told)) }], {
      parameters: new Map(),
      region: told.destinationRegion,
      account: told.owner,
    }),
    regions: [told.sourceRegion, told.destinationRegion],
  }),
};

function common(told: Facts): Given {
  const isKeyUsed = told.encryption === 'SSE-KMS';
  return {
    case: { sourceBucket: told.sourceBucket, sourceAccount: told.sourceAccount, destinationAccount: told.owner },
    clock: told.time,
    key: isKeyUsed ? { id: told.key, state: told.keyState, isAwsManaged: told.isKeyManaged } : null,
  };
}

function encryptionOf({ encryption, key }: Facts): JsonObject {
  if (encryption === 'none') return {};
  return { Encryption: encryption === 'SSE-S3' ? { SSES3: {} } : { SSEKMS: { KeyId: key } } };
}

/** Documents by themselves do not tell whether the destination uses a Bucket Key. */
function contextOf({ bucketKey, destinationArn, prefix, id }: Facts): string[] {
  const folder = prefix === '' ? '' : `${prefix}/`;
  const arn = bucketKey ? destinationArn : `${destinationArn}/${folder}acme-lake/${id}/data/`;
  return [`kms:EncryptionContext:aws:s3:arn=${arn}`];
}

function plan(told: Facts): JsonObject {
  const kms = told.encryption === 'SSE-KMS' ? [{ key_id: told.key }] : [];
  const sse = told.encryption === 'SSE-S3' ? [{}] : [];
  const rule = [
    {
      apply_server_side_encryption_by_default: [{ sse_algorithm: 'AES256', kms_master_key_id: null }],
      bucket_key_enabled: told.bucketKey,
    },
  ];
  return planOf({
    resources: [
      resource('aws_s3_bucket.lake', { bucket: 'acme-lake', region: told.sourceRegion }),
      resource('aws_s3_bucket.reports', { bucket: 'acme-reports', region: told.destinationRegion }),
      resource('aws_s3_bucket_server_side_encryption_configuration.reports', { bucket: 'acme-reports', rule }),
      resource('aws_s3_bucket_policy.reports', policyValues(told.policy)),
      resource('aws_kms_key.reports', { arn: told.key, policy: JSON.stringify(told.keyPolicy) }),
      resource(
        'aws_s3_bucket_inventory.daily',
        inventoryValues(
          { name: told.id, enabled: told.isEnabled },
          {
            account_id: told.expectedOwner,
            bucket_arn: told.destinationArn,
            encryption: kms.length + sse.length === 0 ? [] : [{ sse_kms: kms, sse_s3: sse }],
            format: told.format,
            prefix: told.prefix,
          },
        ),
      ),
    ],
    changes: [creation('aws_s3_bucket.reports')],
  });
}

/** There is no place in a template for the encryption of the reports. */
function template(told: Facts): JsonObject {
  return {
    Resources: {
      Reports: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'acme-reports' } },
      Policy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: { Ref: 'Reports' }, PolicyDocument: told.policy },
      },
      Lake: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: 'acme-lake',
          InventoryConfigurations: [
            {
              Id: told.id,
              Enabled: told.isEnabled,
              IncludedObjectVersions: 'All',
              ScheduleFrequency: 'Daily',
              Destination: {
                BucketAccountId: told.expectedOwner,
                BucketArn: told.destinationArn,
                Format: told.format,
                Prefix: told.prefix,
              },
            },
          ],
        },
      },
    },
  };
}

interface Change {
  readonly name: string;
  /** null where the fact plays no part. */
  readonly change: (facts: Facts) => Partial<Facts> | null;
  /** Forms that have no place for it. */
  readonly notIn?: readonly string[];
}

const withStatement = ({ policy }: Facts, statement: JsonObject): Partial<Facts> => ({
  policy: { ...policy, Statement: [...(policy['Statement'] as JsonObject[]), statement] },
});
const ofKey =
  (change: (facts: Facts) => Partial<Facts>) =>
  (told: Facts): Partial<Facts> | null =>
    told.encryption === 'SSE-KMS' ? change(told) : null;
const NAMES = { CSV: '*.csv.gz', ORC: '*.orc', Parquet: '*.parquet' } as const;
const denied = (told: Facts, pattern: string): JsonObject =>
  deny('No', {}, { Action: 's3:PutObject', Resource: `${told.destinationArn}/${pattern}` });

const CHANGES: readonly Change[] = [
  { name: 'another source', change: () => ({ sourceBucket: 'acme-other' }), notIn: ['plan', 'template'] },
  { name: 'another source account', change: () => ({ sourceAccount: '999900001111' }) },
  { name: 'the source in another Region', change: () => ({ sourceRegion: 'ap-south-1' }) },
  { name: 'the destination in another Region', change: () => ({ destinationRegion: 'ap-south-1' }) },
  { name: 'another owner', change: () => ({ owner: '999900001111' }) },
  { name: 'another owner expected', change: () => ({ expectedOwner: '999900001111' }) },
  { name: 'an owner that is none', change: () => ({ expectedOwner: '44445555666' }) },
  { name: 'a bare name for the ARN', change: () => ({ destinationArn: 'acme-reports' }) },
  { name: 'an ARN with an account', change: () => ({ destinationArn: 'arn:aws:s3::444455556666:acme-reports' }) },
  { name: 'an ARN with a path', change: (told) => ({ destinationArn: `${told.destinationArn}/inv` }) },
  { name: 'an ARN of another bucket', change: (told) => ({ destinationArn: `${told.destinationArn}-2` }) },
  { name: 'a directory bucket', change: (told) => ({ destinationArn: `${told.destinationArn}--euw1-az1--x-s3` }) },
  { name: 'another partition', change: () => ({ destinationArn: 'arn:aws-iso-b:s3:::acme-reports' }) },
  { name: 'another prefix', change: () => ({ prefix: 'moved' }) },
  { name: 'another id', change: () => ({ id: 'another' }) },
  { name: 'switched off', change: () => ({ isEnabled: false }) },
  { name: 'a time past the Allow', change: () => ({ time: Date.UTC(2026, 7, 1) }) },
  { name: 'no statements', change: () => ({ policy: policyOf() }) },
  { name: 'a Deny of all', change: (told) => withStatement(told, denied(told, '*')) },
  {
    name: 'a Deny of the files in their format',
    change: (told) => withStatement(told, denied(told, NAMES[told.format as keyof typeof NAMES])),
  },
  {
    name: 'a Deny of writes without encryption',
    change: (told) =>
      told.encryption === 'none'
        ? withStatement(told, {
            ...denied(told, '*'),
            Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } },
          })
        : null,
    notIn: ['template'],
  },
  {
    name: 'the key in another Region',
    change: ofKey((told) => ({ key: told.key.replace(told.destinationRegion, 'ap-south-1') })),
    notIn: ['template'],
  },
  {
    name: 'the key that AWS manages, by its alias',
    change: ofKey((told) => ({ key: told.key.replace(/key\/.*/, 'alias/aws/s3') })),
    notIn: ['template'],
  },
  { name: 'the bare alias of it', change: ofKey(() => ({ key: 'alias/aws/s3' })), notIn: ['template'] },
  { name: 'a key that AWS manages', change: ofKey(() => ({ isKeyManaged: true })), notIn: ['template'] },
  { name: 'a key that is none', change: ofKey(() => ({ key: 'arn:aws:kms:reports' })), notIn: ['template'] },
  { name: 'a key out of use', change: ofKey(() => ({ keyState: 'PendingDeletion' })), notIn: ['template'] },
  { name: 'a closed key', change: ofKey(() => ({ keyPolicy: keyPolicyOf() })), notIn: ['template'] },
  {
    name: 'the Bucket Key switched',
    change: ofKey((told) => ({ bucketKey: !told.bucketKey })),
    notIn: ['template'],
  },
];

describe.each(Object.entries(FORMS))('a delivery told in %s', (form, given) => {
  const plain = (told: Facts): Facts => (form === 'template' ? { ...told, encryption: 'none' } : told);

  it('is allowed', () => {
    fc.assert(
      fc.property(facts, (told) => {
        expect(checkGiven(given(plain(told))).decision).toBe('allowed');
      }),
      { numRuns: runs(10) },
    );
  });

  it.each(CHANGES.filter(({ notIn }) => notIn?.includes(form) !== true))('is not, with $name', ({ change }) => {
    fc.assert(
      fc.property(facts, (told) => {
        const changed = change(plain(told));
        if (changed === null) return;
        expect(answerOf(() => checkGiven(given({ ...plain(told), ...changed })).decision)).not.toBe('allowed');
      }),
      { numRuns: runs(12) },
    );
  });
});

function answerOf(run: () => string): string {
  try {
    return run();
  } catch (error) {
    expect(error).toBeInstanceOf(ForensicsError);
    return 'refused';
  }
}
