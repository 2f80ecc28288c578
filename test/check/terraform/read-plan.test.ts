import { describe, expect, it } from 'vitest';
import { readTerraformPlan } from '../../../src/check/terraform/read-plan.ts';
import type { JsonObject } from '../../../src/json.ts';
import { checkGiven, statusesOf } from '../check-offline.ts';
import { ARTICLE_DENYING, deny, inventoryAllow, KEY, KEY_ALLOW, keyPolicyOf, policyOf } from '../documents.ts';
import { codeOf, deletion, inventoryValues, planOf, policyValues, references, resource } from './plans.ts';

const INVENTORY = resource('aws_s3_bucket_inventory.daily', inventoryValues());
const POLICY = resource('aws_s3_bucket_policy.reports', policyValues(policyOf(inventoryAllow())));
const ACCOUNT = { sourceAccount: '111122223333' };

function codeFrom(plan: JsonObject) {
  return readTerraformPlan({ name: 'plan.json', text: JSON.stringify(plan) });
}

describe('a Terraform plan', () => {
  it('says source, destination, prefix, id and policy', () => {
    const report = checkGiven({ case: ACCOUNT, code: codeFrom(planOf({ resources: [INVENTORY, POLICY] })) });
    expect(report.delivery).toEqual({
      sourceBucket: 'acme-lake',
      sourceAccount: '111122223333',
      destinationBucket: 'acme-reports',
      destinationPrefix: 'inv',
      configurationId: 'daily-full',
      encryption: 'none',
    });
    expect(report.decision).toBe('allowed');
    expect(statusesOf(report)).toMatchObject({
      'configuration-enabled': 'pass',
      'key-policy-allows': 'not-applicable',
    });
  });

  it('is denied by a Deny, with a remedy that belongs into the code', () => {
    const office = deny('Office', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } });
    const policy = resource('aws_s3_bucket_policy.reports', policyValues(policyOf(inventoryAllow(), office)));
    const report = checkGiven({ case: ACCOUNT, code: codeFrom(planOf({ resources: [INVENTORY, policy] })) });
    expect(report.decision).toBe('denied');
    expect(report.remedy?.warnings.map(({ code }) => code)).toEqual(['managed-as-code']);
  });

  it('finds the resources of modules', () => {
    const address = 'module.reports["eu.west"].module.bucket.aws_s3_bucket_policy.this';
    const inner = {
      address: 'module.reports["eu.west"].module.bucket',
      resources: [resource(address, policyValues(policyOf(inventoryAllow())))],
    };
    const plan = planOf({
      resources: [INVENTORY],
      children: [{ address: 'module.reports["eu.west"]', child_modules: [inner] }],
    });
    expect(codeFrom(plan).policies.map((policy) => [policy.address.endsWith('.this'), policy.bucket])).toEqual([
      [true, 'acme-reports'],
    ]);
    expect(checkGiven({ case: ACCOUNT, code: codeFrom(plan) }).decision).toBe('allowed');
  });

  it('follows references to buckets that do not exist yet', () => {
    const plan = planOf({
      resources: [
        resource('aws_s3_bucket.lake', { bucket: 'acme-lake' }),
        resource('aws_s3_bucket.reports', { bucket: 'acme-reports' }),
        resource('aws_s3_bucket_inventory.daily', inventoryValues({ bucket: undefined }, { bucket_arn: undefined })),
        resource('aws_s3_bucket_policy.reports', { policy: JSON.stringify(policyOf(inventoryAllow())) }),
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
    const report = checkGiven({ case: ACCOUNT, code: codeFrom(plan) });
    expect(report.delivery).toMatchObject({ sourceBucket: 'acme-lake', destinationBucket: 'acme-reports' });
    expect([report.decision, report.warnings]).toEqual(['allowed', []]);
  });

  it('follows references into and out of modules', () => {
    const bucketModule = {
      address: 'module.bucket',
      resources: [resource('module.bucket.aws_s3_bucket.this', { bucket: 'acme-reports' })],
    };
    const policyModule = {
      address: 'module.policy',
      resources: [
        resource('module.policy.aws_s3_bucket_policy.this', { policy: JSON.stringify(policyOf(inventoryAllow())) }),
      ],
    };
    const plan = planOf({
      children: [bucketModule, policyModule],
      code: {
        module_calls: {
          bucket: {
            module: { outputs: { id: { expression: references('aws_s3_bucket.this.id', 'aws_s3_bucket.this') } } },
          },
          policy: {
            expressions: { bucket: references('module.bucket.id', 'module.bucket') },
            module: { resources: [codeOf('aws_s3_bucket_policy.this', { bucket: references('var.bucket') })] },
          },
        },
      },
    });
    expect(codeFrom(plan).policies.map(({ bucket }) => bucket)).toEqual(['acme-reports']);
  });

  it('depends on a policy that is known only after apply', () => {
    const policy = resource('aws_s3_bucket_policy.reports', { bucket: 'acme-reports' });
    const report = checkGiven({ case: ACCOUNT, code: codeFrom(planOf({ resources: [INVENTORY, policy] })) });
    expect(report.decision).toBe('depends');
    expect(report.requirements[0]?.explanation).toBe(
      'the policy in aws_s3_bucket_policy.reports is known only after apply',
    );
    expect(report.remedy).toBeNull();
  });

  it('is denied when it takes the policy or the configuration away', () => {
    const gone = deletion('aws_s3_bucket_policy.reports', { bucket: 'acme-reports', policy: '{}' });
    const withoutPolicy = checkGiven({
      case: ACCOUNT,
      code: codeFrom(planOf({ resources: [INVENTORY], changes: [gone] })),
    });
    expect([withoutPolicy.decision, withoutPolicy.requirements[0]?.explanation]).toEqual([
      'denied',
      'the plan deletes the bucket policy (aws_s3_bucket_policy.reports)',
    ]);
    const ended = deletion('aws_s3_bucket_inventory.daily', inventoryValues());
    const withoutInventory = checkGiven({
      case: ACCOUNT,
      code: codeFrom(planOf({ resources: [POLICY], changes: [ended] })),
    });
    expect(statusesOf(withoutInventory)['configuration-enabled']).toBe('fail');
  });

  it('does not take what only moved to another address for taken away', () => {
    const changes = [
      deletion('aws_s3_bucket_policy.old', { bucket: 'acme-reports' }),
      deletion('aws_s3_bucket_inventory.old', inventoryValues()),
    ];
    const report = checkGiven({ case: ACCOUNT, code: codeFrom(planOf({ resources: [INVENTORY, POLICY], changes })) });
    expect(report.decision).toBe('allowed');
  });

  it('judges the key that the inventory names', () => {
    const inventory = resource(
      'aws_s3_bucket_inventory.daily',
      inventoryValues({}, { encryption: [{ sse_kms: [{ key_id: KEY }], sse_s3: [] }] }),
    );
    const key = resource('aws_kms_key.reports', { arn: KEY, policy: JSON.stringify(keyPolicyOf()) });
    const other = resource('aws_kms_key.other', { arn: `${KEY}0`, policy: JSON.stringify(keyPolicyOf(KEY_ALLOW)) });
    const report = checkGiven({
      case: ACCOUNT,
      code: codeFrom(planOf({ resources: [inventory, POLICY, other, key] })),
    });
    expect(statusesOf(report)['key-policy-allows']).toBe('fail');
    const mended = resource('aws_kms_key_policy.reports', {
      key_id: KEY,
      policy: JSON.stringify(keyPolicyOf(KEY_ALLOW)),
    });
    const code = codeFrom(planOf({ resources: [inventory, POLICY, other, key, mended] }));
    expect(statusesOf(checkGiven({ case: ACCOUNT, code }))['key-policy-allows']).toBe('pass');
  });

  it('finds a key that does not exist yet by the reference to it', () => {
    const inventory = resource(
      'aws_s3_bucket_inventory.daily',
      inventoryValues({}, { encryption: [{ sse_kms: [{}], sse_s3: [] }] }),
    );
    const keys = ['reports', 'other'].map((name) =>
      resource(`aws_kms_key.${name}`, {
        policy: JSON.stringify(name === 'reports' ? keyPolicyOf(KEY_ALLOW) : keyPolicyOf()),
      }),
    );
    const key_id = references('aws_kms_key.reports.arn', 'aws_kms_key.reports');
    const destination = [{ bucket: [{ encryption: [{ sse_kms: [{ key_id }] }] }] }];
    const code = { resources: [codeOf('aws_s3_bucket_inventory.daily', { destination })] };
    const report = checkGiven({
      case: ACCOUNT,
      code: codeFrom(planOf({ resources: [inventory, POLICY, ...keys], code })),
    });
    expect(report.delivery.encryption).toBe('aws_kms_key.reports');
    expect(statusesOf(report)['key-policy-allows']).toBe('pass');
  });

  it('leaves a key open that cannot be told from others', () => {
    const inventory = resource(
      'aws_s3_bucket_inventory.daily',
      inventoryValues({}, { encryption: [{ sse_kms: [{}], sse_s3: [] }] }),
    );
    const keys = ['a', 'b'].map((name) => resource(`aws_kms_key.${name}`, { policy: JSON.stringify(keyPolicyOf()) }));
    const report = checkGiven({ case: ACCOUNT, code: codeFrom(planOf({ resources: [inventory, POLICY, ...keys] })) });
    expect(report.requirements[3]).toMatchObject({ status: 'unknown' });
    expect(report.requirements[3]?.explanation).toContain('aws_kms_key.a, aws_kms_key.b');
  });

  it('takes Regions from the plan where it says them', () => {
    const buckets = [
      resource('aws_s3_bucket.lake', { bucket: 'acme-lake', region: 'eu-west-1' }),
      resource('aws_s3_bucket.reports', { bucket: 'acme-reports', region: 'us-east-1' }),
    ];
    const code = codeFrom(planOf({ resources: [INVENTORY, POLICY, ...buckets] }));
    expect(statusesOf(checkGiven({ case: ACCOUNT, code }))['same-region']).toBe('fail');
  });

  it.each([
    [
      'several policies of the destination',
      [INVENTORY, POLICY, resource('aws_s3_bucket_policy.second', policyValues(policyOf()))],
      'plan.json: several policies may be that of bucket acme-reports: aws_s3_bucket_policy.reports, aws_s3_bucket_policy.second',
    ],
    [
      'only policies of others',
      [INVENTORY, resource('aws_s3_bucket_policy.logs', policyValues(policyOf(), 'acme-logs'))],
      'plan.json has no policy of bucket acme-reports, but policies of other buckets only: aws_s3_bucket_policy.logs (acme-logs)',
    ],
    ['no policy', [INVENTORY], 'plan.json has no policy of bucket acme-reports, but no bucket policy at all'],
    [
      'several configurations',
      [INVENTORY, POLICY, resource('aws_s3_bucket_inventory.weekly', inventoryValues({ name: 'weekly' }))],
      'plan.json: several inventory configurations may be meant: "daily-full", "weekly"',
    ],
    [
      'no configuration',
      [POLICY],
      'check: missing the source bucket (--source-bucket), and the destination bucket (--destination-bucket, or --configuration FILE)',
    ],
    [
      'a policy that is none',
      [INVENTORY, resource('aws_s3_bucket_policy.reports', { bucket: 'acme-reports', policy: '{"Statement":[{}]}' })],
      'plan.json: aws_s3_bucket_policy.reports: Statement[0].Effect is missing',
    ],
  ])('refuses %s', (_, resources, message) => {
    expect(() => checkGiven({ case: ACCOUNT, code: codeFrom(planOf({ resources })) })).toThrow(message);
  });

  it('refuses what is no plan', () => {
    expect(() => codeFrom(ARTICLE_DENYING)).toThrow('plan.json: planned_values.root_module is missing');
  });

  it('takes the only policy whose bucket is not known, and says so', () => {
    const policy = resource('aws_s3_bucket_policy.reports', { policy: JSON.stringify(policyOf(inventoryAllow())) });
    const report = checkGiven({ case: ACCOUNT, code: codeFrom(planOf({ resources: [INVENTORY, policy] })) });
    expect([report.decision, report.warnings.map(({ code }) => code)]).toEqual([
      'allowed',
      ['policy-of-unknown-bucket'],
    ]);
  });
});
