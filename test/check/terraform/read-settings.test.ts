import { describe, expect, it } from 'vitest';
import { readTerraformPlan } from '../../../src/check/terraform/read-plan.ts';
import type { JsonObject } from '../../../src/json.ts';
import { checkGiven } from '../check-offline.ts';
import { inventoryAllow, KEY, KEY_ALLOW, keyPolicyOf, policyOf } from '../documents.ts';
import { codeOf, inventoryValues, planOf, policyValues, references, resource } from './plans.ts';

const BASE = [
  resource('aws_s3_bucket_inventory.daily', inventoryValues()),
  resource('aws_s3_bucket_policy.reports', policyValues(policyOf(inventoryAllow()))),
];

function checkPlan(resources: readonly JsonObject[], code: JsonObject = {}) {
  const text = JSON.stringify(planOf({ resources: [...BASE, ...resources], code }));
  return checkGiven({ case: { sourceAccount: '111122223333' }, code: readTerraformPlan({ name: 'plan.json', text }) });
}

function defaultEncryption(values: JsonObject, bucket = 'acme-reports'): JsonObject {
  const rule = [{ apply_server_side_encryption_by_default: [values], bucket_key_enabled: true }];
  return resource('aws_s3_bucket_server_side_encryption_configuration.reports', { bucket, rule });
}

describe('settings of the destination in a plan', () => {
  it('judge the default key when the reports ask for no encryption', () => {
    const encryption = defaultEncryption({ sse_algorithm: 'aws:kms', kms_master_key_id: KEY });
    const closed = checkPlan([
      encryption,
      resource('aws_kms_key.k', { arn: KEY, policy: JSON.stringify(keyPolicyOf()) }),
    ]);
    expect(closed.requirements[3]).toMatchObject({ id: 'key-policy-allows', status: 'fail' });
    expect([closed.decision, closed.remedy?.replaces]).toEqual(['denied', 'key-policy']);
    const open = checkPlan([
      encryption,
      resource('aws_kms_key.k', { arn: KEY, policy: JSON.stringify(keyPolicyOf(KEY_ALLOW)) }),
    ]);
    expect([open.decision, open.assumptions.map(({ code }) => code)]).toEqual(['allowed', ['default-key']]);
  });

  it('follow the reference to a default key that does not exist yet', () => {
    const key = resource('aws_kms_key.k', { policy: JSON.stringify(keyPolicyOf()) });
    const other = resource('aws_kms_key.other', { policy: JSON.stringify(keyPolicyOf(KEY_ALLOW)) });
    const byDefault = [{ kms_master_key_id: references('aws_kms_key.k.arn', 'aws_kms_key.k') }];
    const rule = [{ apply_server_side_encryption_by_default: byDefault }];
    const report = checkPlan([defaultEncryption({ sse_algorithm: 'aws:kms' }), key, other], {
      resources: [codeOf('aws_s3_bucket_server_side_encryption_configuration.reports', { rule })],
    });
    expect(report.requirements[3]?.status).toBe('fail');
  });

  it('leave a default key unknown whose policy the plan does not hold', () => {
    const report = checkPlan([defaultEncryption({ sse_algorithm: 'aws:kms', kms_master_key_id: KEY })]);
    expect(report.requirements[3]).toMatchObject({ status: 'unknown' });
    expect(report.requirements[3]?.explanation).toContain(`encrypts by default with ${KEY}`);
    expect(report.decision).toBe('allowed');
  });

  it('warn of the key that AWS manages, and of nothing else', () => {
    const codesOf = (values: JsonObject, bucket?: string) =>
      checkPlan([defaultEncryption(values, bucket)]).warnings.map(({ code }) => code);
    expect(codesOf({ sse_algorithm: 'aws:kms' })).toEqual(['default-aws-managed-key']);
    expect(codesOf({ sse_algorithm: 'AES256' })).toEqual([]);
    expect(codesOf({ sse_algorithm: 'aws:kms' }, 'acme-logs')).toEqual([]);
  });

  it('are named where AWS documents them as harmless, or does not document them', () => {
    const report = checkPlan([
      resource('aws_s3_bucket_public_access_block.reports', { bucket: 'acme-reports', restrict_public_buckets: true }),
      resource('aws_s3_bucket_ownership_controls.reports', { bucket: 'acme-reports' }),
      resource('aws_s3_bucket_object_lock_configuration.reports', { bucket: 'acme-reports' }),
      resource('aws_s3_bucket_public_access_block.logs', { bucket: 'acme-logs' }),
    ]);
    expect(report.assumptions.map(({ code, message }) => [code, message.split(' ')[0]])).toEqual([
      ['harmless-setting', 'aws_s3_bucket_public_access_block.reports'],
      ['harmless-setting', 'aws_s3_bucket_ownership_controls.reports'],
      ['undocumented-setting', 'aws_s3_bucket_object_lock_configuration.reports'],
    ]);
    expect(report.decision).toBe('allowed');
  });
});
