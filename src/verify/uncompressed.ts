import { createHash } from 'node:crypto';
import { gunzipWhenGzip } from '../sources/gunzip.ts';
import { pathChunks } from '../sources/path-chunks.ts';
import { describeReadFailure } from '../sources/read-failure.ts';
import { takeHead } from '../sources/take-head.ts';

/** The bytes of a file without its compression, and why they end early where they do. */
interface Uncompressed {
  readonly chunks: AsyncGenerator<Buffer, void, undefined>;
  /** null until, and unless, reading fails. */
  readonly failure: () => string | null;
}

/** One layer of gzip is taken off, nothing else: digests tell the hash of these bytes. */
function uncompressed(path: string, maxBytes: number = MAX_LOG_BYTES): Uncompressed {
  let failure: string | null = null;
  const chunks = gunzipWhenGzip(pathChunks(path), {
    maxBytes,
    onFailure: (reason) => {
      failure = reason;
    },
  });
  return { chunks, failure: () => failure };
}

/** SHA-256 in hexadecimal, or the reason why it cannot be had. */
export async function uncompressedHash(
  path: string,
): Promise<{ readonly sha256: string } | { readonly reason: string }> {
  const { chunks, failure } = uncompressed(path);
  const hash = createHash('sha256');
  try {
    for await (const chunk of chunks) hash.update(chunk);
  } catch (error) {
    return { reason: describeReadFailure(error) };
  }
  const reason = failure();
  return reason === null ? { sha256: hash.digest('hex') } : { reason };
}

/** The beginning of a file's uncompressed bytes; null when the file cannot be read. */
export async function headOf(path: string): Promise<Buffer | null> {
  const { chunks } = uncompressed(path);
  try {
    const { bytes } = await takeHead(chunks, (head) => head.length >= HEAD_BYTES);
    return bytes.subarray(0, HEAD_BYTES);
  } catch (error) {
    describeReadFailure(error);
    return null;
  } finally {
    await chunks.return();
  }
}

/** All of a file's uncompressed bytes; null when it cannot be read whole or is longer than `maxBytes`. */
export async function wholeOf(path: string, maxBytes: number): Promise<Buffer | null> {
  const { chunks, failure } = uncompressed(path, maxBytes);
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      size += chunk.length;
      // Plain files pass through unbounded.
      if (size > maxBytes) return null;
      parts.push(chunk);
    }
  } catch (error) {
    describeReadFailure(error);
    return null;
  }
  return failure() === null ? Buffer.concat(parts, size) : null;
}

const HEAD_BYTES = 64 * 1024;
/** 64 GiB, far above any log file. */
const MAX_LOG_BYTES = 64 * 1024 ** 3;
