import type { ContextRule } from '../profile.ts';
import { serviceContext } from '../service-context.ts';

export const INVENTORY_POLICY =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-s3-inventory-1';

/** S3 calls on behalf of the source bucket. */
export const S3_CONTEXT: readonly ContextRule[] = serviceContext({
  service: 's3.amazonaws.com',
  name: 'S3',
  source: { what: 'the source bucket', url: INVENTORY_POLICY },
});
