import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { writeStream } from '../../../src/cli/terminal/write-stream.ts';

/** A stream that remembers its chunks and takes its time over each. */
function slow(chunks: string[], takes: number): Writable {
  return new Writable({
    highWaterMark: 16 * 1_024,
    decodeStrings: false,
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      setTimeout(done, takes);
    },
  });
}

/** A pipe whose reader goes away after so many writes. */
function breaking(code: string, after: number): Writable {
  let writes = 0;
  const stream = new Writable({
    highWaterMark: 1,
    write(_chunk, _encoding, done) {
      writes += 1;
      done(writes > after ? Object.assign(new Error(`write ${code}`), { code }) : null);
    },
  });
  stream.on('error', () => {});
  return stream;
}

/** Rows without end, which tell whether they were stopped. */
async function* endless(state: { rows: number; ended: boolean }, row: string): AsyncGenerator<string> {
  try {
    while (true) {
      state.rows += 1;
      await delay(0);
      yield row;
    }
  } finally {
    state.ended = true;
  }
}

describe('writeStream', () => {
  it('writes everything, in order, in few pieces', async () => {
    const chunks: string[] = [];
    const rows = Array.from({ length: 5_000 }, (_, index) => `row ${index}\n`);
    expect(await writeStream(slow(chunks, 0), rows)).toBe('all');
    expect(chunks.join('')).toBe(rows.join(''));
    expect(chunks.length).toBeLessThan(10);
  });

  it('waits for a slow reader instead of piling up rows', async () => {
    const chunks: string[] = [];
    let outstanding = 0;
    let most = 0;
    const output = new Writable({
      highWaterMark: 64 * 1_024,
      write(chunk, _encoding, done) {
        chunks.push(String(chunk));
        setTimeout(() => {
          outstanding -= String(chunk).length;
          done();
        }, 2);
      },
    });
    function* rows() {
      for (let index = 0; index < 4_000; index += 1) {
        const row = `${'x'.repeat(999)}\n`;
        outstanding += row.length;
        most = Math.max(most, outstanding);
        yield row;
      }
    }
    expect(await writeStream(output, rows())).toBe('all');
    expect(chunks.join('')).toHaveLength(4_000_000);
    expect(most).toBeLessThan(400_000);
  });

  it('shows rows of a live stream before the piece is full', async () => {
    const chunks: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    async function* rows() {
      yield 'first\n';
      await held;
      yield 'second\n';
    }
    const output = new Writable({
      write(chunk, _encoding, done) {
        chunks.push(String(chunk));
        release();
        done();
      },
    });
    expect(await writeStream(output, rows())).toBe('all');
    expect(chunks.slice(0, 2)).toEqual(['first\n', 'second\n']);
  });

  it.each(['EPIPE', 'ECONNRESET'])(
    'ends quietly, and ends its source, when the reader goes away (%s)',
    async (code) => {
      const state = { rows: 0, ended: false };
      expect(await writeStream(breaking(code, 1), endless(state, `${'x'.repeat(70_000)}\n`))).toBe('closed');
      expect(state.ended).toBe(true);
      expect(state.rows).toBeLessThan(10);
    },
  );

  it('is told of a reader that went away only with the last write', async () => {
    expect(await writeStream(breaking('EPIPE', 0), ['one row\n'])).toBe('closed');
  });

  it('passes any other error on', async () => {
    await expect(writeStream(breaking('ENOSPC', 0), ['one row\n'])).rejects.toThrow(
      'standard output could not be written: no space left on the device',
    );
  });

  it('passes on what its source throws, after what came before it', async () => {
    async function* rows() {
      yield 'first\n';
      throw new Error('source failed');
    }
    await expect(writeStream(slow([], 0), rows())).rejects.toThrow('source failed');
  });
});
