import { setTimeout as sleep } from 'node:timers/promises';
import { type CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { Instant } from '../instant.ts';

/**
 * All objects below a prefix, a page of up to 1,000 at a time, as `aws s3api list-objects-v2` prints them.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export async function* listedPages(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<readonly unknown[], void, undefined> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
    );
    yield page.Contents ?? [];
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

/**
 * Management events that name a resource, newest first, as `aws cloudtrail lookup-events` prints them. CloudTrail
 * answers two such calls a second for each account and Region, and keeps 90 days.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 *
 * @param intervalMs least time between two calls
 */
export async function* lookedUpPages(
  client: CloudTrailClient,
  query: { readonly resource: string; readonly since: Instant; readonly until: Instant; readonly intervalMs: number },
): AsyncGenerator<readonly unknown[], void, undefined> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: query.resource }],
        StartTime: new Date(query.since),
        EndTime: new Date(query.until),
        NextToken: token,
      }),
    );
    yield page.Events ?? [];
    token = page.NextToken;
    await sleep(query.intervalMs);
  } while (token !== undefined);
}
