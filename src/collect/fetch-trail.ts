import { ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { AwsParty } from '../aws/access.ts';
import { type TrailLocation, trailRange } from '../aws/log-keys/trail-range.ts';
import { DAY } from '../instant.ts';
import type { Callers } from './callers.ts';
import type { Desk } from './desk.ts';
import type { FetchPlan } from './fetch-plan.ts';
import type { LogPeriod } from './log-period.ts';
import { ownerOf, type SeenTrail, type TrailPlace } from './seen-trail.ts';

/**
 * Plans the files that a trail wrote of an account and a Region in a period, with their digests and the keys by which
 * those are verified.
 *
 * @returns how many log files there are; null where they could not be listed
 */
export async function fetchTrail(
  desk: Desk,
  callers: Callers,
  seen: SeenTrail,
  place: TrailPlace,
  period: LogPeriod,
  plan: FetchPlan,
): Promise<number | null> {
  const { trail } = seen;
  const { account, region, party } = place;
  const bucket = trail.S3BucketName;
  const owner = account ?? ownerOf(trail);
  if (bucket === undefined || owner === null) return null;
  const reader = desk.clients.readerFor(party);
  const prefix = trail.S3KeyPrefix ?? null;
  const organizationId =
    trail.IsOrganizationTrail === true ? await organizationOf(desk, bucket, prefix, owner, reader) : null;
  const location: TrailLocation = { prefix, organizationId, account: owner, region };
  const options = { bucket, party: reader, caller: callers.arnOf(reader) };
  const what = trailWords(seen, place);
  const isValidated = trail.LogFileValidationEnabled === true;
  // The first digest of a day names files of the day before: without them it could not be verified.
  const files = isValidated ? { ...period, since: period.since - DAY } : period;
  const fetched = await plan.add({ ...options, ranges: [trailRange(location, 'CloudTrail', files)], what });
  if (fetched === null || fetched === 0 || !isValidated) return fetched;
  const digests = trailRange(location, 'CloudTrail-Digest', period);
  await plan.add({ ...options, ranges: [digests], what: `digests of ${what}` });
  await collectPublicKeys(desk, region, party, period);
  return fetched;
}

/** What the files of a trail are, for lines. */
export function trailWords({ trail }: SeenTrail, { account, region }: TrailPlace): string {
  return `trail ${trail.Name ?? ''} of ${account ?? ownerOf(trail)} in ${region}`;
}

/**
 * The folder of the organization, which the trail's own description does not name: of several that lie in the bucket the
 * one that has files of the account.
 */
async function organizationOf(
  desk: Desk,
  bucket: string,
  prefix: string | null,
  account: string,
  party: AwsParty,
): Promise<string | null> {
  const root = `${prefix === null || prefix === '' ? '' : `${prefix}/`}AWSLogs/`;
  const client = desk.clients.s3(party, null);
  const ask = (Prefix: string, more: { readonly Delimiter?: string; readonly MaxKeys?: number }) =>
    desk.ask({ service: 's3', operation: 'ListObjectsV2', on: bucket, party }, () =>
      client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix, ...more })),
    );
  const answer = await ask(`${root}o-`, { Delimiter: '/' });
  if (answer.state !== 'answered') return null;
  const folders = (answer.value.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []);
  const [only] = folders;
  if (only === undefined) return null;
  const nameOf = (folder: string): string => folder.slice(root.length, -1);
  if (folders.length === 1) return nameOf(only);
  for (const folder of folders.slice(0, MOST_ORGANIZATIONS)) {
    const inside = await ask(`${folder}${account}/`, { MaxKeys: 1 });
    if (inside.state === 'answered' && (inside.value.Contents ?? []).length > 0) return nameOf(folder);
  }
  return nameOf(only);
}

/** A bucket may have outlived some organizations, not many. */
const MOST_ORGANIZATIONS = 50;

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html */
async function collectPublicKeys(desk: Desk, region: string, party: AwsParty, period: LogPeriod): Promise<void> {
  await desk.setting(
    `settings/list-public-keys-${region}.json`,
    { service: 'cloudtrail', operation: 'ListPublicKeys', on: region, party, region, isContext: true },
    async () => {
      const request = { StartTime: new Date(period.since), EndTime: new Date(period.until) };
      const { PublicKeyList } = await desk.clients.cloudtrail(party, region).send(new ListPublicKeysCommand(request));
      return {
        PublicKeyList: (PublicKeyList ?? []).map((key) => ({
          ...key,
          Value: Buffer.from(key.Value ?? []).toString('base64'),
        })),
      };
    },
  );
}
