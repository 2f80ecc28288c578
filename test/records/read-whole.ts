import { Readable } from 'node:stream';
import type { EvidenceItem } from '../../src/records/item.ts';
import { type ReadOptions, readEvidence } from '../../src/records/read.ts';
import type { SourceTally } from '../../src/sources/tally.ts';

export interface WholeReading {
  readonly items: EvidenceItem[];
  readonly tally: SourceTally;
}

/** Reads these bytes, given as chunks of standard input, to their end. */
export async function readWhole(
  source: string | Buffer | readonly Buffer[],
  options: Partial<ReadOptions> = {},
): Promise<WholeReading> {
  const chunks = Array.isArray(source) ? source : [Buffer.from(source as string | Buffer)];
  const { items, tallies } = readEvidence([{ kind: 'stdin', name: '-' }], {
    listingTimezone: null,
    ...options,
    stdin: Readable.from(chunks, { objectMode: true }),
  });
  const read: EvidenceItem[] = [];
  for await (const item of items) read.push(item);
  const [tally] = tallies;
  if (tally === undefined) throw new Error('no tally for the source');
  return { items: read, tally };
}

/** What each item is and where it stands: `cloudtrail 3`. */
export function places({ items }: WholeReading): string[] {
  return items.map((item) => `${item.kind} ${item.at.line ?? item.at.record}`);
}

/** The way to each item inside of what wraps it; null for what stands bare. */
export function ways({ items }: WholeReading): (string | null)[] {
  return items.map((item) => item.at.within ?? null);
}
