import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeRemarks } from '../../../src/sources/archive/remarks.ts';
import { tarOf } from '../../fabricate/archive/pack-tar.ts';
import { zipOf } from '../../fabricate/archive/pack-zip.ts';
import { texts, type Unpacked, unpack } from './unpack.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'zip-'));
});
afterAll(() => rm(root, { recursive: true }));

async function unpackFile(bytes: Buffer): Promise<Unpacked> {
  const path = join(root, 'a.zip');
  await writeFile(path, bytes);
  return unpack({ path });
}

const WRITTEN = Date.UTC(2026, 1, 9, 10, 0, 7);

describe('zip', () => {
  it.each([false, true])('each member is a source of its own (zip64: %s)', async (zip64) => {
    const members = [
      { name: 'logs/', method: 0 },
      { name: 'logs/a', bytes: 'first\n', modified: WRITTEN },
      { name: 'logs/ä', bytes: 'x'.repeat(100_000), method: 0 },
      { name: 'empty' },
    ];
    const unpacked = await unpackFile(zipOf(members, { zip64 }));
    expect(texts(unpacked)).toEqual({ 'a!logs/a': 'first\n', 'a!logs/ä': 'x'.repeat(100_000), 'a!empty': '' });
    expect(unpacked.tally).toMatchObject({ kind: 'archive', failure: null, remarks: null });
    expect(unpacked.members[0]).toMatchObject({ container: 'a', bytes: 6, isRead: true });
  });

  it('tells when a member was written only where a time of a zone does', async () => {
    const { members } = await unpackFile(zipOf([{ name: 'a', modified: WRITTEN }, { name: 'b' }]));
    expect(members.map(({ modified }) => modified)).toEqual([WRITTEN, null]);
  });

  it('names members that cannot be read, and reads the others', async () => {
    const { members, contents, tally } = await unpackFile(
      zipOf([
        { name: 'secret', bytes: 's', flags: 1 },
        { name: 'zstandard', bytes: 'z', method: 93 },
        { name: 'odd', bytes: 'o', method: 77 },
        { name: 'link', bytes: 'target', mode: 0o120777 },
        { name: '../../outside', bytes: 'read' },
        { name: 'C:\\windows', bytes: 'read' },
        { name: 'plain', bytes: 'read' },
      ]),
    );
    expect([...contents.keys()]).toEqual(['a!../../outside', 'a!C:/windows', 'a!plain']);
    expect(members.slice(0, 3).map(({ kind, failure }) => [kind, failure])).toEqual([
      ['unreadable', 'encrypted: unpack the archive with its password, and give what comes out'],
      ['unreadable', expect.stringContaining('compressed with zstd, which is not read: unpack the archive with 7z x')],
      ['unreadable', expect.stringContaining('compressed with method 77, which is not read')],
    ]);
    expect(describeRemarks(tally.remarks)).toEqual([
      'one symbolic link passed over',
      '2 members whose names lead outside of the archive: they were only read',
    ]);
    expect(await readdir(root)).toEqual(['a.zip']);
  });

  it('tells of members that are not what the archive says', async () => {
    const { members } = await unpackFile(
      zipOf([
        { name: 'longer', bytes: 'longer', size: 4 },
        { name: 'shorter', bytes: 'short', size: 9 },
      ]),
    );
    expect(members.map(({ failure, bytes }) => [bytes, failure])).toEqual([
      [4, 'it is longer than the archive says: the rest was not read'],
      [5, 'it is shorter than the archive says'],
    ]);
  });

  it('tells by its checksum of a member that was changed', async () => {
    const archive = zipOf([{ name: 'a', bytes: 'what was packed', method: 0 }]);
    archive.write('W', archive.indexOf('what was'));
    const { members, contents } = await unpackFile(archive);
    expect(contents.get('a!a')?.toString()).toBe('What was packed');
    expect(members[0]?.failure).toBe('its checksum is wrong: it is not what was packed');
  });

  it('is opened within other archives, which is cited', async () => {
    const inner = zipOf([{ name: 'c.json', bytes: '{}' }]);
    const unpacked = await unpackFile(zipOf([{ name: 'b.tar', bytes: tarOf([{ name: 'b.zip', bytes: inner }]) }]));
    expect(texts(unpacked)).toEqual({ 'a!b.tar!b.zip!c.json': '{}' });
    expect(unpacked.members.map(({ source, container, kind }) => [source, container, kind])).toEqual([
      ['a!b.tar', 'a', 'archive'],
      ['a!b.tar!b.zip', 'a!b.tar', 'archive'],
      ['a!b.tar!b.zip!c.json', 'a!b.tar!b.zip', 'not-recognised'],
    ]);
  });

  it('cannot be read from a stream, and says what to do', async () => {
    const { tally, contents } = await unpack([zipOf([{ name: 'a', bytes: 'a' }])]);
    expect(contents.size).toBe(0);
    expect(tally).toMatchObject({ kind: 'not-recognised', failure: expect.stringMatching(/local file.*unzip/) });
  });

  it('says what saves a truncated one', async () => {
    const archive = zipOf([{ name: 'a', bytes: 'a' }]);
    const { tally } = await unpackFile(archive.subarray(0, -30));
    expect(tally.failure).toMatch(/^truncated zip: .*zip -FF/);
  });

  it('stops where entries that overlap make a bomb', async () => {
    const bomb = zipOf([{ name: 'zeros', bytes: Buffer.alloc(1024 * 1024) }], { entriesEach: 2000 });
    const { tally, members } = await unpackFile(bomb);
    expect(tally.failure).toMatch(/^decompresses to more than 1,000 times its size/);
    expect(members.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(bomb.length * 1000 + 2 * 1024 * 1024);
  });

  it('survives any damage', async () => {
    const archive = zipOf(
      [
        { name: 'a', bytes: 'a'.repeat(99), modified: WRITTEN },
        { name: 'b', method: 0 },
      ],
      {
        zip64: true,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.constantFrom(archive.length, archive.length - 1, archive.length - 22),
        async (damages, length) => {
          const bytes = Buffer.from(archive);
          for (const [at, value] of damages) bytes[at] = value;
          const { tally } = await unpackFile(bytes.subarray(0, length));
          expect(tally.bytes).toBe(length);
          expect(tally.sha256).not.toBe('');
        },
      ),
      { numRuns: 300 },
    );
  });
});
