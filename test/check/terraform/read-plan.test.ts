import { describe, expect, it } from 'vitest';
import { readTerraformPlan } from '../../../src/check/terraform/read-plan.ts';
import type { JsonObject } from '../../../src/json.ts';
import { checkAll, checkGiven, statusesOf } from '../check-offline.ts';
import { ARTICLE_DENYING, deny, inventoryAllow, KEY, KEY_ALLOW, keyPolicyOf, policyOf } from '../documents.ts';
import { codeOf, creation, deletion, inventoryValues, planOf, policyValues, references, resource } from './plans.ts';

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
      sourceArn: null,
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

  it('takes several policies of one bucket for the conflict that they are', () => {
    const second = resource('aws_s3_bucket_policy.second', policyValues(policyOf()));
    const report = checkGiven({ case: ACCOUNT, code: codeFrom(planOf({ resources: [INVENTORY, POLICY, second] })) });
    expect(report.decision).toBe('denied');
    expect(report.requirements[0]?.explanation).toBe(
      'aws_s3_bucket_policy.reports and aws_s3_bucket_policy.second both write the policy of acme-reports, which has one: the one that is applied last takes the other away, and aws_s3_bucket_policy.second lets no delivery in',
    );
    expect(report.remedy?.description).toMatch(/^write one policy with the statements of /);
    expect(report.remedy?.document).toEqual(policyOf(inventoryAllow()));
    const both = resource('aws_s3_bucket_policy.second', policyValues(policyOf(inventoryAllow({ Sid: 'Again' }))));
    const harmless = checkGiven({ case: ACCOUNT, code: codeFrom(planOf({ resources: [INVENTORY, POLICY, both] })) });
    expect([harmless.decision, harmless.warnings.map(({ code }) => code)]).toEqual(['allowed', ['several-policies']]);
  });

  it.each<[string, JsonObject[], string, string]>([
    [
      'the plan makes',
      [resource('aws_s3_bucket.reports', { bucket: 'acme-reports' }), creation('aws_s3_bucket.reports')],
      'denied',
      'plan.json makes the destination bucket (aws_s3_bucket.reports) and no policy for it, so nothing lets the delivery in',
    ],
    [
      'is there already',
      [resource('aws_s3_bucket.reports', { bucket: 'acme-reports' })],
      'depends',
      'plan.json holds no policy of the destination bucket (aws_s3_bucket.reports), which is there already: give its policy with --policy, or --no-policy if it has none',
    ],
    [
      'is made elsewhere',
      [resource('aws_s3_bucket_policy.logs', policyValues(policyOf(), 'acme-logs'))],
      'depends',
      'plan.json does not make the destination bucket acme-reports: give its policy with --policy, or --no-policy if it has none',
    ],
  ])('has no policy of a destination that %s', (_, parts, decision, explanation) => {
    const changes = parts.filter((part) => 'change' in part);
    const resources = [INVENTORY, ...parts.filter((part) => !('change' in part))];
    const report = checkGiven({ case: ACCOUNT, code: codeFrom(planOf({ resources, changes })) });
    expect([report.decision, report.requirements[0]?.explanation]).toEqual([decision, explanation]);
    expect(report.remedy === null).toBe(decision === 'depends');
  });

  it('has every configuration judged, those by themselves that are asked for', () => {
    const weekly = resource('aws_s3_bucket_inventory.weekly', inventoryValues({ name: 'weekly', enabled: false }));
    const code = codeFrom(planOf({ resources: [INVENTORY, POLICY, weekly] }));
    const decisions = checkAll({ case: ACCOUNT, code }).map((report) => [
      report.delivery.configurationId,
      report.decision,
    ]);
    expect(decisions).toEqual([
      ['daily-full', 'allowed'],
      ['weekly', 'denied'],
    ]);
    expect(checkGiven({ case: { ...ACCOUNT, configurationId: 'weekly' }, code }).decision).toBe('denied');
  });

  it('without a configuration is judged for the source that the policy names', () => {
    const report = checkGiven({ case: ACCOUNT, code: codeFrom(planOf({ resources: [POLICY] })) });
    expect([report.decision, report.delivery.sourceBucket]).toEqual(['allowed', 'acme-lake']);
    expect(report.assumptions.map(({ code }) => code)).toContain('source-bucket-assumed');
  });

  it.each([
    [
      'neither configuration nor source',
      [resource('aws_s3_bucket_policy.reports', policyValues(policyOf()))],
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
    expect(() => codeFrom({ a: 1 })).toThrow('plan.json: planned_values.root_module is missing');
  });

  it.each<[string, JsonObject, string]>([
    ['a policy', ARTICLE_DENYING, 'this is a policy: give it with --policy'],
    ['a template', { Resources: {} }, 'this is a CloudFormation template: give it with --cloudformation'],
    ['a state', { version: 4, lineage: 'a', resources: [] }, 'this is a state file of Terraform'],
    ['an export of Pulumi', { version: 3, deployment: { resources: [] } }, 'this is an export of Pulumi'],
    ['code', { resource: { aws_s3_bucket: {} } }, 'this is the code of Terraform in JSON'],
  ])('names %s as what it is', (_, document, message) => {
    expect(() => codeFrom(document)).toThrow(message);
  });

  it('names HCL as what it is, with the command that gives a plan', () => {
    const text = 'resource "aws_s3_bucket" "reports" {\n  bucket = "acme-reports"\n}\n';
    expect(() => readTerraformPlan({ name: 'main.tf', text })).toThrow('main.tf: this is the code of Terraform (HCL)');
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
