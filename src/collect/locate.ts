import { GetBucketLocationCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import type { AwsParty } from '../aws/access.ts';
import { failureKind } from '../aws/failure.ts';
import { regionOfLocation } from '../partition.ts';
import type { Callers } from './callers.ts';
import type { Desk } from './desk.ts';

/** Where a bucket is. */
export interface Located {
  /** null when it cannot be told. */
  readonly region: string | null;
  /** There is no such bucket. */
  readonly isGone: boolean;
  /** The account that owns it, where that is the caller's own; null where it is another's, or cannot be told. */
  readonly owner: string | null;
  /** It is known not to be the caller's own. */
  readonly isForeign: boolean;
}

/**
 * Finds a bucket, and whether it belongs to the account of whoever asks: S3 refuses a request that expects another owner.
 * Who may not ask for the location learns it all the same: S3 names the
 * Region of a bucket in its answers, those that refuse included.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
export async function locate(desk: Desk, callers: Callers, bucket: string, party: AwsParty): Promise<Located> {
  const s3 = desk.clients.s3(party, null);
  const call = { service: 's3', on: bucket, party, isContext: true } as const;
  const own = callers.accountOf(party);
  const location = async (owner: string | null): Promise<object> => {
    const expected = owner === null ? {} : { ExpectedBucketOwner: owner };
    const { LocationConstraint = null } = await s3.send(new GetBucketLocationCommand({ Bucket: bucket, ...expected }));
    return { LocationConstraint, ...(own === null ? {} : { BucketOwner: owner }) };
  };
  const answer = await desk.setting(
    `settings/get-bucket-location-${bucket}.json`,
    { ...call, operation: 'GetBucketLocation' },
    () =>
      location(own).catch((error: unknown) => {
        if (own === null || !(error instanceof Error) || failureKind(error) !== 'denied') throw error;
        return location(null);
      }),
  );
  if (answer.state === 'answered') {
    const { LocationConstraint: name, BucketOwner: owner } = answer.value;
    return {
      region: regionOfLocation(typeof name === 'string' ? name : null),
      isGone: false,
      owner: typeof owner === 'string' ? owner : null,
      isForeign: owner === null,
    };
  }
  const unknown = { region: null, isGone: false, owner: null, isForeign: false };
  if (answer.state === 'unset') return { ...unknown, isGone: true };
  const head = await desk.setting(
    `settings/head-bucket-${bucket}.json`,
    { ...call, operation: 'HeadBucket' },
    async () => {
      try {
        await s3.send(new HeadBucketCommand({ Bucket: bucket }));
      } catch (error) {
        if (desk.clients.regionOf(bucket) === null) throw error;
      }
      return { BucketRegion: desk.clients.regionOf(bucket) };
    },
  );
  const named = head.state === 'answered' ? head.value['BucketRegion'] : null;
  if (typeof named === 'string') return { ...unknown, region: named };
  desk.problems.add(
    `the Region of ${bucket} is not known: its event history is asked for in the default Region and covers nothing`,
  );
  return unknown;
}
