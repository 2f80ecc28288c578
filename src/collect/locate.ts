import { GetBucketLocationCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import type { AwsParty } from '../aws/clients.ts';
import { regionOfLocation } from '../partition.ts';
import type { Desk } from './desk.ts';

/** Where a bucket is. */
export interface Located {
  /** null when it cannot be told. */
  readonly region: string | null;
  /** There is no such bucket. */
  readonly isGone: boolean;
}

/**
 * Finds a bucket. Who may not ask for the location learns it all the same: S3 names the
 * Region of a bucket in its answers, those that refuse included.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
export async function locate(desk: Desk, bucket: string, party: AwsParty): Promise<Located> {
  const s3 = desk.clients.s3(party, null);
  const call = { service: 's3', on: bucket, party, isContext: true } as const;
  const answer = await desk.setting(
    `settings/get-bucket-location-${bucket}.json`,
    { ...call, operation: 'GetBucketLocation' },
    async () => {
      const { LocationConstraint = null } = await s3.send(new GetBucketLocationCommand({ Bucket: bucket }));
      return { LocationConstraint };
    },
  );
  if (answer.state === 'answered') {
    const name = answer.value['LocationConstraint'];
    return { region: regionOfLocation(typeof name === 'string' ? name : null), isGone: false };
  }
  if (answer.state === 'unset') return { region: null, isGone: true };
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
  if (typeof named === 'string') return { region: named, isGone: false };
  desk.problems.add(
    `the Region of ${bucket} is not known: its event history is asked for in the default Region and covers nothing`,
  );
  return { region: null, isGone: false };
}
