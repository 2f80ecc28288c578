import { describe, expect, it } from 'vitest';
import { mergeCode } from '../../../src/check/code.ts';
import { readTerraformPlan } from '../../../src/check/terraform/read-plan.ts';
import type { JsonObject } from '../../../src/json.ts';
import { checkAll, checkGiven, statusesOf } from '../check-offline.ts';
import { inventoryAllow, KEY, KEY_ALLOW, keyPolicyOf, policyOf } from '../documents.ts';
import { codeOf, creation, inventoryValues, planOf, policyValues, references, resource } from './plans.ts';

const ACCOUNT = { sourceAccount: '111122223333' };
const POLICY = resource('aws_s3_bucket_policy.reports', policyValues(policyOf(inventoryAllow())));
const INVENTORY = resource('aws_s3_bucket_inventory.daily', inventoryValues());
const withKey = (values: JsonObject): JsonObject =>
  resource('aws_s3_bucket_inventory.daily', inventoryValues({}, { encryption: [{ sse_kms: [values], sse_s3: [] }] }));
const codeFrom = (plan: JsonObject, name = 'plan.json') => readTerraformPlan({ name, text: JSON.stringify(plan) });
const check = (plan: JsonObject) => checkGiven({ case: ACCOUNT, code: codeFrom(plan) });

