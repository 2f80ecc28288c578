import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { ObjectFailure } from '../../errors.ts';
import { describeS3Failure } from './describe-failure.ts';
import type { StoredObject } from './list-objects.ts';

/** What S3 says of an object beside its bytes. */
export interface ObjectHead {
  /** null where the bucket keeps no versions. */
  readonly versionId: string | null;
  /** Without quotes. */
  readonly etag: string;
  /** `x-amz-meta-*`, named without that, in small letters. */
  readonly metadata: ReadonlyMap<string, string>;
}

export interface ReadObjectOptions {
  /** Told once, by the first answer. */
  readonly onHead?: (head: ObjectHead) => void;
  /** Told each time that S3 was busy or a connection broke, whoever then asked again. */
  readonly onTrouble?: () => void;
  /** Calls the reading off. */
  readonly signal?: AbortSignal;
  /** Before the rest is asked for; twice as long after each try that brought nothing. 100 unless given. */
  readonly pauseMs?: number;
}

/** Tries that bring no byte before an object is given up; the client asks several times in each. */
const FRUITLESS_TRIES = 4;
const FIRST_PAUSE_MS = 100;

/**
 * The bytes of an object, once, in order, as they come. Where a body breaks off, stands still for longer than the
 * client waits, or ends too soon, the rest is asked for from there. All of it is of the version that was listed: S3
 * is asked for that ETag and no other.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 *
 * @throws ObjectFailure for an object that changed, is gone, may not be read, has another length than was listed, or
 *   does not come in spite of all tries
 */
export async function* readObject(
  client: S3Client,
  object: Pick<StoredObject, 'bucket' | 'key' | 'size' | 'etag'>,
  options: ReadObjectOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  let given = 0;
  let hasHead = false;
  for (let fruitless = 0; ; ) {
    const before = given;
    let trouble = 'its body ends too soon';
    try {
      const answer = await client.send(request(object, given), abortable(options.signal));
      if ((answer.$metadata.attempts ?? 1) > 1) options.onTrouble?.();
      let skip = given - startOf(answer, object);
      if (!hasHead) options.onHead?.(headOf(answer));
      hasHead = true;
      for await (const chunk of answer.Body as AsyncIterable<Buffer>) {
        const fresh = chunk.subarray(skip);
        skip -= chunk.length - fresh.length;
        if (fresh.length === 0) continue;
        if (given + fresh.length > object.size) throw otherLength(object);
        given += fresh.length;
        yield fresh;
      }
      if (given === object.size) return;
    } catch (error) {
      if (error instanceof ObjectFailure) throw error;
      if (options.signal?.aborted === true) throw new ObjectFailure('reading was called off');
      const failure = describeS3Failure(error, 'GetObject');
      if (!failure.isPassing) throw new ObjectFailure(failure.text);
      trouble = failure.text;
    }
    options.onTrouble?.();
    fruitless = given > before ? 0 : fruitless + 1;
    if (fruitless >= FRUITLESS_TRIES) throw new ObjectFailure(`${trouble}; ${given} of ${object.size} bytes came`);
    await sleep((options.pauseMs ?? FIRST_PAUSE_MS) * 2 ** fruitless);
  }
}

function request({ bucket, key, etag }: Pick<StoredObject, 'bucket' | 'key' | 'etag'>, from: number): GetObjectCommand {
  const range = from === 0 ? {} : { Range: `bytes=${from}-` };
  return new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"`, ...range });
}

function abortable(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

/**
 * Where in the object the body begins: servers that know no ranges begin anew.
 *
 * @throws ObjectFailure when it is another object than was listed
 */
function startOf(answer: GetObjectCommandOutput, object: Pick<StoredObject, 'size' | 'etag'>): number {
  const range = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15})$/.exec(answer.ContentRange ?? '');
  const start = Number(range?.[1] ?? 0);
  const size = range === null ? answer.ContentLength : Number(range[2]);
  if (answer.ETag !== undefined && unquoted(answer.ETag) !== object.etag) {
    throw new ObjectFailure('it changed after it was listed');
  }
  if (size !== undefined && size !== object.size) throw otherLength(object);
  return start;
}

function headOf(answer: GetObjectCommandOutput): ObjectHead {
  return {
    versionId: answer.VersionId ?? null,
    etag: unquoted(answer.ETag ?? ''),
    metadata: new Map(Object.entries(answer.Metadata ?? {})),
  };
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}

function otherLength({ size }: Pick<StoredObject, 'size'>): ObjectFailure {
  return new ObjectFailure(`its length is not that of the listing (${size} bytes)`);
}
