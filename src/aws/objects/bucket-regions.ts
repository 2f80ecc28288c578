import type { S3Client } from '@aws-sdk/client-s3';
import { isRegionName } from '../../partition.ts';

/** What the SDK knows of an answer when it comes in. */
interface Answer {
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Watches the answers to a client for the Regions of buckets: S3 names them where it sends a request elsewhere, and where
 * it refuses one. The client follows by itself, but it would be sent away again with each request: whoever reads many
 * objects asks in that Region from then on.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
 */
export function watchBucketRegions(client: S3Client, onRegion: (bucket: string, region: string) => void): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const region = (result.response as Answer).headers?.['x-amz-bucket-region'];
      const bucket = 'Bucket' in args.input ? args.input.Bucket : undefined;
      if (region !== undefined && isRegionName(region) && bucket !== undefined) onRegion(bucket, region);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'bucket-regions' },
  );
}
