import type { S3Client } from '@aws-sdk/client-s3';

/** What the SDK knows of an answer when it comes in. */
interface Answer {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Watches a client for answers that a bucket is in another Region. The client follows them by itself, but it would
 * be sent away again with each request: whoever reads many objects asks in that Region from then on.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
 *
 * @returns the Region that a bucket was said to be in, null when there was no such answer
 */
export function watchBucketRegions(client: S3Client): (bucket: string) => string | null {
  const regions = new Map<string, string>();
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { statusCode, headers } = result.response as Answer;
      const region = headers?.['x-amz-bucket-region'];
      const bucket = 'Bucket' in args.input ? args.input.Bucket : undefined;
      if (statusCode === 301 && region !== undefined && bucket !== undefined) regions.set(bucket, region);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'bucket-regions' },
  );
  return (bucket) => regions.get(bucket) ?? null;
}
