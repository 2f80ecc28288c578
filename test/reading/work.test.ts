import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { accessLogLines } from '../../bench/data/access-log.ts';
import { trailFile } from '../../bench/data/trail.ts';
import { RegionReader } from '../../src/records/access-log/read-regions.ts';
import { skimLines } from '../../src/records/access-log/undecoded/skim-lines.ts';
import { createJsonReader } from '../../src/records/json/read-json.ts';
import { copyLines } from '../../src/scan/copy-lines.ts';
import { noCounts } from '../../src/scan/scan.ts';
import { scanSources } from '../../src/scan/scan-sources.ts';
import { createTally } from '../../src/sources/tally.ts';
import { writeSources } from './write-sources.ts';

/** How much work is done for what is found: what makes the difference between fast and slow, and the same on any machine. */
const REQUEST = {
  operation: { kind: 'policy-changes' },
  bucket: null,
  requester: null,
  status: null,
  since: null,
  until: null,
  format: 'ndjson',
  secrets: 'masked',
  all: false,
} as const;
const LINES = 50_000;

let root: string;
let log: Buffer;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'work-'));
  const lines = accessLogLines(5);
  log = Buffer.from(Array.from({ length: LINES }, () => `${lines.next().value}\n`).join(''));
});
afterAll(() => rm(root, { recursive: true }));

async function scanned(contents: readonly Buffer[]) {
  const inputs = await writeSources(root, contents);
  const tallies = inputs.map(({ name }) => createTally(name));
  const counts = noCounts();
  const options = { request: REQUEST, listingTimezone: null, inputs, tallies, stdin: Readable.from([]), threads: 0 };
  let rows = 0;
  for await (const _ of scanSources(options, counts)) rows++;
  return { rows, counts };
}

describe('a scan for policy changes', () => {
  it('parses the lines that hold the name of one, and one to know the others by', async () => {
    const { rows, counts } = await scanned([log]);
    expect(rows).toBe(2);
    expect(counts.accessLog).toBeLessThanOrEqual(rows + 4);
  });

  it('parses one event of a CloudTrail file without changes, and the changes of a file with some', async () => {
    const files = Array.from({ length: 40 }, (_, index) => trailFile(index, 150, Date.UTC(2026, 0, 1), index === 7));
    const parse = vi.spyOn(JSON, 'parse');
    const { rows, counts } = await scanned(files.map((text) => gzipSync(text)));
    const characters = parse.mock.calls.reduce((sum, [text]) => sum + String(text).length, 0);
    parse.mockRestore();
    expect(rows).toBe(1);
    expect(counts.cloudTrail).toBe(1);
    const bytes = files.reduce((sum, text) => sum + text.length, 0);
    expect(characters / bytes).toBeLessThan(0.02);
  });

  it('makes one reader and one buffer for all small files', async () => {
    const files = Array.from({ length: 50 }, (_, index) => log.subarray(0, log.indexOf('\n', 1_000 * index) + 1));
    const begun = vi.spyOn(RegionReader.prototype, 'begin');
    const allocated = vi.spyOn(Buffer, 'allocUnsafeSlow');
    await scanned(files);
    expect(begun).toHaveBeenCalledTimes(files.length);
    expect(new Set(begun.mock.contexts).size).toBe(1);
    expect(allocated).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });
});

describe('a scan for everything, as JSON', () => {
  it('makes a record of no line that is laid out as usual', () => {
    const tally = createTally('access.log');
    let [usual, parsed] = [0, 0];
    const takeUsual = () => {
      usual++;
    };
    const takeItem = () => {
      parsed++;
    };
    const copier = new RegionReader(copyLines({ takeUsual, takeItem, secrets: 'masked' })).begin(tally);
    for (let at = 0; at < log.length; at += 100_000) copier.push(log.subarray(at, at + 100_000));
    copier.end();
    expect(usual + parsed).toBe(LINES);
    expect(tally.records).toBe(LINES);
    // Those that a chunk ends in.
    expect(parsed).toBeLessThanOrEqual(Math.ceil(log.length / 100_000) + 1);
  });
});

describe('an investigation', () => {
  it('parses a line in a thousand of ordinary traffic, and yet counts all of them', () => {
    const tally = createTally('access.log');
    let passed = 0;
    const skim = new RegionReader(skimLines(() => passed++, 'manifest')).begin(tally);
    let parsed = 0;
    for (let at = 0; at < log.length; at += 100_000) parsed += [...skim.push(log.subarray(at, at + 100_000))].length;
    parsed += [...skim.end()].length;
    expect(tally.records).toBe(LINES);
    expect(passed + parsed).toBe(LINES);
    expect(parsed).toBeLessThan(LINES / 1000);
  });

  it('parses of a listing the first object, those that a chunk ends in, and the markers', () => {
    const Contents = Array.from({ length: 5_000 }, (_, index) => ({
      Key: index % 1_000 === 500 ? `inv/${index}/manifest.json` : `inv/data/${index}.csv.gz`,
      LastModified: '2026-02-09T01:00:00+00:00',
      ETag: '"d41d8cd98f00b204e9800998ecf8427e"',
      ChecksumAlgorithm: ['CRC64NVME'],
      Size: index,
      StorageClass: 'STANDARD',
    }));
    const bytes = Buffer.from(JSON.stringify({ Contents, RequestCharged: null }, null, 4));
    const tally = createTally('listing.json');
    const reader = createJsonReader(tally, { names: null, listedWord: 'manifest' });
    const parse = vi.spyOn(JSON, 'parse');
    for (let at = 0; at < bytes.length; at += 100_000) for (const _ of reader.push(bytes.subarray(at, at + 100_000)));
    const parsed = parse.mock.calls.length;
    parse.mockRestore();
    expect([...reader.end(), tally.records]).toEqual([5_000]);
    expect(parsed).toBeLessThanOrEqual(1 + 5 + Math.ceil(bytes.length / 100_000) + 1);
  });
});
