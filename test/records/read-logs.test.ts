import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { RegionReader } from '../../src/records/access-log/read-regions.ts';
import { skimLines } from '../../src/records/access-log/undecoded/skim-lines.ts';
import { createTally } from '../../src/sources/tally.ts';
import { event, logLine, logTime } from './evidence-text.ts';
import { places, readWhole } from './read-whole.ts';

describe('reading access logs', () => {
  it('reads each line, of either ending, and tells the first and last time', async () => {
    const read = await readWhole(`${logLine(5)}\r\n${logLine(3)}\n\n${logLine(9)}`);
    expect(places(read)).toEqual(['access-log 1', 'access-log 2', 'access-log 4']);
    expect(read.tally).toMatchObject({
      kind: 'access-log',
      records: 3,
      rejected: 0,
      from: logTime(3),
      to: logTime(9),
      failure: null,
    });
    expect(read.items[0]).toMatchObject({ record: { requestId: 'REQ5', time: logTime(5) } });
  });

  it('is recognised behind foreign lines, which are counted with their numbers', async () => {
    const read = await readWhole(`# copied from the console\n{"not": "this"}\n${logLine(1)}\nbroken\n${logLine(2)}\n`);
    expect(places(read)).toEqual(['access-log 3', 'access-log 5']);
    expect(read.tally).toMatchObject({ kind: 'access-log', records: 2, rejected: 3 });
    expect(read.tally.rejects.map(({ line }) => line)).toEqual([1, 2, 4]);
    expect(read.tally.rejects[0]).toEqual({ line: 1, record: null, reason: 'no time field' });
  });

  it('tells of a second record in a line, which a client could have made up, and takes it for none', async () => {
    const glued = (first: string, second: string) =>
      `${logLine(1, first)}\n${logLine(2, first)}${logLine(3, second)}\n`;
    for (const [first, second] of [
      ['REST.PUT.BUCKETPOLICY', 'REST.GET.OBJECT'],
      ['REST.GET.OBJECT', 'REST.PUT.BUCKETPOLICY'],
    ] as const) {
      const text = glued(first, second);
      const { items, tally } = await readWhole(text);
      expect(items).toMatchObject([1, 2].map((second) => ({ record: { operation: first, time: logTime(second) } })));
      expect(tally.rejects).toEqual([{ line: 2, record: null, reason: expect.stringContaining('another record') }]);
      const skimmed = createTally('a');
      const skim = new RegionReader(skimLines(() => {}, 'manifest')).begin(skimmed);
      for (const _ of [...skim.push(Buffer.from(text)), ...skim.end()]);
      expect(skimmed).toMatchObject({ records: 2, rejected: 1, rejects: tally.rejects });
    }
  });

  it('counts a line that is too long and reads on, even if it is the first', async () => {
    const huge = `${'"\u0000 '.repeat(500_000)}`;
    for (const text of [`${huge}\n${logLine(1)}\n`, `${logLine(1)}\n${huge}\n${logLine(2)}\n`]) {
      const { tally } = await readWhole(text);
      expect(tally).toMatchObject({ kind: 'access-log', rejected: 1 });
      expect(tally.rejects[0]?.reason).toBe('longer than 1048576 bytes');
    }
  });

  it('keeps the first twenty rejects and counts the rest', async () => {
    const { tally } = await readWhole(`${logLine(1)}\n${'junk\n'.repeat(500)}`);
    expect(tally.rejected).toBe(500);
    expect(tally.rejects.length).toBe(20);
  });

  it('gives what truncated gzip holds, and no line that was cut', async () => {
    const text = Array.from({ length: 3000 }, (_, index) => `${logLine(index % 60)}\n`).join('');
    const whole = gzipSync(text);
    const read = await readWhole(whole.subarray(0, Math.floor(whole.length / 2)));
    expect(read.tally).toMatchObject({ kind: 'access-log', rejected: 1, failure: 'truncated gzip' });
    expect(read.tally.records).toBeGreaterThan(500);
    expect(read.tally.records).toBeLessThan(2999);
    expect(read.tally.rejects).toEqual([{ line: read.tally.records + 1, record: null, reason: 'truncated gzip' }]);
    expect(read.items.length).toBe(read.tally.records);
  });

  it('reads several gzip members as one log', async () => {
    const read = await readWhole(Buffer.concat([gzipSync(`${logLine(1)}\n`), gzipSync(`${logLine(2)}\n`)]));
    expect(places(read)).toEqual(['access-log 1', 'access-log 2']);
  });

  it('stops at the bound on decompression and says so', async () => {
    const read = await readWhole(gzipSync(`${logLine(1)}\n`.repeat(1000)), { maxDecompressedBytes: 10_000 });
    expect(read.tally.records).toBeGreaterThan(10);
    expect(read.tally.rejected).toBe(1);
    expect(read.tally.failure).toContain('more than 10000 bytes');
  });

  it('reads what PowerShell wrote', async () => {
    const read = await readWhole(Buffer.from(`\ufeff${logLine(1)}\r\n${logLine(2)}\r\n`, 'utf16le'));
    expect(places(read)).toEqual(['access-log 1', 'access-log 2']);
  });

  it('reads the same, one byte at a time', async () => {
    const text = `${logLine(1)}\nbroken\n${logLine(2)}`;
    const bytes = [...Buffer.from(text)].map((byte) => Buffer.from([byte]));
    const slow = await readWhole(bytes);
    const fast = await readWhole(text);
    expect(slow.tally).toEqual(fast.tally);
    expect(places(slow)).toEqual(places(fast));
  });
});

