import type { ContextRule, Knowledge } from '../profile.ts';
import { S3_CONTEXT } from './s3-context.ts';

const KMS_KEYS = 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html';
const SSE_KMS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html';

const ABSENT: Knowledge = { state: 'absent' };
const UNKNOWN_VALUE: Knowledge = { state: 'unknown', presence: 'always' };
const UNKNOWN: Knowledge = { state: 'unknown', presence: 'maybe' };

function kms(key: string, anchor: string, knowledge: Knowledge, basis: string): ContextRule {
  return { key, knowledge, basis, url: `${KMS_KEYS}#conditions-kms-${anchor}` };
}

/** Keys that the page lists for other operations than GenerateDataKey. */
const KEYS_OF_OTHER_OPERATIONS: readonly (readonly [string, string])[] = [
  ['kms:BypassPolicyLockoutSafetyCheck', 'bypass-policy-lockout-safety-check'],
  ['kms:DataKeyPairSpec', 'data-key-spec'],
  ['kms:ExpirationModel', 'expiration-model'],
  ['kms:GrantConstraintSourceArn', 'grant-constraint-source-arn'],
  ['kms:GrantConstraintType', 'grant-constraint-type'],
  ['kms:GranteePrincipal', 'grantee-principal'],
  ['kms:GranteeServicePrincipal', 'grantee-service-principal'],
  ['kms:GrantIsForAWSResource', 'grant-is-for-aws-resource'],
  ['kms:GrantOperations', 'grant-operations'],
  ['kms:KeyAgreementAlgorithm', 'key-agreement-algorithm'],
  ['kms:MacAlgorithm', 'mac-algorithm'],
  ['kms:MessageType', 'message-type'],
  ['kms:PrimaryRegion', 'primary-region'],
  ['kms:ReEncryptOnSameKey', 'reencrypt-on-same-key'],
  ['kms:ReplicaRegion', 'replica-region'],
  ['kms:RetiringPrincipal', 'retiring-principal'],
  ['kms:RetiringServicePrincipal', 'retiring-service-principal'],
  ['kms:RotationPeriodInDays', 'rotation-period-in-days'],
  ['kms:ScheduleKeyDeletionPendingWindowInDays', 'schedule-key-deletion-pending-window-in-days'],
  ['kms:SigningAlgorithm', 'signing-algorithm'],
  ['kms:TrailingDaysWithoutKeyUsage', 'trailing-days-without-key-usage'],
  ['kms:ValidTo', 'valid-to'],
  ['kms:WrappingAlgorithm', 'wrapping-algorithm'],
  ['kms:WrappingKeySpec', 'wrapping-key-spec'],
];

const KEY_PROPERTIES: readonly ContextRule[] = [
  {
    key: 'kms:KeySpec',
    knowledge: { state: 'present', values: ['SYMMETRIC_DEFAULT'] },
    basis: 'S3 takes symmetric encryption keys only',
    url: SSE_KMS,
  },
  {
    key: 'kms:CustomerMasterKeySpec',
    knowledge: { state: 'present', values: ['SYMMETRIC_DEFAULT'] },
    basis: 'S3 takes symmetric encryption keys only',
    url: SSE_KMS,
  },
  {
    key: 'kms:KeyUsage',
    knowledge: { state: 'present', values: ['ENCRYPT_DECRYPT'] },
    basis: 'S3 takes symmetric encryption keys only',
    url: SSE_KMS,
  },
  {
    key: 'kms:CustomerMasterKeyUsage',
    knowledge: { state: 'present', values: ['ENCRYPT_DECRYPT'] },
    basis: 'S3 takes symmetric encryption keys only',
    url: SSE_KMS,
  },
  kms('kms:KeyOrigin', 'key-origin', UNKNOWN_VALUE, 'a property of the key, which the case does not tell'),
  kms('kms:MultiRegion', 'multiregion', UNKNOWN_VALUE, 'a property of the key, which the case does not tell'),
  kms('kms:MultiRegionKeyType', 'multiregion-key-type', UNKNOWN, 'a property of the key, which the case does not tell'),
  kms('kms:ResourceAliases', 'resource-aliases', UNKNOWN, 'the aliases of the key, which the case does not tell'),
];

/**
 * What a key policy sees of the GenerateDataKey with which S3 encrypts a report: a call of the S3 service by itself,
 * for which S3 gives the object's ARN, or with an S3 Bucket Key the bucket's, as encryption context.
 */
export const ENCRYPT_CONTEXT: readonly ContextRule[] = [
  ...S3_CONTEXT,
  kms('kms:ViaService', 'via-service', ABSENT, 'only requests forwarded for an IAM principal have it'),
  kms(
    'kms:CallerAccount',
    'caller-account',
    UNKNOWN,
    'documented for users and roles; nothing is said of a service principal',
  ),
  kms(
    'kms:EncryptionAlgorithm',
    'encryption-algorithm',
    { state: 'present', values: ['SYMMETRIC_DEFAULT'] },
    'data keys are always made with it',
  ),
  {
    key: 'kms:EncryptionContext:aws:s3:arn',
    knowledge: { state: 'told', by: 'encryption-context' },
    basis: 'the ARN of the object, or of the bucket if it uses an S3 Bucket Key',
    url: `${SSE_KMS}#encryption-context`,
  },
  {
    key: 'kms:EncryptionContextKeys',
    knowledge: { state: 'present', values: ['aws:s3:arn'] },
    basis: 'the encryption context that S3 gives',
    url: `${SSE_KMS}#encryption-context`,
  },
  {
    key: 'kms:EncryptionContext:*',
    knowledge: ABSENT,
    basis: 'S3 gives no other encryption context unless the write asks for it',
    url: `${SSE_KMS}#encryption-context`,
  },
  kms('kms:RequestAlias', 'request-alias', UNKNOWN, 'whether S3 names the key by an alias is not documented'),
  ...KEY_PROPERTIES,
  ...KEYS_OF_OTHER_OPERATIONS.map(([key, anchor]) =>
    kms(key, anchor, ABSENT, 'it belongs to other operations than GenerateDataKey'),
  ),
];