describe('the shapes that Terraform plans have', () => {
  it('a module for each bucket, whose outputs another module takes', () => {
    const inner = (name: string, resources: JsonObject[]) => ({ address: `module.${name}`, resources });
    const plan = planOf({
      children: [
        inner('reports', [resource('module.reports.aws_s3_bucket.this', { bucket: 'acme-reports' })]),
        inner('lake', [
          resource('module.lake.aws_s3_bucket.this', { bucket: 'acme-lake' }),
          resource(
            'module.lake.aws_s3_bucket_inventory.this',
            inventoryValues({ bucket: undefined }, { bucket_arn: undefined }),
          ),
        ]),
      ],
      resources: [POLICY],
      code: {
        module_calls: {
          reports: {
            module: {
              resources: [codeOf('aws_s3_bucket.this', {})],
              outputs: { arn: { expression: references('aws_s3_bucket.this.arn', 'aws_s3_bucket.this') } },
            },
          },
          lake: {
            expressions: { destination: references('module.reports.arn', 'module.reports') },
            module: {
              resources: [
                codeOf('aws_s3_bucket.this', {}),
                codeOf('aws_s3_bucket_inventory.this', {
                  bucket: references('aws_s3_bucket.this.id', 'aws_s3_bucket.this'),
                  destination: [{ bucket: [{ bucket_arn: references('var.destination') }] }],
                }),
              ],
            },
          },
        },
      },
    });
    expect(check(plan)).toMatchObject({
      decision: 'allowed',
      delivery: { sourceBucket: 'acme-lake', destinationBucket: 'acme-reports' },
    });
  });

  it('one configuration for each of several buckets, by for_each', () => {
    const each = ['lake', 'logs'].map((name) =>
      resource(`aws_s3_bucket_inventory.daily["${name}"]`, inventoryValues({ bucket: `acme-${name}`, name })),
    );
    const reports = checkAll({ case: ACCOUNT, code: codeFrom(planOf({ resources: [...each, POLICY] })) });
    expect(reports.map(({ delivery, decision }) => [delivery.configurationId, decision])).toEqual([
      ['lake', 'allowed'],
      ['logs', 'denied'],
    ]);
    expect(reports[1]?.requirements.at(-1)?.place?.address).toBe('aws_s3_bucket_inventory.daily["logs"]');
  });

  it('buckets whose names are made up, called by their addresses', () => {
    const plan = planOf({
      resources: [
        resource('aws_s3_bucket.lake', { bucket_prefix: 'lake-' }),
        resource('aws_s3_bucket.reports', { bucket_prefix: 'reports-' }),
        resource('aws_s3_bucket_inventory.daily', inventoryValues({ bucket: undefined }, { bucket_arn: undefined })),
        resource('aws_s3_bucket_policy.reports', {}),
      ],
      code: {
        resources: [
          codeOf('aws_s3_bucket_inventory.daily', {
            bucket: references('aws_s3_bucket.lake.id', 'aws_s3_bucket.lake'),
            destination: [
              { bucket: [{ bucket_arn: references('aws_s3_bucket.reports.arn', 'aws_s3_bucket.reports') }] },
            ],
          }),
          codeOf('aws_s3_bucket_policy.reports', {
            bucket: references('aws_s3_bucket.reports.id', 'aws_s3_bucket.reports'),
          }),
        ],
      },
    });
    const report = check(plan);
    expect([report.decision, report.delivery.destinationBucket]).toEqual(['depends', 'aws_s3_bucket.reports']);
    expect(report.summary).toContain('the policy in aws_s3_bucket_policy.reports is known only after apply');
    expect(report.assumptions.map(({ code }) => code)).toEqual(['name-made-up', 'name-made-up']);
  });

  it('Regions by provider, written out or by a variable', () => {
    const buckets = ['lake', 'reports'].map((name) => resource(`aws_s3_bucket.${name}`, { bucket: `acme-${name}` }));
    const plan = (): JsonObject => ({
      ...planOf({
        resources: [...buckets, INVENTORY, POLICY],
        code: {
          resources: [
            { ...codeOf('aws_s3_bucket.lake', {}), provider_config_key: 'aws' },
            { ...codeOf('aws_s3_bucket.reports', {}), provider_config_key: 'aws.reports' },
          ],
        },
      }),
      variables: { region: { value: 'us-east-1' } },
    });
    const regionsOf = (region: JsonObject) => {
      const whole = plan();
      const configuration = whole['configuration'] as JsonObject;
      const providers = {
        aws: { name: 'aws', expressions: { region: { constant_value: 'eu-west-1' } } },
        'aws.reports': { name: 'aws', alias: 'reports', expressions: { region } },
      };
      return statusesOf(check({ ...whole, configuration: { ...configuration, provider_config: providers } }))[
        'same-region'
      ];
    };
    expect(regionsOf({ constant_value: 'eu-west-1' })).toBe('pass');
    expect(regionsOf({ constant_value: 'us-east-1' })).toBe('fail');
    expect(regionsOf({ references: ['var.region'] })).toBe('fail');
    expect(regionsOf({ references: ['local.region'] })).toBe('unknown');
  });

  it('a key in another Region than the buckets', () => {
    const buckets = ['lake', 'reports'].map((name) =>
      resource(`aws_s3_bucket.${name}`, { bucket: `acme-${name}`, region: 'us-east-1' }),
    );
    const key = resource('aws_kms_key.k', { arn: KEY, policy: JSON.stringify(keyPolicyOf(KEY_ALLOW)) });
    const named = check(planOf({ resources: [...buckets, POLICY, key, withKey({ key_id: KEY })] }));
    expect([named.decision, named.decidedBy]).toEqual(['denied', ['same-region']]);
    const made = resource('aws_kms_key.k', { region: 'eu-west-1', policy: JSON.stringify(keyPolicyOf(KEY_ALLOW)) });
    const key_id = references('aws_kms_key.k.arn', 'aws_kms_key.k');
    const destination = [{ bucket: [{ encryption: [{ sse_kms: [{ key_id }] }] }] }];
    const referred = check(
      planOf({
        resources: [...buckets, POLICY, made, withKey({})],
        code: { resources: [codeOf('aws_s3_bucket_inventory.daily', { destination })] },
      }),
    );
    expect(referred.decidedBy).toEqual(['same-region']);
  });

  it('the replicas of a multi-Region key, each with a policy of its own', () => {
    const [here, there] = ['eu-west-1', 'us-east-1'].map(
      (region) => `arn:aws:kms:${region}:777788889999:key/mrk-1234abcd12ab34cd56ef1234567890ab`,
    );
    const keys = [
      resource('aws_kms_key.here', { arn: here ?? '', policy: JSON.stringify(keyPolicyOf(KEY_ALLOW)) }),
      resource('aws_kms_replica_key.there', { arn: there ?? '', policy: JSON.stringify(keyPolicyOf()) }),
    ];
    const statusFor = (key_id: string) =>
      statusesOf(check(planOf({ resources: [POLICY, ...keys, withKey({ key_id })] })))['key-policy-allows'];
    expect([statusFor(here ?? ''), statusFor(there ?? '')]).toEqual(['pass', 'fail']);
  });

  it('the statement in the policy of another key than the one that is meant, which is said', () => {
    const other = resource('aws_kms_key.other', { arn: `${KEY}0`, policy: JSON.stringify(keyPolicyOf(KEY_ALLOW)) });
    const meant = resource('aws_kms_key.meant', { arn: KEY, policy: JSON.stringify(keyPolicyOf()) });
    expect(check(planOf({ resources: [POLICY, other, meant, withKey({ key_id: KEY })] })).summary).toContain(
      'the key that is meant is aws_kms_key.meant, and it is aws_kms_key.other whose policy would let it',
    );
  });

  it.each<[string, boolean | null | undefined, string]>([
    ['used', true, 'denied'],
    ['not used', false, 'allowed'],
    ['left out', null, 'allowed'],
    ['known only after apply', undefined, 'depends'],
  ])('a Bucket Key that is %s, which decides the encryption context', (_, used, decision) => {
    const context = { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::acme-reports/*' };
    const rule = [
      {
        apply_server_side_encryption_by_default: [{ kms_master_key_id: KEY, sse_algorithm: 'aws:kms' }],
        ...(used === undefined ? {} : { bucket_key_enabled: used }),
      },
    ];
    const resources = [
      INVENTORY,
      POLICY,
      resource('aws_kms_key.k', {
        arn: KEY,
        policy: JSON.stringify(keyPolicyOf({ ...KEY_ALLOW, Condition: { StringLike: context } })),
      }),
      resource('aws_s3_bucket_server_side_encryption_configuration.r', { bucket: 'acme-reports', rule }),
    ];
    expect(check(planOf({ resources })).decision).toBe(decision);
  });

  it('an ARN that is none, which is a finding and no name', () => {
    const inventory = (bucket_arn: string) =>
      resource('aws_s3_bucket_inventory.daily', inventoryValues({}, { bucket_arn }));
    const bare = check(planOf({ resources: [inventory('acme-reports'), POLICY] }));
    expect([bare.decision, bare.decidedBy, bare.remedy]).toEqual(['denied', ['destination-form'], null]);
    const point = check(
      planOf({ resources: [inventory('arn:aws:s3:eu-west-1:444455556666:accesspoint/acme'), POLICY] }),
    );
    expect([point.decision, point.remedy]).toEqual(['denied', null]);
    expect(JSON.stringify(point.remedy)).not.toContain('arn:aws:s3:::arn');
  });

  it('source and destination in two plans, in either order', () => {
    const lake = codeFrom(planOf({ resources: [INVENTORY] }), 'lake.json');
    const reports = codeFrom(
      planOf({
        resources: [resource('aws_s3_bucket.reports', { bucket: 'acme-reports' }), POLICY],
        changes: [creation('aws_s3_bucket.reports')],
      }),
      'reports.json',
    );
    for (const code of [mergeCode([lake, reports]), mergeCode([reports, lake])]) {
      expect(checkGiven({ case: ACCOUNT, code }).decision).toBe('allowed');
    }
    expect(checkGiven({ case: ACCOUNT, code: lake }).decision).toBe('depends');
  });
});
