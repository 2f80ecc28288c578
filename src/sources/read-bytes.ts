import { createHash } from 'node:crypto';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { decodeMarkedText } from './decode-text.ts';
import { gunzipWhenGzip } from './gunzip.ts';
import type { EvidenceInput } from './input.ts';
import { pathChunks } from './path-chunks.ts';
import { describeReadFailure } from './read-failure.ts';
import { noteFailure, type SourceTally } from './tally.ts';

export interface ReadBytesOptions {
  /** What `-` reads; the process's standard input unless given. */
  readonly stdin?: Readable | undefined;
  /** Bound on the decompressed size of one source. */
  readonly maxDecompressedBytes?: number | undefined;
  /** Told how much of the source has been taken, whenever it is more. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** 64 GiB: far above any log file, far below what a nested compression bomb unfolds to. */
export const MAX_DECOMPRESSED_BYTES: number = 64 * 1024 ** 3;

/**
 * Reads one source as a stream of plain bytes: decompressed where they are gzip (also gzip within
 * gzip), decoded where a byte order mark says UTF-16. An archive is given as it is.
 *
 * Keeps `bytes` and, at the end, `sha256` and `isRead` of the tally, all of the bytes as given. Never throws for
 * what the source holds or for a source that cannot be read: the reason goes to the tally's `failure`,
 * and what was read up to there has been given. Closes the file however it is left.
 */
export async function* readBytes(
  input: EvidenceInput,
  tally: SourceTally,
  options: ReadBytesOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  const gzip = {
    maxBytes: options.maxDecompressedBytes ?? MAX_DECOMPRESSED_BYTES,
    onFailure: (reason: string) => noteFailure(tally, reason),
  };
  yield* decodeMarkedText(gunzipWhenGzip(gunzipWhenGzip(rawBytes(input, tally, options), gzip), gzip));
}

/** The bytes of a source as given, with the same promises. */
export async function* rawBytes(
  input: EvidenceInput,
  tally: SourceTally,
  { stdin, onBytes }: ReadBytesOptions,
): AsyncGenerator<Buffer, void, undefined> {
  yield* hashed(chunksOf(input, stdin), tally, onBytes);
  tally.isRead = true;
}

/** Passes chunks through, and keeps their account. Failures of the system end them, and are kept as well. */
export async function* hashed(
  chunks: AsyncGenerator<Buffer, void, undefined>,
  tally: SourceTally,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      tally.bytes += chunk.length;
      onBytes?.(tally.bytes);
      yield chunk;
    }
  } catch (error) {
    noteFailure(tally, describeReadFailure(error));
    if (tally.bytes === 0) {
      tally.kind = 'unreadable';
      return;
    }
  }
  tally.sha256 = hash.digest('hex');
}

function chunksOf(input: EvidenceInput, stdin: Readable | undefined): AsyncGenerator<Buffer, void, undefined> {
  switch (input.kind) {
    case 'file':
    case 'pipe':
      return pathChunks(input.path);
    case 'object':
      return input.open();
    case 'stdin':
      return streamChunks(stdin ?? process.stdin);
    default:
      return input satisfies never;
  }
}

async function* streamChunks(stream: Readable): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
