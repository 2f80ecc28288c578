import { ForensicsError } from '../errors.ts';

/** A bucket, and what the keys begin with; the prefix is empty for all of it. */
export interface S3Uri {
  readonly bucket: string;
  readonly prefix: string;
}

/** Whether an argument means objects rather than files. */
export function isS3Uri(argument: string): boolean {
  return /^s3:/i.test(argument);
}

/**
 * `s3://bucket`, `s3://bucket/prefix`, `s3://bucket/key`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 *
 * @throws ForensicsError `usage` for anything else
 */
export function parseS3Uri(argument: string): S3Uri {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(argument) ?? [];
  const hint = 'write s3://BUCKET, s3://BUCKET/PREFIX or s3://BUCKET/KEY';
  if (bucket === '') throw new ForensicsError('usage', `${argument}: no bucket is named`, { hint });
  if (!BUCKET_NAME.test(bucket) || bucket.includes('..')) {
    throw new ForensicsError('usage', `${argument}: "${bucket}" cannot be the name of a bucket`, { hint });
  }
  return { bucket, prefix };
}

const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
