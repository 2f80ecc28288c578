import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import { truncation } from './truncation.ts';

/**
 * The bytes of what a path names, from its beginning, whatever it is: a file, a named pipe, the pipe of a process
 * substitution, a terminal, a device. Closes it however it is left.
 *
 * @throws the system's error when it cannot be opened or read, an `ObjectFailure` behind what a file gave that was
 *   truncated meanwhile
 */
export async function* pathChunks(path: string): AsyncGenerator<Buffer, void, undefined> {
  const stats = await stat(path);
  const waiting = stats.isFile() ? null : openWaiting(path);
  if (waiting !== null) yield* streamChunks(waiting);
  // Devices have no size.
  else yield* fileChunks(path, stats.size);
}

async function* fileChunks(path: string, size: number): AsyncGenerator<Buffer, void, undefined> {
  const chunkBytes = size === 0 ? CHUNK_BYTES : Math.min(size, CHUNK_BYTES);
  const file = await open(path, 'r');
  try {
    let read = 0;
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null);
      if (bytesRead === 0) break;
      read += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    const failure = read < size ? truncation(read, size, (await file.stat()).size) : null;
    if (failure !== null) throw failure;
  } finally {
    await file.close();
  }
}

/**
 * What may keep its reader waiting, as a stream that hears from the system when there is something: a read of the usual
 * kind would hold up the end of the process as well. null for what answers at once.
 */
function openWaiting(path: string): Readable | null {
  // Without the flag, opening a named pipe waits for its writer. Windows has neither.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  if (isatty(descriptor)) return new ReadStream(descriptor);
  if (fstatSync(descriptor).isFIFO()) return new Socket({ fd: descriptor, readable: true, writable: false });
  closeSync(descriptor);
  return null;
}

async function* streamChunks(stream: Readable): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* stream as AsyncIterable<Buffer>;
  } finally {
    stream.destroy();
  }
}

const CHUNK_BYTES = 256 * 1024;
