import type { JsonValue } from '../../json.ts';
import { isAwsManagedAlias } from '../../policy/document/key-name.ts';
import type { BucketSetting } from '../../profile/settings.ts';
import type { CodeSetting, DefaultEncryption } from '../code.ts';
import { bucketNameOf, followReference } from './follow-reference.ts';
import { memberOf, type PlanModule, type PlanResource, resourcesOf, textOf } from './plan.ts';

/** How the buckets of a plan encrypt by default. */
export function defaultsOf(root: PlanModule): ReadonlyMap<string, DefaultEncryption> {
  return new Map(
    resourcesOf(root, ['aws_s3_bucket_server_side_encryption_configuration']).flatMap(
      (resource): [string, DefaultEncryption][] => {
        const bucket = bucketNameOf(resource.values['bucket'], resource, ['bucket']);
        if (bucket === null) return [];
        const rule = memberOf(resource.values, 'rule');
        const used = memberOf(rule, 'bucket_key_enabled');
        // null is written where the code leaves it out, nothing where it is known only after apply.
        const bucketKey = typeof used === 'boolean' ? used : used === null ? false : null;
        return [
          [bucket, { key: keyIn(memberOf(rule, 'apply_server_side_encryption_by_default'), resource), bucketKey }],
        ];
      },
    ),
  );
}

function keyIn(byDefault: JsonValue | undefined, resource: PlanResource): DefaultEncryption['key'] {
  if (textOf(memberOf(byDefault, 'sse_algorithm'))?.startsWith('aws:kms') !== true) return null;
  const path = ['rule', 'apply_server_side_encryption_by_default', 'kms_master_key_id'];
  const named = textOf(memberOf(byDefault, 'kms_master_key_id'));
  const id = named ?? followReference(resource, path, 'aws_kms_key')?.address ?? null;
  return id === null || isAwsManagedAlias(id) ? 'AWS managed' : { id };
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
