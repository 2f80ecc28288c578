import process from 'node:process';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { ANSWER_POSITION, ownAnswersOnly } from './answers.ts';
import type { AwsService } from './calls.ts';
import { allowedOnly, GUARD_POSITION } from './guard.ts';
import { watchBucketRegions } from './objects/bucket-regions.ts';

/** How AWS is reached; what is null is left to the SDK's own chain (environment, profile, SSO, instance). */
export interface AwsAccess {
  readonly profile: string | null;
  readonly region: string | null;
  readonly endpointUrl: string | null;
  /** Profiles for the accounts of the source, the destination and the logs; null falls back on `profile`. */
  readonly sourceProfile: string | null;
  readonly destinationProfile: string | null;
  readonly logProfile: string | null;
}

/** In whose name a call is made: source, destination and logs may belong to three accounts. */
export type AwsParty = 'source' | 'destination' | 'log';

/** Clients for each party and Region, made when first asked for. All of them refuse calls outside the table. */
export interface AwsClients {
  /** `region` null is the one that the options, the environment or the profile names. */
  s3(party: AwsParty, region: string | null): S3Client;
  cloudtrail(party: AwsParty, region: string | null): CloudTrailClient;
  kms(party: AwsParty, region: string | null): KMSClient;
  sts(party: AwsParty): STSClient;
  /** AWS Config; loaded when it is asked. */
  config(party: AwsParty, region: string | null): Promise<ConfigServiceClient>;
  /** Region of a bucket, as S3 names it in its answers, those that refuse included; null while it has not. */
  regionOf(bucket: string): string | null;
  /** The profile of a party as the user would name it, null for the default. */
  profileOf(party: AwsParty): string | null;
  /** Closes every connection. */
  destroy(): void;
}

const MAX_ATTEMPTS = 6;
const CONNECTION_TIMEOUT_MS = 10_000;
/** A body that stands still this long is given up, and asked for again from where it stopped. */
const STALLED_AFTER_MS = 60_000;

/** Several lines on standard error about versions of Node still to come are no news for an incident. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

export function createClients(access: AwsAccess): AwsClients {
  const made = new Map<string, { destroy(): void }>();
  const bucketRegions = new Map<string, string>();
  const profiles: Readonly<Record<AwsParty, string | null>> = {
    source: access.sourceProfile ?? access.profile,
    destination: access.destinationProfile ?? access.profile,
    log: access.logProfile ?? access.profile,
  };
  const fallback = access.region ?? fallbackRegion();

  /** Parties with one profile share a client. */
  function once<Client extends { destroy(): void }>(
    service: AwsService,
    party: AwsParty,
    region: string | null,
    make: () => Client,
  ): Client {
    const name = `${service} ${profiles[party] ?? ''} ${region ?? ''}`;
    const known = made.get(name);
    if (known !== undefined) return known as Client;
    const client = make();
    made.set(name, client);
    return client;
  }
  function configuration(party: AwsParty, region: string | null) {
    const profile = profiles[party];
    const told = region ?? fallback;
    return {
      ...(told === null ? {} : { region: told }),
      ...(profile === null ? {} : { profile }),
      ...(access.endpointUrl === null ? {} : { endpoint: access.endpointUrl }),
      maxAttempts: MAX_ATTEMPTS,
      requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, socketTimeout: STALLED_AFTER_MS },
    };
  }
  return {
    s3: (party, region) =>
      once('s3', party, region, () => {
        const client = new S3Client({
          ...configuration(party, region),
          followRegionRedirects: true,
          // Bodies are checked by size and ETag; checksums of whole objects cannot be held against ranges.
          responseChecksumValidation: 'WHEN_REQUIRED',
          ...(hasOwnEndpoint(access) ? { forcePathStyle: true } : {}),
        });
        client.middlewareStack.add(allowedOnly('s3'), GUARD_POSITION);
        client.middlewareStack.add(ownAnswersOnly('s3'), ANSWER_POSITION);
        watchBucketRegions(client, (bucket, told) => bucketRegions.set(bucket, told));
        return client;
      }),
    cloudtrail: (party, region) =>
      once('cloudtrail', party, region, () => {
        const client = new CloudTrailClient({ ...configuration(party, region), retryMode: 'adaptive' });
        client.middlewareStack.add(allowedOnly('cloudtrail'), GUARD_POSITION);
        client.middlewareStack.add(ownAnswersOnly('cloudtrail'), ANSWER_POSITION);
        return client;
      }),
    kms: (party, region) =>
      once('kms', party, region, () => {
        const client = new KMSClient(configuration(party, region));
        client.middlewareStack.add(allowedOnly('kms'), GUARD_POSITION);
        client.middlewareStack.add(ownAnswersOnly('kms'), ANSWER_POSITION);
        return client;
      }),
    sts: (party) =>
      once('sts', party, null, () => {
        const client = new STSClient(configuration(party, null));
        client.middlewareStack.add(allowedOnly('sts'), GUARD_POSITION);
        client.middlewareStack.add(ownAnswersOnly('sts'), ANSWER_POSITION);
        return client;
      }),
    async config(party, region) {
      const { ConfigServiceClient } = await import('@aws-sdk/client-config-service');
      return once('config', party, region, () => {
        const client = new ConfigServiceClient(configuration(party, region));
        client.middlewareStack.add(allowedOnly('config'), GUARD_POSITION);
        client.middlewareStack.add(ownAnswersOnly('config'), ANSWER_POSITION);
        return client;
      });
    },
    regionOf: (bucket) => bucketRegions.get(bucket) ?? null,
    profileOf: (party) => profiles[party],
    destroy() {
      for (const client of made.values()) client.destroy();
      made.clear();
    },
  };
}

/** Another server than AWS's own has no name for each bucket. */
function hasOwnEndpoint(access: AwsAccess): boolean {
  return access.endpointUrl !== null || ENDPOINT_VARIABLES.some((name) => (process.env[name] ?? '') !== '');
}

/** null leaves it to the profile. */
function fallbackRegion(): string | null {
  const named = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? '';
  return named === '' ? null : named;
}

const ENDPOINT_VARIABLES = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'];
