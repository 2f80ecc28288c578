import { ABSENT, present, rule, told, UNKNOWN, UNKNOWN_VALUE } from '../context-rule.ts';
import type { ContextRule, Knowledge } from '../profile.ts';
import { S3_CONTEXT } from './s3-context.ts';

const KMS_KEYS = 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html';
const SSE_KMS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html';
const ENCRYPTION_CONTEXT = `${SSE_KMS}#encryption-context`;

function kms(key: string, anchor: string, knowledge: Knowledge, basis: string): ContextRule {
  return rule(key, knowledge, basis, `${KMS_KEYS}#conditions-kms-${anchor}`);
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

const SYMMETRIC = 'S3 takes symmetric encryption keys only';

const KEY_PROPERTIES: readonly ContextRule[] = [
  rule('kms:KeySpec', present('SYMMETRIC_DEFAULT'), SYMMETRIC, SSE_KMS),
  rule('kms:CustomerMasterKeySpec', present('SYMMETRIC_DEFAULT'), SYMMETRIC, SSE_KMS),
  rule('kms:KeyUsage', present('ENCRYPT_DECRYPT'), SYMMETRIC, SSE_KMS),
  rule('kms:CustomerMasterKeyUsage', present('ENCRYPT_DECRYPT'), SYMMETRIC, SSE_KMS),
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
    present('SYMMETRIC_DEFAULT'),
    'data keys are always made with it',
  ),
  told(
    'kms:EncryptionContext:aws:s3:arn',
    'encryption-context',
    'the ARN of the object, or of the bucket if it uses an S3 Bucket Key',
    ENCRYPTION_CONTEXT,
  ),
  rule('kms:EncryptionContextKeys', present('aws:s3:arn'), 'the encryption context that S3 gives', ENCRYPTION_CONTEXT),
  rule(
    'kms:EncryptionContext:*',
    ABSENT,
    'S3 gives no other encryption context unless the write asks for it',
    ENCRYPTION_CONTEXT,
  ),
  kms('kms:RequestAlias', 'request-alias', UNKNOWN, 'whether S3 names the key by an alias is not documented'),
  ...KEY_PROPERTIES,
  ...KEYS_OF_OTHER_OPERATIONS.map(([key, anchor]) =>
    kms(key, anchor, ABSENT, 'it belongs to other operations than GenerateDataKey'),
  ),
];
