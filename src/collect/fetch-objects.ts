import type { S3Client } from '@aws-sdk/client-s3';
import type { StoredObject } from '../aws/objects/list-objects.ts';
import { type ObjectHead, readObject } from '../aws/objects/read-object.ts';
import { ObjectFailure } from '../errors.ts';
import type { Desk } from './desk.ts';
import { objectPath } from './file-name.ts';
import { isMisplaced } from './write-document.ts';

/** Requests at once. */
export const AT_ONCE = 16;

/** Who follows how far the collecting has come. */
export interface FetchWatcher {
  /** What comes next: `access log of acme-reports`. */
  readonly onBegin: (what: string, noun?: string) => void;
  /** So many more events of the event history came. */
  readonly onEvents: (events: number) => void;
  /** What all that is to be fetched comes to, in a line, before any of it is. */
  readonly onPlanned: (line: string) => void;
  /** So many objects of that kind are to be fetched. */
  readonly onListed: (objects: number, bytes: number) => void;
  /** What was listed is all there is of that kind. */
  readonly onAllListed: () => void;
  /** One more is done: there, or told to be impossible to have. */
  readonly onDone: (bytes: number) => void;
}

/**
 * Brings one object into the collection, byte for byte.
 *
 * @returns why it could not be had; null when it is there
 */
export async function fetchObject(
  desk: Desk,
  client: S3Client,
  object: StoredObject,
  caller: string | null,
): Promise<string | null> {
  let head: ObjectHead | null = null;
  const onHead = (told: ObjectHead) => {
    head = told;
  };
  try {
    await desk.store.write(objectPath(object.bucket, object.key), readObject(client, object, { onHead }), () => ({
      source: `s3://${object.bucket}/${object.key}`,
      etag: object.etag,
      versionId: head?.versionId ?? null,
      metadata: Object.fromEntries(head?.metadata ?? []),
      caller,
    }));
    return null;
  } catch (error) {
    if (isMisplaced(error)) return MISPLACED;
    if (error instanceof ObjectFailure) return error.message;
    throw error;
  }
}

const MISPLACED = 'as a file it would stand where another is, or its name is too long';
