import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessLogLines } from '../../bench/data/access-log.ts';
import { followReading } from '../../src/cli/terminal/evidence-progress.ts';
import type { ProgressAmount } from '../../src/display/progress-line.ts';
import { noCounts } from '../../src/scan/scan.ts';
import { scanSources } from '../../src/scan/scan-sources.ts';
import { createTally } from '../../src/sources/tally.ts';
import { writeSources } from './write-sources.ts';

const EVERY_RECORD = {
  operation: null,
  bucket: null,
  requester: null,
  status: null,
  since: null,
  until: null,
  format: 'ndjson',
  secrets: 'masked',
  all: true,
} as const;

let root: string;
let log: Buffer;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'how-far-'));
  const lines = accessLogLines(7);
  log = Buffer.from(Array.from({ length: 10_000 }, () => `${lines.next().value}\n`).join(''));
});
afterAll(() => rm(root, { recursive: true }));

/** What the progress line would be told: whenever a piece is there, and at the end. */
async function told(contents: readonly Buffer[]): Promise<readonly ProgressAmount[]> {
  const inputs = await writeSources(root, contents);
  const tallies = inputs.map(({ name }) => createTally(name));
  const amounts: ProgressAmount[] = [];
  let measure = (): ProgressAmount => ({});
  const progress = { async announce() {}, advance() {}, hide() {}, done() {} };
  const start = (_: string, task?: { readonly measure?: () => ProgressAmount }): void => {
    measure = task?.measure ?? measure;
  };
  followReading({ ...progress, start }, inputs, tallies);
  const stdin = Readable.from([]);
  const options = {
    request: EVERY_RECORD,
    listingTimezone: null,
    inputs,
    tallies,
    stdin,
    threads: 0,
    partBytes: 2 ** 20,
  };
  for await (const _ of scanSources(options, noCounts())) amounts.push(measure());
  return [...amounts, measure()];
}

describe('how far reading has got', () => {
  it.each([
    ['a log that is read in parts', () => log],
    ['a compressed log that is read as a stream', () => gzipSync(log)],
  ])('grows with %s, and it counts as read at its end only', async (_, content) => {
    const amounts = await told([content()]);
    const bytes = amounts.map((amount) => amount.bytes ?? 0);
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
    expect(bytes[0]).toBeGreaterThan(0);
    expect(new Set(bytes).size).toBeGreaterThan(2);
    expect(amounts.findIndex(({ files }) => files === 1)).toBeGreaterThan(1);
    expect(amounts.at(-1)).toEqual({ files: 1, bytes: content().length });
  });

  it('counts files that hold nothing of use', async () => {
    const contents = [Buffer.from('not a log\n'), Buffer.alloc(0), log.subarray(0, 5_000), gzipSync('{}')];
    const amounts = await told(contents);
    expect(amounts.at(-1)).toEqual({ files: 4, bytes: contents.reduce((sum, { length }) => sum + length, 0) });
  });
});