describe('reading what is no evidence', () => {
  it.each([
    ['prose', '# Notes\n\nThe report stopped on Tuesday.\n', 'no known kind of evidence'],
    ['binary junk', Buffer.from([0, 1, 2, 0xff, 0xfe, 0x80, 10, 0, 9]), 'no known kind of evidence'],
    [
      'a zip archive',
      Buffer.from('PK\u0003\u0004rest', 'latin1'),
      'a zip archive, whose directory is at its end, can be read from a local file only: save it as one, or unpack it with unzip',
    ],
    ['a CSV of something else', 'a,b\n1,2\n', 'no known kind of evidence'],
    ['JSON of something else', '{"name": "x", "version": "1"}', 'JSON of no known kind of evidence'],
    ['JSON that is not an object', '[1, 2]', 'JSON, but not an object'],
    ['broken JSON', '{"name": "x"', 'the source ends within this record'],
    ['an empty object', '{}', 'JSON of no known kind of evidence'],
    ['an empty array', '[]', 'JSON without any value'],
    ['an empty policy', '{"Policy": ""}', 'an empty policy'],
  ])('%s is not recognised, with a reason', async (_, text, failure) => {
    const { items, tally } = await readWhole(text);
    expect(items).toEqual([]);
    expect(tally).toMatchObject({ kind: 'not-recognised', records: 0, rejected: 0, rejects: [], failure });
    expect(tally.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(tally.bytes).toBe(Buffer.from(text).length);
  });

  it.each(['', '\n\n', gzipSync('')])('%#: an empty source is empty', async (text) => {
    const { items, tally } = await readWhole(text);
    expect(items).toEqual([]);
    expect(tally).toMatchObject({ kind: 'empty', rejected: 0, failure: null });
  });

  it('does not take gzip that gives nothing for empty', async () => {
    const { tally } = await readWhole(gzipSync('text').subarray(0, 10));
    expect(tally).toMatchObject({ kind: 'not-recognised', failure: 'truncated gzip' });
  });

  it('takes a policy that could be either for neither', async () => {
    const statement = { Effect: 'Deny', Principal: '*', Action: ['s3:*', 'kms:*'], Resource: '*' };
    const { tally } = await readWhole(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
    expect(tally.kind).toBe('not-recognised');
    expect(tally.failure).toContain('several services');
  });

  it('counts records of another kind than the first', async () => {
    const { items, tally } = await readWhole(
      `${JSON.stringify(event(1))}\n{"Statement": []}\n{"Key": "a", "LastModified": "2026-02-06T00:00:00Z"}\n`,
    );
    expect(items.length).toBe(1);
    expect(tally).toMatchObject({ kind: 'cloudtrail', records: 1, rejected: 2 });
  });
});
