import { GetBucketLocationCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsClients, AwsParty } from '../aws/clients.ts';
import type { CaseOptions } from '../case/case.ts';
import { ForensicsError } from '../errors.ts';
import { regionOfLocation } from '../partition.ts';
import { parseDeliveryKey, runTime } from '../profile/inventory/keys.ts';
import type { Desk } from './desk.ts';

/** Who asks, by party. */
export interface Callers {
  arnOf(party: AwsParty): string | null;
  accountOf(party: AwsParty): string | null;
  /** The party whose credentials belong to an account; `fallback` when nobody's do. */
  partyIn(account: string | null, fallback: AwsParty): AwsParty;
}

const PARTIES: readonly AwsParty[] = ['destination', 'source', 'log'];

/** Asks once for each profile in use. A caller that cannot be told is left unknown: the next call says why. */
export async function identifyCallers(clients: AwsClients, onFailure: (error: unknown) => void): Promise<Callers> {
  const byProfile = new Map<string | null, { arn: string | null; account: string | null }>();
  for (const party of PARTIES) {
    const profile = clients.profileOf(party);
    if (byProfile.has(profile)) continue;
    try {
      const { Arn, Account } = await clients.sts(party).send(new GetCallerIdentityCommand({}));
      byProfile.set(profile, { arn: Arn ?? null, account: Account ?? null });
    } catch (error) {
      byProfile.set(profile, { arn: null, account: null });
      onFailure(error);
    }
  }
  const of = (party: AwsParty) => byProfile.get(clients.profileOf(party));
  return {
    arnOf: (party) => of(party)?.arn ?? null,
    accountOf: (party) => of(party)?.account ?? null,
    partyIn: (account, fallback) =>
      (account === null ? undefined : PARTIES.find((party) => of(party)?.account === account)) ?? fallback,
  };
}

/** Region of a bucket; null when it cannot be told. */
export async function locate(desk: Desk, bucket: string, party: AwsParty): Promise<string | null> {
  const path = `settings/get-bucket-location-${bucket}.json`;
  const call = { service: 's3', operation: 'GetBucketLocation', on: bucket, party } as const;
  const answer = await desk.setting(path, call, async () => {
    const { LocationConstraint = null } = await desk.clients
      .s3(party, null)
      .send(new GetBucketLocationCommand({ Bucket: bucket }));
    return { LocationConstraint };
  });
  if (answer.state !== 'answered') return null;
  const name = answer.value['LocationConstraint'];
  return regionOfLocation(typeof name === 'string' ? name : null);
}

/**
 * The case with its source bucket, told or found at the destination.
 *
 * @throws ForensicsError `usage` when neither source nor destination is named
 */
export async function subjectOf(
  desk: Desk,
  told: CaseOptions,
): Promise<CaseOptions & { readonly sourceBucket: string }> {
  const { sourceBucket, destinationBucket } = told;
  if (sourceBucket !== undefined) return { ...told, sourceBucket };
  if (destinationBucket !== undefined) return sourceOfDestination(desk, { ...told, destinationBucket });
  throw new ForensicsError('usage', 'neither --source-bucket nor --destination-bucket is given');
}

/**
 * Source and configuration read off the folders of the destination: `<prefix>/<source>/<id>/<run>/`.
 *
 * @throws ForensicsError `usage` when there are none, or several with none named
 */
async function sourceOfDestination(
  desk: Desk,
  told: CaseOptions & { readonly destinationBucket: string },
): Promise<CaseOptions & { readonly sourceBucket: string }> {
  const base = told.destinationPrefix ?? '';
  const root = base === '' || base.endsWith('/') ? base : `${base}/`;
  const found: { sourceBucket: string; configurationId: string; destinationPrefix: string }[] = [];
  for (const source of await folders(desk, told.destinationBucket, root)) {
    for (const configuration of await folders(desk, told.destinationBucket, source)) {
      for (const run of await folders(desk, told.destinationBucket, configuration)) {
        const key = parseDeliveryKey(`${run}manifest.json`);
        if (key?.run == null || runTime(key.run) === null) continue;
        const { sourceBucket, configurationId, prefix } = key;
        found.push({ sourceBucket, configurationId, destinationPrefix: prefix });
        break;
      }
    }
  }
  const fitting = found.filter(
    ({ sourceBucket, configurationId }) =>
      (told.sourceBucket ?? sourceBucket) === sourceBucket &&
      (told.configurationId ?? configurationId) === configurationId,
  );
  const [only] = fitting;
  if (only === undefined || fitting.length > 1) {
    const place = `s3://${told.destinationBucket}/${root}`;
    const names = fitting.map(({ sourceBucket, configurationId }) => `${sourceBucket}/${configurationId}`);
    throw new ForensicsError(
      'usage',
      only === undefined
        ? `no inventory reports found below ${place}`
        : `several inventories deliver to ${place}: ${names.join(', ')}`,
      { hint: 'name the case with --source-bucket and --configuration-id' },
    );
  }
  return { ...told, ...only };
}

/** Folders below a prefix; those of one page, which is more than a destination has. */
async function folders(desk: Desk, bucket: string, prefix: string): Promise<string[]> {
  const call = { service: 's3', operation: 'ListObjectsV2', on: bucket, party: 'destination' } as const;
  const answer = await desk.ask(call, () =>
    desk.clients
      .s3('destination', null)
      .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/' })),
  );
  if (answer.state !== 'answered') return [];
  return (answer.value.CommonPrefixes ?? []).flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix]));
}
