/**
 * A condition key in AWS's spelling. Key names are compared without case, also the tag or context name after a
 * slash or colon; a key that no table knows keeps the spelling it came with.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function spellKey(key: string): string {
  const folded = key.toLowerCase();
  const known = SPELLINGS.get(folded);
  if (known !== undefined) return known;
  const family = FAMILIES.find((prefix) => folded.startsWith(prefix.toLowerCase()));
  return family === undefined ? key : family + key.slice(family.length);
}

/** Whether AWS documents the key as one that may hold several values, which then need a set operator. */
export function isMultivalued(key: string): boolean {
  return MULTIVALUED.has(key.toLowerCase());
}

/** Whether a table of AWS holds the key, so that its number of values is documented too. */
export function isDocumented(key: string): boolean {
  return SPELLINGS.has(key.toLowerCase()) || familyOf(key) !== null;
}

/** The family of keys that a key belongs to, `aws:principaltag/` for `aws:PrincipalTag/team`, in lower case; null for a single key. */
export function familyOf(key: string): string | null {
  const folded = key.toLowerCase();
  return FAMILIES.map((family) => family.toLowerCase()).find((family) => folded.startsWith(family)) ?? null;
}

/** Keys that name a tag or an encryption context entry after their prefix. */
const FAMILIES = [
  'aws:PrincipalTag/',
  'aws:RequestTag/',
  'aws:ResourceTag/',
  's3:AccessPointTag/',
  's3:BucketTag/',
  's3:ExistingObjectTag/',
  's3:RequestObjectTag/',
  'kms:EncryptionContext:',
] as const;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const GLOBAL = `
aws:AssumedRoot aws:CalledVia aws:CalledViaAWSMCP aws:CalledViaFirst aws:CalledViaLast aws:ChatbotSourceArn
aws:CurrentTime aws:Ec2InstanceSourcePrivateIPv4 aws:Ec2InstanceSourceVpc aws:EpochTime aws:FederatedProvider
aws:IsMcpServiceAction aws:MultiFactorAuthAge aws:MultiFactorAuthPresent aws:PrincipalAccount aws:PrincipalArn
aws:PrincipalIsAWSService aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalServiceName
aws:PrincipalServiceNamesList aws:PrincipalType aws:referer aws:RequestedRegion aws:ResourceAccount
aws:ResourceOrgID aws:ResourceOrgPaths aws:SecureTransport aws:SignInSessionArn aws:SourceAccount aws:SourceArn
aws:SourceIdentity aws:SourceIp aws:SourceOrgID aws:SourceOrgPaths aws:SourceOwner aws:SourceVpc aws:SourceVpcArn
aws:SourceVpce aws:TagKeys aws:TokenIssueTime aws:UserAgent aws:userid aws:username aws:ViaAWSMCPService
aws:ViaAWSService aws:ViaCustomerDomain aws:VpceAccount aws:VpceOrgID aws:VpceOrgPaths aws:VpcSourceIp
codebuild:BuildArn codebuild:ProjectArn ec2:RoleDelivery ec2:SourceInstanceArn glue:CredentialIssuingService
glue:RoleAssumedBy identitystore:UserId lambda:SourceFunctionArn ssm:SourceInstanceArn`;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_s3.html */
const S3 = `
s3:AccessGrantScope s3:AccessGrantsInstanceArn s3:AccessGrantsLocationScope s3:AccessPointNetworkOrigin
s3:annotation-prefix s3:authType s3:DataAccessPointAccount s3:DataAccessPointArn s3:delimiter s3:deliverySourceArn
s3:destinationRegion s3:ExistingJobOperation s3:ExistingJobPriority s3:if-match s3:if-none-match
s3:InventoryAccessibleOptionalFields s3:isReplicationPauseRequest s3:JobSuspendedCause s3:locationconstraint
s3:logType s3:max-annotation-results s3:max-keys s3:ObjectCreationOperation s3:object-lock-legal-hold
s3:object-lock-mode s3:object-lock-remaining-retention-days s3:object-lock-retain-until-date s3:prefix
s3:RequestJobOperation s3:RequestJobPriority s3:RequestObjectTagKeys s3:ResourceAccount s3:resourceArnBeingAuthorized
s3:signatureAge s3:signatureversion s3:TlsVersion s3:versionid s3:x-amz-acl s3:x-amz-bucket-namespace
s3:x-amz-content-sha256 s3:x-amz-copy-source s3:x-amz-grant-full-control s3:x-amz-grant-read
s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp s3:x-amz-metadata-directive
s3:x-amz-object-annotation-directive s3:x-amz-object-if-match s3:x-amz-object-ownership
s3:x-amz-server-side-encryption s3:x-amz-server-side-encryption-aws-kms-key-id
s3:x-amz-server-side-encryption-customer-algorithm s3:x-amz-storage-class s3:x-amz-website-redirect-location`;

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
const KMS = `
kms:BypassPolicyLockoutSafetyCheck kms:CallerAccount kms:CustomerMasterKeySpec kms:CustomerMasterKeyUsage
kms:DataKeyPairSpec kms:EncryptionAlgorithm kms:EncryptionContextKeys kms:ExpirationModel
kms:GrantConstraintSourceArn kms:GrantConstraintType kms:GranteePrincipal kms:GranteeServicePrincipal
kms:GrantIsForAWSResource kms:GrantOperations kms:KeyAgreementAlgorithm kms:KeyOrigin kms:KeySpec kms:KeyUsage
kms:MacAlgorithm kms:MessageType kms:MultiRegion kms:MultiRegionKeyType kms:PrimaryRegion kms:ReEncryptOnSameKey
kms:ReplicaRegion kms:RequestAlias kms:ResourceAliases kms:RetiringPrincipal kms:RetiringServicePrincipal
kms:RotationPeriodInDays kms:ScheduleKeyDeletionPendingWindowInDays kms:SigningAlgorithm
kms:TrailingDaysWithoutKeyUsage kms:ValidTo kms:ViaService kms:WrappingAlgorithm kms:WrappingKeySpec`;

const SPELLINGS: ReadonlyMap<string, string> = new Map(
  `${GLOBAL} ${S3} ${KMS}`
    .trim()
    .split(/\s+/)
    .map((key) => [key.toLowerCase(), key]),
);

const MULTIVALUED: ReadonlySet<string> = new Set(
  `aws:calledvia aws:principalorgpaths aws:principalservicenameslist aws:resourceorgpaths aws:sourceorgpaths
  aws:tagkeys aws:vpceorgpaths kms:encryptioncontextkeys kms:grantoperations kms:resourcealiases
  s3:inventoryaccessibleoptionalfields s3:requestobjecttagkeys`.split(/\s+/),
);
