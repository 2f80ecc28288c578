import { ABSENT, present, rule, told, UNKNOWN, UNKNOWN_VALUE } from '../context-rule.ts';
import type { ContextRule, Knowledge } from '../profile.ts';
import { REDACTED } from '../service-context.ts';
import { INVENTORY_POLICY, S3_CONTEXT } from './s3-context.ts';

const S3_KEYS = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_s3.html';
const SIGV4_KEYS = 'https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html';
const INVENTORY_ENCRYPTION = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html';

/** Headers that the CloudTrail record of a real inventory write does not show; the write sends an ACL and nothing else. */
const HEADERS_NOT_SENT = [
  's3:object-lock-legal-hold',
  's3:object-lock-mode',
  's3:object-lock-remaining-retention-days',
  's3:object-lock-retain-until-date',
  's3:RequestObjectTag/*',
  's3:RequestObjectTagKeys',
  's3:x-amz-copy-source',
  's3:x-amz-grant-full-control',
  's3:x-amz-grant-read',
  's3:x-amz-grant-read-acp',
  's3:x-amz-grant-write',
  's3:x-amz-grant-write-acp',
  's3:x-amz-metadata-directive',
  's3:x-amz-server-side-encryption-customer-algorithm',
  's3:x-amz-storage-class',
  's3:x-amz-website-redirect-location',
] as const;

/** Keys that the service reference lists for other actions than `s3:PutObject`. */
const KEYS_OF_OTHER_ACTIONS = [
  's3:AccessGrantScope',
  's3:AccessGrantsLocationScope',
  's3:annotation-prefix',
  's3:delimiter',
  's3:destinationRegion',
  's3:ExistingJobOperation',
  's3:ExistingJobPriority',
  's3:ExistingObjectTag/*',
  's3:InventoryAccessibleOptionalFields',
  's3:isReplicationPauseRequest',
  's3:JobSuspendedCause',
  's3:locationconstraint',
  's3:max-annotation-results',
  's3:max-keys',
  's3:prefix',
  's3:RequestJobOperation',
  's3:RequestJobPriority',
  's3:versionid',
  's3:x-amz-bucket-namespace',
  's3:x-amz-object-annotation-directive',
  's3:x-amz-object-if-match',
  's3:x-amz-object-ownership',
] as const;

const ACCESS_POINT_KEYS = [
  's3:AccessGrantsInstanceArn',
  's3:AccessPointNetworkOrigin',
  's3:AccessPointTag/*',
  's3:DataAccessPointAccount',
  's3:DataAccessPointArn',
] as const;

function s3(key: string, knowledge: Knowledge, basis: string, url: string = S3_KEYS): ContextRule {
  return rule(key, knowledge, basis, url);
}

/**
 * What a bucket policy sees of the PutObject with which S3 delivers an inventory report. Where AWS documents a key
 * for the action but not its value for this write, the value is that of a CloudTrail record of a real inventory
 * write (TLS_AES_128_GCM_SHA256, SigV4, AuthHeader, `x-amz-acl` as the only header), which the basis says.
 */
export const WRITE_CONTEXT: readonly ContextRule[] = [
  ...S3_CONTEXT,
  s3('s3:x-amz-acl', present('bucket-owner-full-control'), 'the ACL that S3 Inventory sends', INVENTORY_POLICY),
  told(
    's3:x-amz-server-side-encryption',
    'encryption',
    'sent only if the configuration sets an encryption',
    INVENTORY_ENCRYPTION,
  ),
  told(
    's3:x-amz-server-side-encryption-aws-kms-key-id',
    'encryption-key',
    'sent only if the configuration sets SSE-KMS',
    INVENTORY_ENCRYPTION,
  ),
  {
    ...s3('s3:TlsVersion', present('1.3'), 'told by the cipher suite of a recorded inventory write'),
    contested: REDACTED,
  },
  s3(
    's3:signatureversion',
    present('AWS4-HMAC-SHA256'),
    'told by the signature of a recorded inventory write',
    SIGV4_KEYS,
  ),
  s3('s3:authType', present('REST-HEADER'), 'told by the authentication of a recorded inventory write', SIGV4_KEYS),
  s3('s3:signatureAge', UNKNOWN_VALUE, 'the age of the signature, which is not documented', SIGV4_KEYS),
  s3('s3:x-amz-content-sha256', UNKNOWN_VALUE, 'the hash that the request states, which is not documented', SIGV4_KEYS),
  s3('s3:ResourceAccount', UNKNOWN_VALUE, 'the account that owns the bucket, which the case does not tell'),
  s3('s3:BucketTag/*', UNKNOWN, 'the tags of the bucket, which the case does not tell'),
  s3('s3:if-match', UNKNOWN, 'whether S3 Inventory writes conditionally is not documented'),
  s3('s3:if-none-match', UNKNOWN, 'whether S3 Inventory writes conditionally is not documented'),
  s3(
    's3:ObjectCreationOperation',
    UNKNOWN_VALUE,
    'false for the parts of a multipart upload; how S3 Inventory uploads is not documented',
  ),
  ...HEADERS_NOT_SENT.map((key) => s3(key, ABSENT, 'a recorded inventory write does not send this header')),
  ...ACCESS_POINT_KEYS.map((key) =>
    s3(key, ABSENT, 'the write goes to the bucket, not through an access point or grant'),
  ),
  ...KEYS_OF_OTHER_ACTIONS.map((key) => s3(key, ABSENT, 'the service reference does not list it for s3:PutObject')),
];
