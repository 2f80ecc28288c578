import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { describeRemarks } from '../../../src/sources/archive/remarks.ts';
import { isTar } from '../../../src/sources/archive/tar-header.ts';
import { paxHeader, sign, tarMember, tarOf } from '../../fabricate/archive/pack-tar.ts';
import { cut } from '../chunks.ts';
import { texts, unpack } from './unpack.ts';

const WRITTEN = Date.UTC(2026, 1, 9, 10, 0, 7);
const LONG_NAME = `${'directory/'.repeat(20)}member.json`;

describe('tar', () => {
  it.each(['v7', 'ustar', 'gnu'] as const)('%s: each member is a source of its own', async (style) => {
    const members = [
      { name: 'logs/', type: '5' },
      { name: 'logs/a', bytes: 'first\n', modified: WRITTEN },
      { name: LONG_NAME, bytes: 'x'.repeat(513) },
      { name: 'empty' },
    ];
    const unpacked = await unpack([tarOf(members, style)]);
    expect(texts(unpacked)).toEqual({
      '-!logs/a': 'first\n',
      [`-!${LONG_NAME}`]: 'x'.repeat(513),
      '-!empty': '',
    });
    expect(unpacked.tally).toMatchObject({ kind: 'archive', failure: null, remarks: null });
    expect(unpacked.members[0]).toMatchObject({
      container: '-',
      sha256: createHash('sha256').update('first\n').digest('hex'),
      bytes: 6,
      modified: WRITTEN,
      isRead: true,
    });
  });

  it('reads what another writer packs, long names and times in pax headers', async () => {
    const name = `${'ä'.repeat(120)}/${'b'.repeat(180)}`;
    const bytes = await packTar([
      { header: { name, size: 3, mtime: new Date(WRITTEN) }, body: 'pax' },
      { header: { name: `${'p'.repeat(90)}/${'n'.repeat(90)}`, size: 5 }, body: 'ustar' },
    ]);
    const unpacked = await unpack([Buffer.from(bytes)]);
    expect(texts(unpacked)).toEqual({ [`-!${name}`]: 'pax', [`-!${'p'.repeat(90)}/${'n'.repeat(90)}`]: 'ustar' });
    expect(unpacked.members[0]?.modified).toBe(WRITTEN);
  });

  it('takes sizes, names and times from extended headers, for one member or for all', async () => {
    const archive = tarOf([
      paxHeader({ mtime: '1770631207.25' }, 'g'),
      paxHeader({ path: 'told/elsewhere', size: '4' }),
      { name: 'x', bytes: 'four', size: '00000000000\0' },
      { name: 'y', bytes: 'y' },
    ]);
    const unpacked = await unpack([archive]);
    expect(texts(unpacked)).toEqual({ '-!told/elsewhere': 'four', '-!y': 'y' });
    expect(unpacked.members.map(({ modified }) => modified)).toEqual([1770631207250, 1770631207250]);
  });

  it('does not depend on how the bytes come', async () => {
    const bytes = gzipSync(
      tarOf([
        { name: 'a', bytes: 'a'.repeat(700) },
        { name: LONG_NAME, bytes: gzipSync('b') },
      ]),
    );
    const whole = await unpack([bytes]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 100 }), async (sizes) => {
        const slowly = await unpack(cut(bytes, sizes));
        expect(texts(slowly)).toEqual(texts(whole));
        expect(slowly.tally).toEqual(whole.tally);
      }),
      { numRuns: 50 },
    );
  });

  it('passes over what is no file, and says so', async () => {
    const { tally, contents } = await unpack([
      tarOf([
        { name: 'link', type: '2' },
        { name: 'other', type: '2' },
        { name: 'hard', type: '1' },
        { name: 'null', type: '3' },
        { name: 'fifo', type: '6' },
        { name: 'd/._a', bytes: 'AppleDouble' },
        { name: '.DS_Store', bytes: 'finder' },
        { name: '__MACOSX/d/a', bytes: 'AppleDouble' },
        { name: `long/${'n'.repeat(1020)}`, bytes: 'too long' },
        { name: '../outside', bytes: 'read' },
        { name: '/etc/absolute', bytes: 'read' },
        { name: 'twice', bytes: '1' },
        { name: 'twice', bytes: '2' },
      ]),
    ]);
    expect([...contents.keys()]).toEqual(['-!../outside', '-!/etc/absolute', '-!twice']);
    expect(describeRemarks(tally.remarks)).toEqual([
      '2 symbolic links passed over',
      'one hard link passed over: what it stands for is another member',
      'one device passed over',
      'one named pipe passed over',
      '3 files of macOS passed over',
      'one member passed over whose name is longer than 1,024 bytes',
      '2 members whose names lead outside of the archive: they were only read',
      'one member with the name of another: both were read',
    ]);
  });

  it('names members whose bytes are not those of the file, and goes on behind them', async () => {
    const oldSparse = tarMember({ name: 'old', type: 'S', bytes: 'data' }, 'gnu');
    // One more block of its map follows the header.
    oldSparse[482] = 1;
    const head = Buffer.from(oldSparse.subarray(0, 512));
    sign(head);
    const archive = Buffer.concat([
      head,
      Buffer.alloc(512),
      oldSparse.subarray(512),
      tarOf([
        paxHeader({ 'GNU.sparse.major': '1' }),
        { name: 'new', bytes: 'data' },
        { name: 'volume', type: 'M', bytes: 'rest of a file' },
        { name: 'after', bytes: 'read' },
      ]),
    ]);
    const { members, contents, tally } = await unpack([archive]);
    expect([...contents.keys()]).toEqual(['-!after']);
    expect(members.map(({ kind, failure }) => [kind, failure?.split(':')[0]])).toEqual([
      ['unreadable', 'stored as a sparse file'],
      ['unreadable', 'stored as a sparse file'],
      ['unreadable', 'of a kind of tar member that is not known ("M")'],
      ['not-recognised', undefined],
    ]);
    expect(tally.failure).toBeNull();
  });

  it('reads sizes beyond octal digits, and takes one that cannot be for damage', async () => {
    const size = Buffer.alloc(12);
    size[0] = 0x80;
    size.writeUInt32BE(4, 8);
    expect(texts(await unpack([tarOf([{ name: 'a', bytes: 'four', size }])]))).toEqual({ '-!a': 'four' });
    const huge = Buffer.alloc(12, 0xff);
    huge[0] = 0x80;
    const { contents, tally } = await unpack([
      tarOf([{ name: 'first' }, { name: 'a', size: huge }, { name: 'b', bytes: 'b' }]),
    ]);
    expect([...contents.keys()]).toEqual(['-!first', '-!b']);
    expect(tally.failure).toMatch(/^damaged tar/);
  });

  it('finds the next member behind a damaged header', async () => {
    const archive = tarOf(['a', 'b', 'c'].map((name) => ({ name, bytes: name.repeat(600) })));
    archive.fill('?', 1536, 1600);
    const { contents, tally } = await unpack([archive]);
    expect([...contents.keys()]).toEqual(['-!a', '-!c']);
    expect(tally.failure).toMatch(/^damaged tar/);
  });

  it('reads archives that were written one behind the other as one', async () => {
    const { contents, tally } = await unpack([tarOf([{ name: 'a' }]), tarOf([{ name: 'b' }])]);
    expect([...contents.keys()]).toEqual(['-!a', '-!b']);
    expect(tally.failure).toBeNull();
  });

  it('keeps what stands in front of a cut, and tells the rest', async () => {
    const archive = tarOf(['a', 'b'].map((name) => ({ name, bytes: name.repeat(700) })));
    // The end has two blocks of zeros, one of which is enough.
    const end = archive.length - 512;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 512, max: end - 1 }), async (length) => {
        const { contents, members, tally } = await unpack([archive.subarray(0, length)]);
        expect(tally.failure).toBe('truncated tar: members may be missing');
        for (const member of members) {
          const bytes = contents.get(member.source) ?? Buffer.alloc(0);
          expect(bytes.toString()).toBe(member.source.slice(2).repeat(bytes.length));
          expect(member.failure).toBe(bytes.length === 700 ? null : 'the archive ends within it');
        }
      }),
    );
  });

  it('survives any damage', async () => {
    const archive = tarOf([paxHeader({ path: LONG_NAME }), { name: 'x', bytes: 'x'.repeat(20) }, { name: 'y' }], 'gnu');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(archive.length),
        async (damages, length) => {
          const bytes = Buffer.from(archive);
          for (const [at, value] of damages) bytes[at] = value;
          const { tally } = await unpack([bytes.subarray(0, length)]);
          expect(tally.bytes).toBe(length);
          expect(tally.sha256).not.toBe('');
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('isTar', () => {
  it('is not deceived by text', () => {
    const line = `${'x'.repeat(257)}ustar  `.padEnd(600, 'x');
    for (const text of [line, 'x'.repeat(148) + '000644\0 '.padEnd(400), '0'.repeat(600), ' '.repeat(600)]) {
      expect(isTar(Buffer.from(text))).toBe(false);
    }
  });
});
