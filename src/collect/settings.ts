import { DescribeKeyCommand, GetKeyPolicyCommand, ListGrantsCommand } from '@aws-sdk/client-kms';
import {
  GetBucketEncryptionCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  ListBucketInventoryConfigurationsCommand,
} from '@aws-sdk/client-s3';
import type { AwsParty } from '../aws/clients.ts';
import type { CaseOptions } from '../case/case.ts';
import { ForensicsError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { DeliveryConfiguration } from '../profile/configuration.ts';
import { parseInventoryConfiguration } from '../profile/inventory/parse-configuration.ts';
import type { Answer, Desk } from './desk.ts';
import { type Callers, locate } from './subject.ts';

/** The case as AWS has it now. Null is what could not be told; `unset` what is not there. */
export interface Settings {
  readonly told: CaseOptions & { readonly sourceBucket: string };
  readonly sourceRegion: string | null;
  readonly destinationRegion: string | null;
  readonly configuration: Answer<JsonObject>;
  readonly bucketPolicy: Answer<JsonObject>;
  readonly key: KeySettings | null;
}

interface KeySettings {
  readonly arn: string;
  readonly region: string | null;
  readonly party: AwsParty;
  readonly policy: Answer<JsonObject>;
  readonly metadata: Answer<JsonObject>;
}

/** Paths of the documents that a check reads. */
export const CONFIGURATION_PATH = 'settings/get-bucket-inventory-configuration.json';
export const BUCKET_POLICY_PATH = 'settings/get-bucket-policy.json';
export const KEY_POLICY_PATH = 'settings/get-key-policy.json';

/**
 * Asks for every setting that decides on deliveries, or that the reader of a report wants to see beside it.
 *
 * @throws ForensicsError `usage` when several configurations may be meant
 */
export async function collectSettings(
  desk: Desk,
  callers: Callers,
  asked: CaseOptions & { readonly sourceBucket: string },
): Promise<Settings> {
  const { sourceBucket } = asked;
  const sourceRegion = await locate(desk, sourceBucket, 'source');
  const configurationId = asked.configurationId ?? (await onlyConfiguration(desk, asked, sourceRegion));
  const configuration = await desk.setting(
    CONFIGURATION_PATH,
    { service: 's3', operation: 'GetBucketInventoryConfiguration', on: sourceBucket, party: 'source' },
    () =>
      desk.clients
        .s3('source', sourceRegion)
        .send(new GetBucketInventoryConfigurationCommand({ Bucket: sourceBucket, Id: configurationId })),
  );
  const told = withConfiguration({ ...asked, configurationId }, configuration);
  const bucket = told.destinationBucket;
  if (bucket === undefined) {
    desk.problems.add('the destination is not known: name it with --destination-bucket');
    const failed = { state: 'failed' } as const;
    return { told, sourceRegion, destinationRegion: null, configuration, bucketPolicy: failed, key: null };
  }
  const destinationRegion = await locate(desk, bucket, 'destination');
  const s3 = desk.clients.s3('destination', destinationRegion);
  const ofBucket = (path: string, operation: string, isContext: boolean, send: () => Promise<object>) =>
    desk.setting(path, { service: 's3', operation, on: bucket, party: 'destination', isContext }, send);
  const bucketPolicy = await ofBucket(BUCKET_POLICY_PATH, 'GetBucketPolicy', false, () =>
    s3.send(new GetBucketPolicyCommand({ Bucket: bucket })),
  );
  const encryption = await ofBucket('settings/get-bucket-encryption.json', 'GetBucketEncryption', false, () =>
    s3.send(new GetBucketEncryptionCommand({ Bucket: bucket })),
  );
  await ofBucket('settings/get-bucket-ownership-controls.json', 'GetBucketOwnershipControls', true, () =>
    s3.send(new GetBucketOwnershipControlsCommand({ Bucket: bucket })),
  );
  await ofBucket('settings/get-public-access-block.json', 'GetPublicAccessBlock', true, () =>
    s3.send(new GetPublicAccessBlockCommand({ Bucket: bucket })),
  );
  const keyId = keyInUse(told, configuration, encryption);
  const key = keyId === null ? null : await collectKey(desk, callers, keyId, destinationRegion);
  return { told, sourceRegion, destinationRegion, configuration, bucketPolicy, key };
}

/** The configuration's own key, which may be named by its id alone, else the default key of the destination. */
function keyInUse(told: CaseOptions, configuration: Answer<JsonObject>, encryption: Answer<JsonObject>): string | null {
  if (told.encryption?.startsWith('arn:') === true) return told.encryption;
  const own = told.encryption === undefined ? configurationIn(configuration)?.encryption : undefined;
  if (own?.type === 'SSE-KMS') return own.keyId;
  if (told.encryption === 'SSE-S3' || encryption.state !== 'answered') return null;
  const text = JSON.stringify(encryption.value);
  return /"KMSMasterKeyID":"([^"]+)"/.exec(text)?.[1] ?? null;
}

