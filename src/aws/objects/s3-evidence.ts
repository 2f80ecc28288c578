import { ForensicsError, ObjectFailure } from '../../errors.ts';
import type { Instant } from '../../instant.ts';
import { compareText } from '../../order.ts';
import type { ObjectInput } from '../../sources/input.ts';
import { parseS3Uri, type S3Uri } from '../../sources/s3-uri.ts';
import type { AwsAccess } from '../access.ts';
import { UnusableAnswer } from '../answers.ts';
import { createClients } from '../clients.ts';
import { listWindow } from '../log-keys/list-window.ts';
import type { LogWindow } from '../log-keys/log-window.ts';
import { describeS3Failure } from './describe-failure.ts';
import { isFolder, listObjects, type StoredObject } from './list-objects.ts';
import { createReadAhead } from './read-ahead.ts';

/** Buckets as a place where evidence is. */
export interface S3Evidence {
  /**
   * The objects that `s3://` arguments stand for, each once. A bucket that cannot be listed, or holds nothing of the
   * time asked about, is an input that cannot be read: the rest of the evidence is used all the same.
   *
   * @throws ForensicsError `usage` for what is no such argument, `no-evidence` where nothing is there, `failed` where
   *   somebody else answers for S3
   */
  inputsOf(uris: readonly string[]): Promise<readonly ObjectInput[]>;
  /** Ends what is being fetched, and all connections. */
  close(): void;
}

export interface S3EvidenceOptions {
  /** The buckets are read in the name of the log party. */
  readonly access: AwsAccess;
  /** Log files that cannot hold records of this time are left out; null is open. */
  readonly since: Instant | null;
  readonly until: Instant | null;
}

/** Opens buckets for reading. Objects are fetched ahead, many at a time, from the moment that they are listed. */
export function openS3Evidence({ access, since, until }: S3EvidenceOptions): S3Evidence {
  const clients = createClients(access);
  const client = clients.s3('log', null);
  const ahead = createReadAhead((bucket) => clients.s3('log', clients.regionOf(bucket)));
  const window: LogWindow | null =
    since === null && until === null ? null : { since: since ?? 0, until: until ?? LAST_INSTANT };

  async function inputsAt(uri: string, place: S3Uri, known: Set<string>): Promise<readonly ObjectInput[]> {
    const found: ObjectInput[] = [];
    let isEmpty = true;
    try {
      for await (const object of objectsAt(place)) {
        isEmpty = false;
        const name = `s3://${object.bucket}/${object.key}`;
        if (known.has(name)) continue;
        known.add(name);
        found.push({ kind: 'object', name, open: ahead.add(object), modified: object.lastModified });
      }
    } catch (error) {
      if (error instanceof UnusableAnswer && error.isForeign) {
        throw new ForensicsError('failed', `${uri}: ${error.message}`, { cause: error });
      }
      const { text } = describeS3Failure(error, 'ListObjectsV2');
      const told = found.length === 0 ? text : `listed in part only: ${text}`;
      return [...found, unreadable(uri, told)];
    }
    if (!isEmpty) return found;
    if (window === null) throw nothingThere(uri, place);
    return [unreadable(uri, 'no objects of the time asked about are there')];
  }

  /** A key that is just the one named stands for itself alone, not for those that begin with it. */
  async function* objectsAt({ bucket, prefix }: S3Uri): AsyncGenerator<StoredObject, void, undefined> {
    const pages =
      window === null
        ? listObjects(client, bucket, { prefix, startAfter: null, endBefore: null })
        : listWindow(client, bucket, prefix, window);
    for await (const page of pages) {
      for (const object of page) {
        if (isFolder(object)) continue;
        yield object;
        if (object.key === prefix) return;
      }
    }
  }

  return {
    async inputsOf(uris) {
      const known = new Set<string>();
      const found: ObjectInput[] = [];
      // In the order in which they will be read.
      const places = [...new Set(uris)].sort(compareText).map((uri) => ({ uri, place: parseS3Uri(uri) }));
      for (const { uri, place } of places) {
        for (const input of await inputsAt(uri, place, known)) found.push(input);
      }
      return found;
    },
    close() {
      ahead.close();
      clients.destroy();
    },
  };
}

function unreadable(name: string, reason: string): ObjectInput {
  return { kind: 'object', name, open: () => failing(reason) };
}

async function* failing(reason: string): AsyncGenerator<Buffer, void, undefined> {
  yield* [];
  throw new ObjectFailure(reason);
}

function nothingThere(uri: string, { prefix }: S3Uri): ForensicsError {
  const hint = prefix.includes('*') ? 'a prefix is taken literally: leave out the *' : 'look with aws s3 ls';
  return new ForensicsError('no-evidence', `no evidence in ${uri}: no objects there`, { hint });
}

/** 31 December 9999. */
const LAST_INSTANT: Instant = Date.UTC(9999, 11, 31);
