import process from 'node:process';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { type AwsAccess, type AwsParty, identitiesOf, identityName, identityWords } from './access.ts';
import { ANSWER_POSITION, ownAnswersOnly } from './answers.ts';
import type { AwsService } from './calls.ts';
import { addMiddleware, type ClientConfiguration, connect, type SdkClient } from './connection.ts';
import { watchBucketRegions } from './objects/bucket-regions.ts';
import { type OtherClient, type OtherService, otherClient } from './other-services.ts';

/** Clients for each party and Region, made when first asked for. All of them refuse calls outside the table. */
export interface AwsClients {
  /** `region` null is the one that the options, the environment or the profile names. */
  s3(party: AwsParty, region: string | null): S3Client;
  cloudtrail(party: AwsParty, region: string | null): CloudTrailClient;
  kms(party: AwsParty, region: string | null): KMSClient;
  sts(party: AwsParty): STSClient;
  other(service: OtherService, party: AwsParty, region: string | null): OtherClient;
  /** Region of a bucket, as S3 names it in its answers, those that refuse included; null while it has not. */
  regionOf(bucket: string): string | null;
  /** Equal for parties with the same credentials. */
  identityOf(party: AwsParty): string;
  /** Whose credentials a party has, in words: `profile logs`. */
  whose(party: AwsParty): string;
  /** Whether a profile or role was named for a party, and not for all. */
  hasOwn(party: AwsParty): boolean;
  /** Who reads the logs of a party: whoever was named for logs or for all, else the party itself. */
  readerFor(party: AwsParty): AwsParty;
  /** Closes every connection. */
  destroy(): void;
}

export function createClients(access: AwsAccess): AwsClients {
  const made = new Map<string, SdkClient>();
  const bucketRegions = new Map<string, string>();
  const identities = identitiesOf(access);
  const connection = connect(access);

  /** Parties with the same credentials share a client. All of them are guarded, whatever is added besides. */
  function once<Client extends SdkClient>(
    service: AwsService,
    party: AwsParty,
    region: string | null,
    make: (configuration: ClientConfiguration) => Client,
    add: (client: Client) => void = () => {},
  ): Client {
    const identity = identities[party];
    const name = `${service} ${identityName(identity)} ${region ?? ''}`;
    const known = made.get(name);
    if (known !== undefined) return known as Client;
    const client = make(connection.configuration(identity, region));
    connection.guard(client, service, identity);
    addMiddleware(client, ownAnswersOnly(service), ANSWER_POSITION);
    add(client);
    made.set(name, client);
    return client;
  }
  const hasOwn = (party: AwsParty): boolean => (access.profiles?.[party] ?? access.roles?.of[party]) !== undefined;
  return {
    s3: (party, region) =>
      once(
        's3',
        party,
        region,
        (configuration) =>
          new S3Client({
            ...configuration,
            followRegionRedirects: true,
            // Bodies are checked by size and ETag; checksums of whole objects cannot be held against ranges.
            responseChecksumValidation: 'WHEN_REQUIRED',
            ...(hasOwnEndpoint(access) ? { forcePathStyle: true } : {}),
          }),
        (client) => watchBucketRegions(client, (bucket, told) => bucketRegions.set(bucket, told)),
      ),
    cloudtrail: (party, region) =>
      once(
        'cloudtrail',
        party,
        region,
        (configuration) => new CloudTrailClient({ ...configuration, retryMode: 'adaptive' }),
      ),
    kms: (party, region) => once('kms', party, region, (configuration) => new KMSClient(configuration)),
    sts: (party) => once('sts', party, null, (configuration) => new STSClient(configuration)),
    other: (service, party, region) =>
      once(service, party, region, (configuration) => otherClient(service, configuration)),
    regionOf: (bucket) => bucketRegions.get(bucket) ?? null,
    identityOf: (party) => identityName(identities[party]),
    whose: (party) => identityWords(identities[party]),
    hasOwn,
    readerFor: (party) => (hasOwn('log') || access.profile !== null ? 'log' : party),
    destroy() {
      for (const client of made.values()) client.destroy();
      made.clear();
      connection.destroy();
    },
  };
}

/** Another server than AWS's own has no name for each bucket. */
function hasOwnEndpoint(access: AwsAccess): boolean {
  return access.endpointUrl !== null || ENDPOINT_VARIABLES.some((name) => (process.env[name] ?? '') !== '');
}

const ENDPOINT_VARIABLES = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'];