async function collectKey(
  desk: Desk,
  callers: Callers,
  id: string,
  destinationRegion: string | null,
): Promise<KeySettings> {
  const [, , , namedRegion, account] = id.startsWith('arn:') ? id.split(':') : [];
  const region = namedRegion ?? destinationRegion;
  const party = callers.partyIn(account ?? null, 'destination');
  const kms = desk.clients.kms(party, region);
  const ofKey = (path: string, operation: string, isContext: boolean, send: () => Promise<object>) =>
    desk.setting(path, { service: 'kms', operation, on: id, party, isContext }, send);
  const metadata = await ofKey('settings/describe-key.json', 'DescribeKey', false, () =>
    kms.send(new DescribeKeyCommand({ KeyId: id })),
  );
  const policy = await ofKey(KEY_POLICY_PATH, 'GetKeyPolicy', false, () =>
    kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' })),
  );
  await ofKey('settings/list-grants.json', 'ListGrants', true, () => kms.send(new ListGrantsCommand({ KeyId: id })));
  const described = metadata.state === 'answered' ? metadata.value['KeyMetadata'] : undefined;
  const arn = typeof described === 'object' && described !== null && 'Arn' in described ? described['Arn'] : undefined;
  return { arn: typeof arn === 'string' ? arn : id, region, party, policy, metadata };
}

/** @throws ForensicsError `usage` when the source has none, or several that fit */
async function onlyConfiguration(desk: Desk, asked: CaseOptions, region: string | null): Promise<string> {
  const bucket = asked.sourceBucket ?? '';
  const ids: string[] = [];
  let token: string | undefined;
  do {
    const call = {
      service: 's3',
      operation: 'ListBucketInventoryConfigurations',
      on: bucket,
      party: 'source',
    } as const;
    const answer = await desk.ask(call, () =>
      desk.clients
        .s3('source', region)
        .send(new ListBucketInventoryConfigurationsCommand({ Bucket: bucket, ContinuationToken: token })),
    );
    if (answer.state !== 'answered') break;
    for (const { Id, Destination } of answer.value.InventoryConfigurationList ?? []) {
      const arn = Destination?.S3BucketDestination?.Bucket ?? '';
      const fits = asked.destinationBucket === undefined || arn.endsWith(`:::${asked.destinationBucket}`);
      if (Id !== undefined && fits) ids.push(Id);
    }
    token = answer.value.IsTruncated === true ? answer.value.NextContinuationToken : undefined;
  } while (token !== undefined);
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return only;
  throw new ForensicsError(
    'usage',
    ids.length === 0
      ? `${bucket} has no inventory configuration that can be seen${[...desk.problems].map((line) => `; ${line}`).join('')}`
      : `${bucket} has several inventory configurations: ${ids.join(', ')}`,
    { hint: 'name one with --configuration-id' },
  );
}

/** The case with what the configuration says; what the user said wins. */
function withConfiguration(told: Settings['told'], answer: Answer<JsonObject>): Settings['told'] {
  const configuration = configurationIn(answer);
  if (configuration === null) return told;
  const { encryption } = configuration;
  return {
    ...told,
    destinationBucket: told.destinationBucket ?? configuration.destinationBucket,
    destinationAccount: told.destinationAccount ?? configuration.destinationAccount ?? undefined,
    destinationPrefix: told.destinationPrefix ?? configuration.destinationPrefix,
    frequency: told.frequency ?? configuration.frequency,
    encryption: told.encryption ?? (encryption.type === 'SSE-KMS' ? keyArnOf(encryption.keyId) : encryption.type),
  };
}

function configurationIn(answer: Answer<JsonObject>): DeliveryConfiguration | null {
  if (answer.state !== 'answered') return null;
  const parsed = parseInventoryConfiguration((answer.value['InventoryConfiguration'] ?? null) as JsonValue);
  return parsed.ok ? parsed.configuration : null;
}

/** A case names a key by its ARN; an id alone is left to the configuration document. */
function keyArnOf(keyId: string): string | undefined {
  return keyId.startsWith('arn:') ? keyId : undefined;
}
