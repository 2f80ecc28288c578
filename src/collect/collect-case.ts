import { DescribeKeyCommand, GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  GetBucketEncryptionCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type AwsService, allowedCall } from '../aws/calls.ts';
import { type AwsAccess, type AwsParty, createClients } from '../aws/clients.ts';
import type { CaseOptions } from '../case/options.ts';
import { DAY, formatInstant, type Instant } from '../instant.ts';
import type { JsonValue } from '../json.ts';
import { parseInventoryConfiguration } from '../records/inventory/parse-configuration.ts';
import { describeAwsError } from './describe-aws-error.ts';
import { listedPages, lookedUpPages } from './pages.ts';
import { jsonWithArray, type WrittenDocument, writeDocument } from './write-document.ts';

export interface CollectOptions {
  /** The source bucket and the configuration, or the destination as well where the configuration cannot be read. */
  readonly case: CaseOptions & { readonly sourceBucket: string; readonly configurationId: string };
  readonly access: AwsAccess;
  /** Where the files go; must exist and be empty. */
  readonly directory: string;
  readonly now: Instant;
  /** Start of the events asked for; null is as far back as CloudTrail keeps them. */
  readonly since: Instant | null;
  readonly version: string;
  readonly progress: (text: string) => void;
  /** Least time between two LookupEvents calls: AWS allows two a second. */
  readonly lookupIntervalMs: number;
}

