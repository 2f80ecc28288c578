import { createHash } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import zlib, { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentsOf } from '../../src/sources/contents.ts';
import { createTally } from '../../src/sources/tally.ts';
import { HAS_ZSTD } from '../../src/sources/unzstd.ts';
import { tarMember, tarOf } from '../fabricate/archive/pack-tar.ts';
import { zipOf } from '../fabricate/archive/pack-zip.ts';
import { texts, unpack } from './archive/unpack.ts';

describe('what a source holds', () => {
  it('is itself where it is no archive, however it is compressed', async () => {
    for (const bytes of ['plain\n', gzipSync('plain\n'), gzipSync(gzipSync('plain\n'))]) {
      const unpacked = await unpack([Buffer.from(bytes)]);
      expect(texts(unpacked)).toEqual({ '-': 'plain\n' });
      expect(unpacked.tally).toMatchObject({ container: null, members: null, failure: null });
    }
  });

  it('is the members of its archives, each without its compression, with the hash of what lies in the archive', async () => {
    const log = gzipSync('log\n');
    const inner = gzipSync(tarOf([{ name: 'c.json', bytes: '{}' }]));
    const outer = tarOf([
      { name: 'a.json.gz', bytes: log },
      { name: 'b.tar.gz', bytes: inner },
      { name: 'd.zip', bytes: gzipSync(zipOf([{ name: 'e', bytes: gzipSync('e') }])) },
      { name: 'utf16', bytes: Buffer.from('\ufeffmarked', 'utf16le') },
    ]);
    const unpacked = await unpack([gzipSync(gzipSync(outer))]);
    expect(texts(unpacked)).toEqual({
      '-!a.json.gz': 'log\n',
      '-!b.tar.gz!c.json': '{}',
      '-!d.zip!e': 'e',
      '-!utf16': 'marked',
    });
    expect(unpacked.members[0]?.sha256).toBe(createHash('sha256').update(log).digest('hex'));
    expect(unpacked.members.every(({ isRead, failure }) => isRead && failure === null)).toBe(true);
  });

  it('is read as a stream where a member is large', async () => {
    const large = Buffer.alloc(5 * 1024 * 1024, 'line of a log\n');
    const { contents, members } = await unpack([
      tarOf([
        { name: 'plain', bytes: large },
        { name: 'packed', bytes: gzipSync(large, { level: 0 }) },
      ]),
    ]);
    expect([...contents.values()].every((bytes) => bytes.equals(large))).toBe(true);
    expect(members.map(({ sha256 }) => sha256 === '')).toEqual([false, false]);
  });

  it('is opened three archives deep, and no deeper', async () => {
    const nested = (depth: number): Buffer =>
      depth === 0 ? Buffer.from('text') : tarOf([{ name: `${depth}`, bytes: nested(depth - 1) }]);
    expect(texts(await unpack([nested(3)]))).toEqual({ '-!3!2!1': 'text' });
    const { contents, members, tally } = await unpack([nested(4)]);
    expect(contents.size).toBe(0);
    expect(members.at(-1)).toMatchObject({
      source: '-!4!3!2',
      kind: 'not-recognised',
      failure: expect.stringMatching(/^an archive within 3 others/),
    });
    expect(tally.failure).toBeNull();
  });

  it.each([
    ['BZh91AY&SY', 'bunzip2'],
    ['\xfd7zXZ\0', 'unxz'],
    ['7z\xbc\xaf\x27\x1c', '7z x'],
    ['\x04\x22\x4d\x18', 'unlz4'],
  ])('is named with the command that unpacks it where it is not opened: %j', async (magic, command) => {
    const bytes = Buffer.from(`${magic}rest`, 'latin1');
    const member = await unpack([tarOf([{ name: 'a', bytes }])]);
    for (const { tally, contents } of [await unpack([bytes]), { ...member, tally: member.members[0] }]) {
      expect(contents.size).toBe(0);
      expect(tally).toMatchObject({ kind: 'not-recognised', failure: expect.stringContaining(`with ${command}`) });
      expect(tally?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  it('does without zstd where Node.js does, and says so', async () => {
    const { tally, contents } = await unpack([Buffer.from('\x28\xb5\x2f\xfdrest', 'latin1')]);
    expect(contents.get('-')?.length ?? 0).toBe(0);
    expect(tally.failure).toMatch(HAS_ZSTD ? /^(?:corrupt|truncated) zstd/ : /22\.15.*unzstd/);
  });

  it.runIf(HAS_ZSTD)('is decompressed where it is zstd, frames behind each other as one', async () => {
    const { zstdCompressSync } = zlib as unknown as { zstdCompressSync: (bytes: Buffer) => Buffer };
    const archive = tarOf([{ name: 'a', bytes: 'a'.repeat(5000) }]);
    const frames = [archive.subarray(0, 700), archive.subarray(700)].map((part) => zstdCompressSync(part));
    const unpacked = await unpack([Buffer.concat(frames)]);
    expect(texts(unpacked)).toEqual({ '-!a': 'a'.repeat(5000) });
    expect(unpacked.tally.failure).toBeNull();
    const cut = await unpack([Buffer.concat(frames).subarray(0, -5)]);
    expect(cut.tally.failure).toMatch(/^truncated zstd/);
  });

  it('closes what it reads from when nobody wants more', async () => {
    let isClosed = false;
    async function* chunks(): AsyncGenerator<Buffer, void, undefined> {
      try {
        for (;;) yield tarMember({ name: 'a', bytes: 'a'.repeat(3000) }, 'ustar');
      } finally {
        isClosed = true;
      }
    }
    const tally = createTally('s3://b/k');
    const input = { kind: 'object', name: 's3://b/k', open: chunks, modified: 5 } as const;
    for await (const { bytes } of contentsOf(input, tally)) {
      await bytes.next();
      break;
    }
    expect(isClosed).toBe(true);
  });
});

describe('the bounds of archives', () => {
  it('stop a bomb of 10 GB of zeros early, and hash the rest of its bytes', async () => {
    const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });
    const head = tarMember({ name: 'zeros', size: '116066066666\0' }, 'ustar');
    let given = 0;
    async function* bomb(): AsyncGenerator<Buffer, void, undefined> {
      yield gzipSync(head);
      for (let member = 0; member < 160; member++) {
        given++;
        yield zeros;
      }
    }
    const tally = createTally('-');
    let bytes = 0;
    for await (const content of contentsOf({ kind: 'object', name: '-', open: bomb }, tally)) {
      for await (const chunk of content.bytes) bytes += chunk.length;
    }
    expect(bytes).toBeLessThan(64 * 1024 * 1024);
    expect(given).toBe(160);
    expect(tally.failure).toMatch(/^decompresses to more than 1,000 times its size/);
    expect(tally.sha256).not.toBe('');
    expect(tally.members?.[0]?.failure).toBe('the archive ends within it');
  });

  it('stop one that lies in a member, and read the members in front of it', async () => {
    const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });
    const { tally, members, contents } = await unpack([
      tarOf([
        { name: 'log', bytes: 'line\n' },
        { name: 'bomb.gz', bytes: zeros },
      ]),
    ]);
    expect(contents.get('-!log')?.toString()).toBe('line\n');
    expect(members[1]?.failure).toMatch(/^decompresses to more than 1,000 times its size/);
    expect(tally.bytes).toBeGreaterThan(zeros.length);
  });

  it('stop at a hundred thousand members', async () => {
    const members = Buffer.concat(Array.from({ length: 1000 }, (_, index) => tarMember({ name: `${index}` }, 'ustar')));
    async function* million(): AsyncGenerator<Buffer, void, undefined> {
      for (let thousand = 0; thousand < 1000; thousand++) yield members;
    }
    const tally = createTally('-');
    let count = 0;
    const options = { onMember: () => count++ };
    for await (const _ of contentsOf({ kind: 'object', name: '-', open: million }, tally, options));
    expect(count).toBe(100_000);
    expect(tally.failure).toMatch(/^more than 100,000 members/);
  });
});

describe('when a source was written', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'contents-'));
  });
  afterAll(() => rm(root, { recursive: true }));

  it('is told by the file system, the bucket, or the archive', async () => {
    const path = join(root, 'a');
    await writeFile(path, tarOf([{ name: 'old', modified: 1000 }]));
    await utimes(path, 2, 2);
    const { tally, members } = await unpack({ path });
    expect([tally.modified, members[0]?.modified]).toEqual([2000, 1000]);

    const object = createTally('s3://b/k');
    const open = async function* () {
      yield Buffer.from('x');
    };
    const input = { kind: 'object', name: object.source, open, modified: 3000 } as const;
    for await (const { bytes } of contentsOf(input, object)) for await (const _ of bytes);
    expect(object.modified).toBe(3000);
  });
});
