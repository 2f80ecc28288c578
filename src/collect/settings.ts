import { DescribeKeyCommand, GetKeyPolicyCommand, ListGrantsCommand } from '@aws-sdk/client-kms';
import {
  GetBucketEncryptionCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { AwsParty } from '../aws/access.ts';
import type { CaseOptions } from '../case/case.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { DeliveryConfiguration } from '../profile/configuration.ts';
import { parseInventoryConfiguration } from '../profile/inventory/parse-configuration.ts';
import { type Historian, pastConfigurations } from './deleted-configurations.ts';
import type { Answer, Desk } from './desk.ts';
import { namedPath } from './file-name.ts';
import { type Located, locate } from './locate.ts';

/** One configuration that is meant, and what is said of it besides. */
export type Subject = CaseOptions & { readonly sourceBucket: string; readonly configurationId: string };

/** The case as AWS has it now. Null is what could not be told; `unset` what is not there. */
export interface Settings {
  readonly told: Subject;
  readonly sourceRegion: string | null;
  readonly destinationRegion: string | null;
  /** Whose the buckets are, as far as that is the callers' own account. */
  readonly sourceOwner: Owner;
  readonly destinationOwner: Owner;
  readonly configuration: Answer<JsonObject>;
  readonly bucketPolicy: Answer<JsonObject>;
  readonly key: KeySettings | null;
}

type Owner = Pick<Located, 'owner' | 'isForeign'>;

interface KeySettings {
  readonly arn: string;
  /** The last part of the ARN. */
  readonly id: string;
  readonly region: string | null;
  readonly party: AwsParty;
  readonly policy: Answer<JsonObject>;
  readonly metadata: Answer<JsonObject>;
}

/** Paths of the documents that a check reads. */
export const CONFIGURATION_PATH = 'settings/get-bucket-inventory-configuration.json';
export const BUCKET_POLICY_PATH = 'settings/get-bucket-policy.json';
export const KEY_POLICY_PATH = 'settings/get-key-policy.json';

/** What a bucket that is not there says of every setting. */
const GONE: Answer<JsonObject> = { state: 'unset', code: 'NoSuchBucket' };

/**
 * Asks for every setting that decides on deliveries, or that the reader of a report wants to see beside it.
 *
 * @param among of which collection's cases this is one: with others the documents say whose they are, and what several
 *   share is asked for once
 */
export async function collectSettings(
  desk: Desk,
  historian: Historian,
  asked: Subject,
  among: 'alone' | 'others' = 'alone',
): Promise<Settings> {
  const { callers } = historian;
  const { sourceBucket, configurationId } = asked;
  const place = among === 'alone' ? (path: string) => path : pathOf;
  const beside = (members: JsonObject) => (among === 'alone' ? {} : { beside: members });
  const source = await locate(desk, callers, sourceBucket, 'source');
  const configuration = source.isGone ? GONE : await configurationOf();
  const said = await withPast(withConfiguration(asked, configuration));
  const known = { ...said, sourceAccount: said.sourceAccount ?? source.owner ?? undefined };
  const bucket = known.destinationBucket;
  if (bucket === undefined) {
    const whose = among === 'alone' ? '' : ` of ${sourceBucket}/${configurationId}`;
    desk.problems.add(`the destination${whose} is not known: name it with --destination-bucket`);
    return {
      told: known,
      sourceRegion: source.region,
      destinationRegion: null,
      sourceOwner: source,
      destinationOwner: { owner: null, isForeign: false },
      configuration,
      bucketPolicy: { state: 'failed' },
      key: null,
    };
  }
  const destination = await locate(desk, callers, bucket, 'destination');
  // Reports are delivered within a Region: what is said of a bucket that is gone was recorded where the other is.
  const sourceRegion = source.region ?? (source.isGone ? destination.region : null);
  const destinationRegion = destination.region ?? (destination.isGone ? source.region : null);
  const told = { ...known, destinationAccount: known.destinationAccount ?? destination.owner ?? undefined };
  const places = { sourceRegion, destinationRegion, sourceOwner: source, destinationOwner: destination };
  const s3 = desk.clients.s3('destination', destinationRegion);
  const ofBucket = async (path: string, operation: string, isContext: boolean, send: () => Promise<object>) => {
    if (destination.isGone) return GONE;
    const call = { service: 's3', operation, on: bucket, party: 'destination', isContext } as const;
    return desk.setting(place(path, bucket), { ...call, ...beside({ Bucket: bucket }) }, send);
  };
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
  const key = keyId === null ? null : await collectKey(keyId);
  return { told, ...places, configuration, bucketPolicy, key };

  function configurationOf(): Promise<Answer<JsonObject>> {
    const s3OfSource = desk.clients.s3('source', source.region);
    const meant = { Bucket: sourceBucket, Id: configurationId };
    return desk.setting(
      place(CONFIGURATION_PATH, sourceBucket, configurationId),
      {
        service: 's3',
        operation: 'GetBucketInventoryConfiguration',
        on: sourceBucket,
        party: 'source',
        ...beside(meant),
        inError: { Id: configurationId },
      },
      () => s3OfSource.send(new GetBucketInventoryConfigurationCommand(meant)),
    );
  }

  /** Where a configuration that is there no more sent its reports, the event history may tell. */
  async function withPast(known: Subject): Promise<Subject> {
    if (known.destinationBucket !== undefined || configuration.state !== 'unset') return known;
    const past = await pastConfigurations(desk, historian, sourceBucket, source.region);
    const found = past.find(({ id }) => id === configurationId)?.place;
    if (found == null) return known;
    return {
      ...known,
      destinationBucket: found.destinationBucket,
      destinationPrefix: known.destinationPrefix ?? found.destinationPrefix,
    };
  }

  async function collectKey(id: string): Promise<KeySettings> {
    const [, , , namedRegion, account] = id.startsWith('arn:') ? id.split(':') : [];
    const region = namedRegion ?? destinationRegion;
    const party = desk.clients.hasOwn('key') ? 'key' : callers.partyIn(account ?? null, 'destination');
    const kms = desk.clients.kms(party, region);
    const ofKey = (path: string, operation: string, isContext: boolean, send: () => Promise<object>, arn = id) =>
      desk.setting(
        place(path, id, region ?? ''),
        { service: 'kms', operation, on: id, party, isContext, ...beside({ KeyId: arn }) },
        send,
      );
    const metadata = await ofKey('settings/describe-key.json', 'DescribeKey', false, () =>
      kms.send(new DescribeKeyCommand({ KeyId: id })),
    );
    const described = metadata.state === 'answered' ? metadata.value['KeyMetadata'] : undefined;
    const named = isJsonObject(described) ? described['Arn'] : undefined;
    const arn = typeof named === 'string' ? named : id;
    const policy = await ofKey(
      KEY_POLICY_PATH,
      'GetKeyPolicy',
      false,
      () => kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' })),
      arn,
    );
    await ofKey('settings/list-grants.json', 'ListGrants', true, () => kms.send(new ListGrantsCommand({ KeyId: id })));
    return { arn, id: arn.slice(arn.lastIndexOf('/') + 1), region, party, policy, metadata };
  }
}

/** The path of a document of one among several: named for what it is about. */
function pathOf(path: string, ...names: readonly string[]): string {
  return path.replace(/\.json$/, `/${namedPath(names)}.json`);
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
