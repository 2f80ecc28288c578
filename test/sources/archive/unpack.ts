import { Readable } from 'node:stream';
import { contentsOf } from '../../../src/sources/contents.ts';
import type { EvidenceInput } from '../../../src/sources/input.ts';
import { createTally, type SourceTally } from '../../../src/sources/tally.ts';
import { collect } from '../chunks.ts';

export interface Unpacked {
  readonly tally: SourceTally;
  readonly members: readonly SourceTally[];
  /** What was given as content, by the name of its source. */
  readonly contents: ReadonlyMap<string, Buffer>;
}

/** What chunks of standard input hold, or a file. */
export async function unpack(source: readonly Buffer[] | AsyncIterable<Buffer> | { path: string }): Promise<Unpacked> {
  const isFile = 'path' in source;
  const input: EvidenceInput = isFile ? { kind: 'file', name: 'a', path: source.path } : { kind: 'stdin', name: '-' };
  const stdin = isFile ? Readable.from([]) : Readable.from(source, { objectMode: true });
  const tally = createTally(isFile ? 'a' : '-');
  const contents = new Map<string, Buffer>();
  for await (const content of contentsOf(input, tally, { stdin })) {
    contents.set(content.tally.source, await collect(content.bytes));
  }
  return { tally, members: tally.members ?? [], contents };
}

/** As text. */
export function texts({ contents }: Unpacked): Record<string, string> {
  return Object.fromEntries([...contents].map(([name, bytes]) => [name, bytes.toString('utf8')]));
}
