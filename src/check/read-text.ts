import { type ReadBytesOptions, readBytes } from '../sources/read-bytes.ts';
import { createTally } from '../sources/tally.ts';
import { CODE_BOUNDS, type NamedText, unreadable } from './read-json.ts';

/**
 * The text of a file that is read whole, or of standard input for `-`; decompressed when it is gzip.
 *
 * @throws ForensicsError `unreadable-input` when it cannot be read, is no UTF-8, or is longer than any plan
 */
export async function readText(path: string, options: ReadBytesOptions): Promise<NamedText> {
  const isStdin = path === '-';
  const name = isStdin ? 'standard input' : path;
  const input = isStdin ? ({ kind: 'stdin', name: '-' } as const) : ({ kind: 'file', name: path, path } as const);
  const tally = createTally(name);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of readBytes(input, tally, options)) {
    size += chunk.length;
    if (size > CODE_BOUNDS.maxCharacters) throw unreadable(name, `more than ${CODE_BOUNDS.maxCharacters} bytes`);
    // The reader's buffers are its own.
    chunks.push(Buffer.from(chunk));
  }
  if (tally.failure !== null) throw unreadable(name, tally.failure);
  const bytes = Buffer.concat(chunks);
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04') {
    throw unreadable(name, 'is a zip archive', 'a plan that Terraform saved is read from: terraform show -json PLAN');
  }
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) throw unreadable(name, 'is not text in UTF-8');
    throw error;
  }
}
