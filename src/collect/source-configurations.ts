import { type InventoryConfiguration, ListBucketInventoryConfigurationsCommand } from '@aws-sdk/client-s3';
import type { Callers } from './callers.ts';
import type { Desk } from './desk.ts';
import { locate } from './locate.ts';

/** One configuration of a bucket, as far as it says where reports go. */
export interface SourceConfiguration {
  readonly id: string;
  readonly destinationBucket: string;
  readonly destinationPrefix: string;
}

/**
 * All inventory configurations of a bucket; null where they cannot be read.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketInventoryConfigurations.html
 */
export async function sourceConfigurations(
  desk: Desk,
  callers: Callers,
  bucket: string,
): Promise<readonly SourceConfiguration[] | null> {
  const { region, isGone } = await locate(desk, callers, bucket, 'source');
  if (isGone) return [];
  const call = { service: 's3', operation: 'ListBucketInventoryConfigurations', on: bucket, party: 'source' } as const;
  const found: SourceConfiguration[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await desk.ask(call, () =>
      desk.clients
        .s3('source', region)
        .send(new ListBucketInventoryConfigurationsCommand({ Bucket: bucket, ContinuationToken: token })),
    );
    if (answer.state !== 'answered') return null;
    found.push(...(answer.value.InventoryConfigurationList ?? []).flatMap(read));
    token = answer.value.IsTruncated === true ? answer.value.NextContinuationToken : undefined;
    if (token === undefined) return found;
  }
  desk.problems.add(
    `ListBucketInventoryConfigurations on ${bucket}: more than ${MOST_PAGES} pages, which no bucket has`,
  );
  return found;
}

/** A bucket has at most a thousand configurations, of which a page holds a hundred. */
const MOST_PAGES = 20;

function read({ Id, Destination }: InventoryConfiguration): SourceConfiguration[] {
  const { Bucket = '', Prefix = '' } = Destination?.S3BucketDestination ?? {};
  if (Id === undefined) return [];
  return [{ id: Id, destinationBucket: Bucket.replace(/^arn:[^:]*:s3:::/, ''), destinationPrefix: Prefix }];
}
