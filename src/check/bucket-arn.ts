import { takeBucketName } from '../case/members.ts';
import { partitionOfArn } from '../partition.ts';

/** The destination of a configuration, from the ARN that it is written as. */
export interface DestinationArn {
  /** The bucket that is meant; null where that cannot be told either. */
  readonly bucket: string | null;
  readonly partition: string | null;
  /** What is wrong with the ARN, a sentence without its capital and full stop; null for that of a bucket. */
  readonly problem: string | null;
}

/**
 * S3 takes the plain ARN of a bucket and nothing else (`InvalidS3DestinationBucket`). What else people write is told from
 * it, with what it would have to be, and never taken for the name of a bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_InventoryS3BucketDestination.html
 */
export function readDestinationArn(text: string): DestinationArn {
  const partition = partitionOfArn(text);
  const plain = /^arn:[^:]*:s3:::(.*)$/s.exec(text)?.[1];
  if (plain !== undefined && partition !== null && takeBucketName(plain) !== null) {
    return { bucket: plain, partition, problem: null };
  }
  const { bucket, advice } = meantBy(text);
  const must = bucket === null ? 'the ARN of a bucket, arn:aws:s3:::NAME' : `arn:${partition ?? 'aws'}:s3:::${bucket}`;
  const why = advice === null ? '' : `, ${advice}`;
  return { bucket, partition, problem: `the destination is written ${text || '""'}: it must be ${must}${why}` };
}

function meantBy(text: string): { readonly bucket: string | null; readonly advice: string | null } {
  const parts = /^arn:[^:]*:([^:]*):([^:]*):([^:]*):(.*)$/s.exec(text);
  if (parts === null) return named(text.replace(/^s3:\/\//, ''), null);
  const [, service = '', region = '', account = '', resource = ''] = parts;
  if (service === 's3' && /^accesspoint[:/]/.test(resource)) {
    return { bucket: null, advice: 'and not that of an access point' };
  }
  if (service === 's3express') return { bucket: null, advice: 'and not that of a directory bucket' };
  if (service !== 's3') return { bucket: null, advice: null };
  if (account !== '') return named(resource, 'the account goes into AccountId');
  return named(resource, region === '' ? null : 'without a Region');
}

function named(resource: string, advice: string | null): ReturnType<typeof meantBy> {
  const slash = resource.indexOf('/');
  if (slash < 0) return { bucket: takeBucketName(resource), advice };
  return {
    bucket: takeBucketName(resource.slice(0, slash)),
    advice: [advice, 'the prefix goes into Prefix'].filter((part) => part !== null).join(', '),
  };
}

/**
 * What a name belongs to where it is no general purpose bucket's: these suffixes are kept for other things.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function otherThanBucket(name: string): string | null {
  return RESERVED.find(([suffix]) => name.endsWith(suffix))?.[1] ?? null;
}

const RESERVED: readonly (readonly [string, string])[] = [
  ['--x-s3', 'a directory bucket'],
  ['--table-s3', 'a table bucket'],
  ['-s3alias', 'the alias of an access point'],
  ['--ol-s3', 'the alias of an Object Lambda Access Point'],
  ['.mrap', 'the alias of a Multi-Region Access Point'],
];
