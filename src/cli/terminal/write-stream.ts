import { describeCode, ForensicsError } from '../../errors.ts';
import type { Output } from './shell.ts';

/** Rows are handed over in pieces of about this many characters. */
const PIECE = 64 * 1_024;
/** A piece that is not full waits no longer than this, so that rows of a live stream are seen. */
const PATIENCE_MS = 100;

/** `closed`: the reader (`head`, a pager) has gone, which ends a command quietly. */
export type Written = 'all' | 'closed';

/**
 * Writes what comes, waiting whenever the stream asks to. Stops asking its source for more as soon as the reader
 * has gone. The stream needs an `error` listener of its own (`run` sets one): here, errors are taken from the
 * writes that they belong to.
 *
 * @throws ForensicsError `output-failed`, unless it is the reader's going
 */
export async function writeStream(
  output: Output,
  texts: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  options: { readonly beforeWrite?: () => void } = {},
): Promise<Written> {
  const state: { failure: Error | null } = { failure: null };
  const onWritten = (error?: Error | null) => {
    if (error) state.failure ??= error;
  };
  let pending = '';
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (pending !== '') {
      options.beforeWrite?.();
      output.write(pending, onWritten);
    }
    pending = '';
  };
  // Bytes come in large pieces, made by other threads.
  const writeBytes = (bytes: Uint8Array) => {
    flush();
    options.beforeWrite?.();
    output.write(bytes, onWritten);
  };
  try {
    for await (const text of texts) {
      if (typeof text === 'string') pending += text;
      else writeBytes(text);
      if (pending.length >= PIECE) flush();
      else timer ??= setTimeout(flush, PATIENCE_MS);
      if (output.writableNeedDrain) await drained(output);
      if (state.failure !== null) break;
    }
    flush();
    onWritten(await lastWrite(output));
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
  if (state.failure === null) return 'all';
  if (isReaderGone(state.failure)) return 'closed';
  throw cannotWriteOut(state.failure);
}

function cannotWriteOut(cause: Error): ForensicsError {
  const reason = 'code' in cause ? describeCode(String(cause.code)) : cause.message;
  return new ForensicsError('output-failed', `standard output could not be written: ${reason}`, { cause });
}

/** The reader of a pipe or socket has closed it. */
export function isReaderGone(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  return error.code === 'EPIPE' || error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_DESTROYED';
}

/** Until the stream takes more, or will never again. */
function drained(output: Output): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'close', 'error'];
    const done = () => {
      for (const event of events) output.off(event, done);
      resolve();
    };
    for (const event of events) output.on(event, done);
  });
}

/** Until everything handed over has left; with the error when it could not, which may come late. */
function lastWrite(output: Output): Promise<Error | null> {
  return new Promise((resolve) => {
    output.write('', (error) => resolve(error ?? null));
  });
}
