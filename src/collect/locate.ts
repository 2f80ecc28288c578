import { GetBucketLocationCommand } from '@aws-sdk/client-s3';
import type { AwsParty } from '../aws/clients.ts';
import { regionOfLocation } from '../partition.ts';
import type { Desk } from './desk.ts';

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
