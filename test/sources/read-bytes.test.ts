import { createHash } from 'node:crypto';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBytes } from '../../src/sources/read-bytes.ts';
import { createTally, type SourceTally } from '../../src/sources/tally.ts';
import { collect } from './chunks.ts';

async function fileOf(bytes: Buffer | string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'read-bytes-')), 'evidence');
  await writeFile(path, bytes);
  return path;
}

async function read(path: string): Promise<{ text: string; tally: SourceTally }> {
  const tally = createTally(path);
  const bytes = await collect(readBytes({ kind: 'file', name: path, path }, tally));
  return { text: bytes.toString('utf8'), tally };
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Open descriptors of this process; they are listed on Linux and macOS. */
async function openFiles(): Promise<number> {
  return (await readdir('/dev/fd')).length;
}

describe('readBytes', () => {
  it('gives the bytes of a file and accounts for them', async () => {
    const bytes = Buffer.from('x'.repeat(600_000));
    const { text, tally } = await read(await fileOf(bytes));
    expect(text).toBe(bytes.toString());
    expect(tally).toMatchObject({ bytes: 600_000, sha256: sha256(bytes), failure: null });
  });

  it('accounts for gzip as given, not as decompressed', async () => {
    const bytes = gzipSync('a line\n');
    const { text, tally } = await read(await fileOf(bytes));
    expect(text).toBe('a line\n');
    expect(tally).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes) });
  });

  it('unpacks gzip within gzip, and UTF-16 within that', async () => {
    const path = await fileOf(gzipSync(gzipSync(Buffer.from('\ufeffa line\n', 'utf16le'))));
    expect((await read(path)).text).toBe('a line\n');
  });

  it('hashes damaged gzip to its end', async () => {
    const bytes = Buffer.concat([gzipSync('a line\n'), Buffer.from('foreign tail'.repeat(100_000))]);
    const { text, tally } = await read(await fileOf(bytes));
    expect(text).toBe('a line\n');
    expect(tally).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes) });
    expect(tally.failure).toContain('corrupt gzip');
  });

  it('reads an empty file as nothing', async () => {
    const { text, tally } = await read(await fileOf(''));
    expect(text).toBe('');
    expect(tally).toMatchObject({ bytes: 0, sha256: sha256(Buffer.alloc(0)), failure: null });
  });

  it('says why a file cannot be read', async () => {
    expect((await read(join(tmpdir(), 'there-is-no-such-file'))).tally).toMatchObject({
      kind: 'unreadable',
      sha256: '',
      failure: 'ENOENT: no such file or directory',
    });
    expect((await read(tmpdir())).tally).toMatchObject({
      kind: 'unreadable',
      failure: 'EISDIR: illegal operation on a directory',
    });
  });

  it('keeps what came before an error in the middle', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('a line\n');
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' });
    }
    const tally = createTally('-');
    const bytes = await collect(readBytes({ kind: 'stdin', name: '-' }, tally, { stdin: Readable.from(broken()) }));
    expect(bytes.toString()).toBe('a line\n');
    expect(tally).toMatchObject({ bytes: 7, failure: 'EIO: i/o error', sha256: sha256(Buffer.from('a line\n')) });
    expect(tally.kind).not.toBe('unreadable');
  });

  it('lets programming errors through', async () => {
    const stdin = Readable.from(
      (async function* (): AsyncGenerator<Buffer> {
        yield Buffer.from('a');
        throw new TypeError('a mistake');
      })(),
    );
    const reading = collect(readBytes({ kind: 'stdin', name: '-' }, createTally('-'), { stdin }));
    await expect(reading).rejects.toThrow('a mistake');
  });

  it('bounds what a source decompresses to, at either level', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    for (const bytes of [bomb, gzipSync(bomb)]) {
      const tally = createTally('bomb');
      const path = await fileOf(bytes);
      const input = { kind: 'file', name: path, path } as const;
      const output = await collect(readBytes(input, tally, { maxDecompressedBytes: 10_000 }));
      expect(output.length).toBe(10_000);
      expect(tally.failure).toContain('decompresses to more than 10000 bytes');
    }
  });

  it.skipIf(process.platform === 'win32')('closes the file when left early', async () => {
    for (const path of [await fileOf('x'.repeat(1_000_000)), await fileOf(gzipSync('x'.repeat(1_000_000)))]) {
      const before = await openFiles();
      for await (const _ of readBytes({ kind: 'file', name: path, path }, createTally(path))) break;
      expect(await openFiles()).toBe(before);
    }
  });
});