export interface Collection {
  readonly files: readonly WrittenDocument[];
  /** What could not be had, a line each. */
  readonly problems: readonly string[];
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html */
const KEPT_MS = 90 * DAY;

/**
 * Asks AWS for the evidence of one case and writes it down as the AWS CLI prints it, so that `investigate` reads it
 * like any other evidence. What cannot be had is a problem told in a line; the rest is collected all the same.
 */
export async function collectCase(options: CollectOptions): Promise<Collection> {
  const { directory, now } = options;
  const { sourceBucket, configurationId } = options.case;
  const clients = createClients(options.access);
  const files: (WrittenDocument & { uri: string; fetched: string })[] = [];
  const problems = new Set<string>();

  /** Null when there is no answer, for whatever reason. */
  async function ask<Answer>(
    [service, operation, on, party]: readonly [AwsService, string, string, AwsParty],
    call: () => Promise<Answer>,
  ): Promise<Answer | null> {
    const entry = allowedCall(service, operation);
    if (entry === null) throw new Error(`${operation} is missing from the table of calls`);
    try {
      return await call();
    } catch (error) {
      const problem = describeAwsError(error, entry, on, clients.profileOf(party));
      if (problem !== null) problems.add(problem);
      return null;
    }
  }
  async function keep(path: string, uri: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
    files.push({ ...(await writeDocument(directory, path, pieces)), uri, fetched: formatInstant(now) });
    options.progress(`Wrote ${path}`);
  }
  async function locate(bucket: string, party: AwsParty): Promise<string | null> {
    const answer = await ask(['s3', 'GetBucketLocation', bucket, party], () =>
      clients.s3(party, null).send(new GetBucketLocationCommand({ Bucket: bucket })),
    );
    if (answer === null) return null;
    // The oldest two Regions answer with names of their own.
    const name = answer.LocationConstraint ?? 'us-east-1';
    return name === 'EU' ? 'eu-west-1' : name;
  }
  async function lookUp(name: string, resource: string, party: AwsParty, region: string | null): Promise<void> {
    const since = Math.max(options.since ?? 0, now - KEPT_MS);
    const query = { resource, since, until: now, intervalMs: options.lookupIntervalMs };
    await ask(['cloudtrail', 'LookupEvents', resource, party], () => {
      const pages = lookedUpPages(clients.cloudtrail(party, region), query);
      return keep(
        `lookup-events/${name}.json`,
        `aws:cloudtrail:LookupEvents:${resource}`,
        jsonWithArray('Events', pages, {}),
      );
    });
  }

  try {
    const caller = await ask(['sts', 'GetCallerIdentity', 'the caller', 'destination'], () =>
      clients.sts('destination').send(new GetCallerIdentityCommand({})),
    );
    const sourceRegion = await locate(sourceBucket, 'source');
    const document = await ask(['s3', 'GetBucketInventoryConfiguration', sourceBucket, 'source'], async () => {
      const { InventoryConfiguration } = await clients
        .s3('source', sourceRegion)
        .send(new GetBucketInventoryConfigurationCommand({ Bucket: sourceBucket, Id: configurationId }));
      return { InventoryConfiguration };
    });
    if (document !== null) {
      const uri = `aws:s3:GetBucketInventoryConfiguration:${sourceBucket}`;
      await keep('get-bucket-inventory-configuration.json', uri, [textOf(document)]);
    }
    const told = withConfiguration(options.case, document?.InventoryConfiguration);
    await keep('case.json', 'the command line and the configuration', [textOf({ ...told, now: formatInstant(now) })]);
    await lookUp(`source-${sourceBucket}`, sourceBucket, 'source', sourceRegion);
    let keyArn = told.encryption?.startsWith('arn:') === true ? told.encryption : null;
    const bucket = told.destinationBucket;
    if (bucket === undefined) {
      problems.add('the destination is not known: name it with --destination-bucket');
    } else {
      const region = await locate(bucket, 'destination');
      const s3 = clients.s3('destination', region);
      const policy = await ask(['s3', 'GetBucketPolicy', bucket, 'destination'], () =>
        s3.send(new GetBucketPolicyCommand({ Bucket: bucket })),
      );
      if (policy?.Policy !== undefined) {
        await keep('get-bucket-policy.json', `aws:s3:GetBucketPolicy:${bucket}`, [textOf({ Policy: policy.Policy })]);
      }
      const encryption = await ask(['s3', 'GetBucketEncryption', bucket, 'destination'], () =>
        s3.send(new GetBucketEncryptionCommand({ Bucket: bucket })),
      );
      const rule = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
      if (keyArn === null && told.encryption !== 'SSE-S3') keyArn = rule?.KMSMasterKeyID ?? null;
      const folder = [told.destinationPrefix ?? '', sourceBucket, configurationId].filter((part) => part !== '');
      const prefix = `${folder.join('/')}/`;
      await ask(['s3', 'ListObjectsV2', bucket, 'destination'], () =>
        keep(
          'list-objects-v2.json',
          `s3://${bucket}/${prefix}`,
          jsonWithArray('Contents', listedPages(s3, bucket, prefix), {
            Name: bucket,
            Prefix: prefix,
            IsTruncated: false,
          }),
        ),
      );
      await lookUp(`destination-${bucket}`, bucket, 'destination', region);
    }
    if (keyArn !== null) await collectKey(keyArn);
    await keep('manifest.json', 'this collection', [
      textOf({
        collectedAt: formatInstant(now),
        caller: caller?.Arn ?? null,
        tool: { name: 'inventory-forensics', version: options.version },
        collected: files,
        problems: [...problems],
      }),
    ]);
  } finally {
    clients.destroy();
  }
  return { files, problems: [...problems] };

  async function collectKey(key: string): Promise<void> {
    const region = key.split(':')[3] ?? null;
    const kms = clients.kms('destination', region);
    const described = await ask(['kms', 'DescribeKey', key, 'destination'], () =>
      kms.send(new DescribeKeyCommand({ KeyId: key })),
    );
    const arn = described?.KeyMetadata?.Arn ?? key;
    const policy = await ask(['kms', 'GetKeyPolicy', arn, 'destination'], () =>
      kms.send(new GetKeyPolicyCommand({ KeyId: arn })),
    );
    if (policy?.Policy !== undefined) {
      await keep('get-key-policy.json', `aws:kms:GetKeyPolicy:${arn}`, [textOf({ Policy: policy.Policy })]);
    }
    await lookUp('key', arn, 'destination', region);
  }
}

/** The case with what the configuration says; what the user said wins. */
function withConfiguration(told: CollectOptions['case'], document: unknown): CaseOptions {
  if (document === undefined || document === null) return told;
  const parsed = parseInventoryConfiguration(JSON.parse(JSON.stringify(document)) as JsonValue);
  if (!parsed.ok) return told;
  const { configuration } = parsed;
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

/** A case names a key by its ARN; an id alone is left to the configuration document. */
function keyArnOf(keyId: string): string | undefined {
  return keyId.startsWith('arn:') ? keyId : undefined;
}

function textOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
