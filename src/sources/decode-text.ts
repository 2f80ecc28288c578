import { takeHead } from './take-head.ts';

/**
 * Turns marked text into plain UTF-8: a UTF-8 byte order mark is taken off, UTF-16 (which PowerShell
 * writes when output is redirected) is decoded. Bytes without a mark pass unchanged. Closes `chunks`.
 */
export async function* decodeMarkedText(
  chunks: AsyncGenerator<Buffer, void, undefined>,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    const head = await takeHead(chunks, (bytes) => bytes.length >= LONGEST_MARK);
    const mark = MARKS.find(({ bytes }) => head.bytes.subarray(0, bytes.length).equals(bytes));
    const rest = head.bytes.subarray(mark?.bytes.length ?? 0);
    if (mark === undefined || mark.encoding === 'utf-8') {
      if (rest.length > 0) yield rest;
      yield* chunks;
      return;
    }
    const decoder = new TextDecoder(mark.encoding);
    yield Buffer.from(decoder.decode(rest, { stream: true }));
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  } finally {
    await chunks.return();
  }
}

const MARKS: readonly { readonly bytes: Buffer; readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' }[] = [
  { bytes: Buffer.from([0xef, 0xbb, 0xbf]), encoding: 'utf-8' },
  { bytes: Buffer.from([0xff, 0xfe]), encoding: 'utf-16le' },
  { bytes: Buffer.from([0xfe, 0xff]), encoding: 'utf-16be' },
];
const LONGEST_MARK = 3;
