import { isJsonObject } from '../json.ts';
import { partitionOfArn, partitionOfRegion } from '../partition.ts';
import { partitionInPolicy } from '../policy/delivery/partition-in-policy.ts';
import type { Place } from './place.ts';
import type { World } from './world.ts';

/** The partition of the bucket at a place: by its Region, its key, its configuration or its policy; null where none tells it. */
export function partitionAt({ bucketRegion, bucketPolicies, configuration }: World, place: Place): string | null {
  const { bucket, encryption } = place;
  if (bucket === null) return null;
  const region = bucketRegion.get(bucket);
  if (region !== undefined) return partitionOfRegion(region);
  const key = encryption?.type === 'SSE-KMS' ? partitionOfArn(encryption.keyId) : null;
  const policy = bucketPolicies.get(bucket);
  return (
    key ??
    partitionOfArn(destinationIn(configuration.document)) ??
    (policy?.state === 'known' && policy.value !== null ? partitionInPolicy(policy.value) : null)
  );
}

function destinationIn(document: World['configuration']['document']): string {
  const destination = document?.['Destination'];
  const bucket = isJsonObject(destination) ? destination['S3BucketDestination'] : undefined;
  const arn = isJsonObject(bucket) ? bucket['Bucket'] : undefined;
  return typeof arn === 'string' ? arn : '';
}
