import type { Truth } from './deliver.ts';
import { stateAt } from './evaluate.ts';
import {
  type BucketPolicy,
  CONFIGURATION_ID,
  type Configuration,
  DESTINATION_ACCOUNT,
  type Decoy,
  type Denial,
  isoSeconds,
  KEY_ID,
  keyArn,
  type Prefix,
  SOURCE_ACCOUNT,
  SOURCE_BUCKET,
  type World,
} from './world.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A bucket policy as JSON. */
export function policyBody(bucket: string, policy: BucketPolicy): Json {
  const allow = policy.allow === null ? [] : [allowS3(bucket, policy.allow === 'bucket' ? null : policy.allow)];
  const denials = policy.denials.map(({ kind, prefix }) => denial(bucket, kind, prefix));
  return {
    Version: '2012-10-17',
    Statement: [owner(bucket), ...allow, ...policy.decoys.map((kind) => decoy(bucket, kind)), ...denials],
  };
}

function below(bucket: string, prefix: Prefix | null): string {
  return `arn:aws:s3:::${bucket}/${prefix === null ? '' : `${prefix}/`}*`;
}

/** So that a policy without any Allow for S3 still has a statement. */
function owner(bucket: string): Json {
  return {
    Sid: 'Owner',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${DESTINATION_ACCOUNT}:root` },
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${bucket}`, below(bucket, null)],
  };
}

function allowS3(bucket: string, prefix: Prefix | null): Json {
  return {
    Sid: 'InventoryDelivery',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: below(bucket, prefix),
    Condition: {
      ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${SOURCE_BUCKET}` },
      StringEquals: { 'aws:SourceAccount': SOURCE_ACCOUNT, 's3:x-amz-acl': 'bucket-owner-full-control' },
    },
  };
}

function denial(bucket: string, kind: Denial, prefix: Prefix | null): Json {
  const deny = {
    Sid: `Deny-${kind}`,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: below(bucket, prefix),
  };
  switch (kind) {
    case 'source-ip':
      return { ...deny, Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } } };
    case 'put-everybody':
      return { ...deny, Action: 's3:Put*' };
    case 'organization':
      return { ...deny, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } };
    case 'no-encryption-header':
      return { ...deny, Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } } };
  }
}

function decoy(bucket: string, kind: Decoy): Json {
  const deny = {
    Sid: `Decoy-${kind}`,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: below(bucket, null),
  };
  switch (kind) {
    case 'insecure-transport':
      return { ...deny, Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    case 'source-ip-but-services':
      return {
        ...deny,
        Condition: {
          NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      };
    case 'other-prefix':
      return { ...deny, Resource: `arn:aws:s3:::${bucket}/private/*` };
    case 'readers':
      return { ...deny, Action: 's3:GetObject' };
  }
}

export function keyPolicyText(world: World, allowsS3: boolean): string {
  const root = {
    Sid: 'Admin',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${world.keyAccount}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  const service = {
    Sid: 'AllowS3',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'kms:GenerateDataKey',
    Resource: '*',
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: allowsS3 ? [root, service] : [root] });
}

/** As CloudTrail tells it, and as `get-bucket-inventory-configuration` does. */
export function configurationBody(world: World, configuration: Configuration): Json {
  const { bucket, prefix, encryption, enabled, frequency } = configuration;
  const encrypted = encryption === 'key' ? { SSEKMS: { KeyId: keyArn(world) } } : { SSES3: {} };
  return {
    Id: CONFIGURATION_ID,
    IsEnabled: enabled,
    Destination: {
      S3BucketDestination: {
        AccountId: DESTINATION_ACCOUNT,
        Bucket: `arn:aws:s3:::${bucket}`,
        Format: 'CSV',
        Prefix: prefix,
        ...(encryption === 'none' ? {} : { Encryption: encrypted }),
      },
    },
    Schedule: { Frequency: frequency },
    IncludedObjectVersions: 'All',
  };
}

/** The case names the configuration as it is, or last was. */
export function caseDocument(world: World, truth: Truth): Json {
  const { bucket, prefix, frequency, encryption } = lastConfiguration(truth);
  return {
    sourceBucket: SOURCE_BUCKET,
    sourceAccount: SOURCE_ACCOUNT,
    destinationBucket: bucket,
    destinationAccount: DESTINATION_ACCOUNT,
    destinationPrefix: prefix,
    configurationId: CONFIGURATION_ID,
    frequency,
    encryption: encryption === 'key' ? keyArn(world) : encryption,
    now: isoSeconds(world.now),
  };
}

export function lastConfiguration({ steps }: Truth): Configuration {
  const configuration = steps.findLast(({ state }) => state.configuration !== null)?.state.configuration;
  if (configuration === null || configuration === undefined) throw new RangeError('no configuration at all');
  return configuration;
}

/** What `get-…` commands print at `now`, by file name. */
export function currentDocuments(world: World, truth: Truth): Map<string, Json> {
  const state = stateAt(truth.steps, world.now);
  const documents = new Map<string, Json>();
  const { bucket } = lastConfiguration(truth);
  const policy = state.policies.get(bucket);
  if (policy) documents.set('get-bucket-policy.json', { Policy: JSON.stringify(policyBody(bucket, policy)) });
  if (state.configuration !== null) {
    documents.set('get-bucket-inventory-configuration.json', {
      InventoryConfiguration: configurationBody(world, state.configuration),
    });
  }
  documents.set('get-key-policy.json', { Policy: keyPolicyText(world, state.keyAllowsS3), PolicyName: 'default' });
  documents.set('describe-key.json', {
    KeyMetadata: {
      AWSAccountId: world.keyAccount,
      KeyId: KEY_ID,
      Arn: keyArn(world),
      Enabled: state.keyEnabled,
      KeyState: state.keyEnabled ? 'Enabled' : 'Disabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyManager: 'CUSTOMER',
    },
  });
  return documents;
}
