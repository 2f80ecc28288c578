import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessLogLines } from '../../bench/data/access-log.ts';
import { READ_BUFFER_BYTES, type Reading, readNow } from '../../src/reading/read-now.ts';
import { readPart } from '../../src/reading/read-part.ts';
import { readBytes } from '../../src/sources/read-bytes.ts';
import { createTally } from '../../src/sources/tally.ts';

let folder = '';
let path = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'truncated-'));
  path = join(folder, 'access.log');
});
afterAll(() => rmSync(folder, { recursive: true }));

const LINE = `${accessLogLines(1).next().value}\n`;
const LOG = Buffer.from(LINE.repeat(Math.ceil((6 * READ_BUFFER_BYTES) / LINE.length)));
const LEFT = 3 * READ_BUFFER_BYTES;
const TOLD = 'truncated while it was read: the rest was gone';

/** Truncates the log as soon as something of it has been read. */
function truncating(): Reading {
  return {
    logReader: () => ({
      lines: 0,
      push: () => {
        truncateSync(path, LEFT);
        return [];
      },
      end: () => [],
    }),
    trailReader: null,
    readerFor: null,
    hash: () => createHash('sha256'),
    isFrugal: true,
    maxWholeBytes: 1e9,
    buffer: Buffer.alloc(READ_BUFFER_BYTES),
  };
}

it('a log that is truncated while it is read in one go is told', () => {
  writeFileSync(path, LOG);
  const tally = readNow({ name: 'access.log', path }, truncating(), () => {});
  const sha256 = createHash('sha256').update(LOG.subarray(0, LEFT)).digest('hex');
  expect(tally).toMatchObject({ failure: TOLD, bytes: LEFT, sha256 });
});

it('and in parts, by each that lost something', () => {
  writeFileSync(path, LOG);
  const parts = [
    { from: 0, to: 2 * READ_BUFFER_BYTES },
    { from: 2 * READ_BUFFER_BYTES, to: 4 * READ_BUFFER_BYTES },
    { from: 4 * READ_BUFFER_BYTES, to: LOG.length },
  ];
  const read = parts.map((part) =>
    readPart(
      { index: 0, name: 'access.log', path },
      { ...part, linesBefore: null, isLast: false },
      truncating(),
      () => {},
    ),
  );
  expect(read.map(({ tally: { failure, bytes } }) => [failure, bytes])).toEqual([
    [null, 2 * READ_BUFFER_BYTES],
    [TOLD, READ_BUFFER_BYTES],
    [TOLD, 0],
  ]);
});

it('and as a stream, as any other file', async () => {
  writeFileSync(path, LOG);
  const tally = createTally('access.log');
  for await (const _ of readBytes({ kind: 'file', name: 'access.log', path }, tally)) truncateSync(path, LEFT);
  expect(tally).toMatchObject({ failure: TOLD, bytes: LEFT });
  writeFileSync(path, LOG);
  const whole = createTally('access.log');
  // What grows meanwhile is read as well.
  let grown = false;
  for await (const _ of readBytes({ kind: 'file', name: 'access.log', path }, whole)) {
    if (!grown) writeFileSync(path, LINE, { flag: 'a' });
    grown = true;
  }
  expect(whole).toMatchObject({ failure: null, bytes: LOG.length + LINE.length });
});
