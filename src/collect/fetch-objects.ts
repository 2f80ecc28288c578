import type { S3Client } from '@aws-sdk/client-s3';
import type { AwsParty } from '../aws/clients.ts';
import { describeS3Failure } from '../aws/objects/describe-failure.ts';
import { inParallel } from '../aws/objects/in-parallel.ts';
import { listAhead } from '../aws/objects/list-ahead.ts';
import type { KeyRange, StoredObject } from '../aws/objects/list-objects.ts';
import { type ObjectHead, readObject } from '../aws/objects/read-object.ts';
import { byteSize, counted } from '../display/quantities.ts';
import { ObjectFailure } from '../errors.ts';
import type { Desk } from './desk.ts';
import { objectPath } from './file-name.ts';
import { isMisplaced } from './write-document.ts';

/** Requests at once. */
const AT_ONCE = 16;

export interface FetchOptions {
  readonly bucket: string;
  readonly ranges: readonly KeyRange[];
  readonly party: AwsParty;
  /** ARN of who fetches; null where it is not known. */
  readonly caller: string | null;
  /** What the objects are, for lines: `access log of acme-reports`. */
  readonly what: string;
  readonly watcher: FetchWatcher;
}

/** Who follows how far the fetching has come. */
export interface FetchWatcher {
  /** What comes next: `access log of acme-reports`. */
  readonly onBegin: (what: string) => void;
  /** So many more objects of that kind were listed. Listing goes ahead of fetching. */
  readonly onListed: (objects: number, bytes: number) => void;
  /** What was listed is all there is of that kind. */
  readonly onAllListed: () => void;
  /** One more is done: there, or told to be impossible to have. */
  readonly onDone: (bytes: number) => void;
}

/**
 * Brings the objects of some ranges into the collection, byte for byte, several at a time while the listing goes on.
 * Those that an earlier run brought, and whose ETag is still the same, are not asked for again. Objects that cannot
 * be had are problems, one line for each reason.
 *
 * @returns how many objects there are; null when the ranges could not be listed
 */
export async function fetchObjects(desk: Desk, options: FetchOptions): Promise<number | null> {
  const { bucket, ranges, what, watcher } = options;
  const client = desk.clients.s3(options.party, null);
  const failures = new Map<string, { count: number; first: string }>();
  let objects = 0;
  let bytes = 0;
  const onPage = (page: readonly StoredObject[]) => {
    const size = page.reduce((sum, object) => sum + object.size, 0);
    objects += page.length;
    bytes += size;
    watcher.onListed(page.length, size);
  };
  watcher.onBegin(what);
  try {
    const listed = listAhead(client, { bucket, ranges, onPage, onEnd: watcher.onAllListed });
    await inParallel(listed, AT_ONCE, async (object) => {
      if (desk.isDry) return;
      await fetchOne(desk, client, object, options, failures);
      watcher.onDone(object.size);
    });
  } catch (error) {
    desk.problems.add(`${what}: ListObjectsV2 on ${bucket}: ${describeS3Failure(error, 'ListObjectsV2').text}`);
    return null;
  } finally {
    for (const [reason, { count, first }] of failures) {
      desk.problems.add(`${what}: ${counted(count, 'object')} of ${bucket} could not be read (${first}): ${reason}`);
    }
  }
  if (desk.isDry) {
    for (const { prefix, startAfter, endBefore } of ranges) {
      const from = startAfter === null ? '' : ` from ${startAfter.slice(prefix.length)}`;
      const to = endBefore === null ? '' : ` to ${endBefore.slice(prefix.length)}`;
      desk.tell(`ListObjectsV2 s3://${bucket}/${prefix}${from}${to}`);
    }
    desk.tell(`GetObject ${what}: ${counted(objects, 'object')}, ${byteSize(bytes)}`);
  }
  return objects;
}

async function fetchOne(
  desk: Desk,
  client: S3Client,
  object: StoredObject,
  { caller }: FetchOptions,
  failures: Map<string, { count: number; first: string }>,
): Promise<void> {
  // Folders made in the console are objects without bytes.
  if (object.size === 0 && object.key.endsWith('/')) return;
  const path = objectPath(object.bucket, object.key);
  if (desk.store.kept(path)?.etag === object.etag) return;
  let head: ObjectHead | null = null;
  const onHead = (told: ObjectHead) => {
    head = told;
  };
  try {
    await desk.store.write(path, readObject(client, object, { onHead }), () => ({
      source: `s3://${object.bucket}/${object.key}`,
      etag: object.etag,
      versionId: head?.versionId ?? null,
      metadata: Object.fromEntries(head?.metadata ?? []),
      caller,
    }));
  } catch (error) {
    const reason = isMisplaced(error) ? MISPLACED : error instanceof ObjectFailure ? error.message : null;
    if (reason === null) throw error;
    const known = failures.get(reason);
    if (known === undefined) failures.set(reason, { count: 1, first: object.key });
    else known.count += 1;
  }
}

const MISPLACED = 'as a file it would stand where another is, or its name is too long';
