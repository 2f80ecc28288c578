import type { BucketSetting } from '../../profile/settings.ts';
import type { CodeSetting, DefaultKey } from '../code.ts';
import { bucketNameOf, followReference } from './follow-reference.ts';
import { memberOf, type PlanModule, resourcesOf, textOf } from './plan.ts';

/** Buckets of a plan that encrypt by default with a KMS key. */
export function defaultKeysOf(root: PlanModule): ReadonlyMap<string, DefaultKey> {
  const path = ['rule', 'apply_server_side_encryption_by_default'];
  return new Map(
    resourcesOf(root, ['aws_s3_bucket_server_side_encryption_configuration']).flatMap(
      (resource): [string, DefaultKey][] => {
        const bucket = bucketNameOf(resource.values['bucket'], resource, ['bucket']);
        const byDefault = memberOf(memberOf(resource.values, 'rule'), 'apply_server_side_encryption_by_default');
        const algorithm = textOf(memberOf(byDefault, 'sse_algorithm'));
        if (bucket === null || algorithm?.startsWith('aws:kms') !== true) return [];
        const referred = followReference(resource, [...path, 'kms_master_key_id'], 'aws_kms_key')?.address;
        return [[bucket, { keyId: textOf(memberOf(byDefault, 'kms_master_key_id')) ?? referred ?? null }]];
      },
    ),
  );
}

/** Settings of buckets that are shown beside the answer. */
export function settingsOf(root: PlanModule): CodeSetting[] {
  return resourcesOf(root, [...SETTINGS.keys()]).flatMap((resource) => {
    const setting = SETTINGS.get(resource.type);
    if (setting === undefined) return [];
    return [
      { address: resource.address, bucket: bucketNameOf(resource.values['bucket'], resource, ['bucket']), setting },
    ];
  });
}

const SETTINGS: ReadonlyMap<string, BucketSetting> = new Map([
  ['aws_s3_bucket_public_access_block', 'public-access-block'],
  ['aws_s3_bucket_ownership_controls', 'ownership-controls'],
  ['aws_s3_bucket_object_lock_configuration', 'object-lock'],
  ['aws_s3_bucket_request_payment_configuration', 'request-payment'],
]);
