import { type _Object, ListObjectsV2Command, type ListObjectsV2Output, type S3Client } from '@aws-sdk/client-s3';
import type { Instant } from '../../instant.ts';
import { UnusableAnswer } from '../answers.ts';
import { compareKeys } from './key-order.ts';

/** One object as a listing shows it. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** As S3 gives it, without its quotes. */
  readonly etag: string;
  readonly lastModified: Instant;
}

/** Folders made in the console are objects without bytes. */
export function isFolder({ size, key }: StoredObject): boolean {
  return size === 0 && key.endsWith('/');
}

/** A stretch of the keys of a bucket, in the order of their UTF-8 bytes. */
export interface KeyRange {
  readonly prefix: string;
  /** Listing begins behind this key, which need not exist. */
  readonly startAfter: string | null;
  /** Listing ends in front of the first key that is this one or comes after it. */
  readonly endBefore: string | null;
}

/**
 * The objects of a range, in order, a page of up to 1,000 at a time. Stops asking as soon as a key lies beyond the
 * range; pages are never empty.
 *
 * Each page is asked for by the last key of the one before, so that no token can lead astray, be refused for its age
 * or lead in a circle. A token is used only behind a page that has no key to go on from, as there are where many
 * versions were deleted.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 *
 * @throws UnusableAnswer for a listing that does not go forward; whatever the SDK throws for a refusal
 */
export async function* listObjects(
  client: S3Client,
  bucket: string,
  range: KeyRange,
): AsyncGenerator<readonly StoredObject[], void, undefined> {
  let after = range.startAfter;
  let token: string | null = null;
  const tokens = new Set<string>();
  for (;;) {
    const page: ListObjectsV2Output = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: range.prefix,
        // Keys may hold characters that XML cannot.
        EncodingType: 'url',
        ...(token === null ? {} : { ContinuationToken: token }),
        ...(after === null || token !== null ? {} : { StartAfter: after }),
      }),
    );
    const encoded = page.EncodingType === 'url';
    const objects: StoredObject[] = [];
    let isPast = false;
    for (const listed of page.Contents ?? []) {
      const object = storedObject(bucket, listed, encoded);
      if (after !== null && compareKeys(object.key, after) <= 0) throw astray(bucket, 'keys come out of order');
      after = object.key;
      isPast = range.endBefore !== null && compareKeys(object.key, range.endBefore) >= 0;
      if (isPast) break;
      objects.push(object);
    }
    if (objects.length > 0) yield objects;
    if (isPast || page.IsTruncated !== true) return;
    token = objects.length > 0 ? null : (page.NextContinuationToken ?? null);
    if (objects.length > 0) continue;
    if (token === null) throw astray(bucket, 'a page has neither keys nor a token for the next');
    if (tokens.size === MOST_EMPTY_PAGES) throw astray(bucket, `${MOST_EMPTY_PAGES} pages are without keys`);
    if (tokens.has(token)) throw astray(bucket, 'a page token repeats');
    tokens.add(token);
  }
}

/** Pages without a key stand where versions were deleted: this many are a billion of them. */
const MOST_EMPTY_PAGES = 1_000;

function storedObject(bucket: string, listed: _Object, encoded: boolean): StoredObject {
  const { Key, Size, ETag, LastModified } = listed;
  if (Key === undefined || Size === undefined || ETag === undefined || LastModified === undefined) {
    throw astray(bucket, 'an entry lacks its key, size, ETag or time');
  }
  if (!(Size >= 0) || Number.isNaN(LastModified.getTime()))
    throw astray(bucket, 'an entry has no size or time that is one');
  const key = encoded ? decodeKey(bucket, Key) : Key;
  return { bucket, key, size: Size, etag: ETag.replaceAll('"', ''), lastModified: LastModified.getTime() };
}

/** S3 encodes as forms do: a space is `+`, a plus sign `%2B`. */
function decodeKey(bucket: string, text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw astray(bucket, 'a key is not encoded as asked for');
  }
}

function astray(bucket: string, why: string): UnusableAnswer {
  return new UnusableAnswer(`s3://${bucket}: the listing cannot be followed: ${why}`, false);
}
