import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { createProgress, type Progress } from '../../../src/cli/terminal/progress.ts';

interface Watched {
  readonly progress: Progress;
  readonly seen: () => string;
  /** Lets the clock of the program jump. */
  readonly pass: (seconds: number) => void;
}

function watched({ isTTY = true, columns = 80, quiet = false, env = {} as Record<string, string> } = {}): Watched {
  const stderr = Object.assign(new PassThrough(), { isTTY, columns });
  let text = '';
  let now = 0;
  stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return {
    progress: createProgress({ stderr, env, now: () => now }, { quiet }),
    seen: () => text,
    pass: (seconds) => {
      now += seconds * 1_000;
    },
  };
}

function shown(pattern: string, { seen }: Watched): Promise<void> {
  return vi.waitFor(() => expect(seen()).toContain(pattern), { timeout: 30_000 });
}

describe('createProgress', () => {
  it('shows what is done of a task that takes long, and takes it back at the end', async () => {
    const one = watched();
    one.progress.start('Reading', { total: { files: 4, bytes: 4_000_000 } });
    one.progress.advance({ files: 1, bytes: 1_000_000 });
    one.pass(2);
    await shown('Reading: 1.0 MB of 4.0 MB, 1 of 4 files', one);
    one.progress.advance({ files: 1, bytes: 1_000_000 });
    one.pass(2);
    await shown('2.0 MB of 4.0 MB, 2 of 4 files, 500.0 kB/s, about 4 s left', one);
    one.progress.done();
    await vi.waitFor(
      () => expect(one.seen().lastIndexOf('\x1b[2K')).toBeGreaterThan(one.seen().lastIndexOf('Reading')),
      { timeout: 30_000 },
    );
  });

  it('asks those who keep count', async () => {
    const one = watched();
    let bytes = 0;
    one.progress.start('Reading', { measure: () => ({ bytes }) });
    bytes = 7_000;
    one.pass(2);
    await shown('Reading: 7.0 kB', one);
    one.progress.done();
  });

  it('shows what leaves no time to draw at once', async () => {
    const one = watched();
    await one.progress.announce('Judging plan.json');
    expect(one.seen()).toContain('Judging plan.json');
    one.progress.done();
    expect(one.seen().lastIndexOf('\x1b[2K')).toBeGreaterThan(one.seen().lastIndexOf('Judging'));
  });

  it('gives way to what is written beside it, and comes back', async () => {
    const one = watched();
    one.progress.start('Reading', { measure: () => ({ files: 3 }) });
    one.pass(2);
    await shown('Reading: 3 files', one);
    one.progress.hide();
    const before = one.seen().length;
    await shown('Reading: 3 files', { ...one, seen: () => one.seen().slice(before) });
    one.progress.done();
  });

  it.each([
    ['no terminal', { isTTY: false }],
    ['--quiet', { quiet: true }],
    ['a terminal that takes nothing back', { env: { TERM: 'dumb' } }],
    ['a terminal without a size', { columns: 0 }],
  ])('says nothing with %s', async (_, surroundings) => {
    const [silent, loud] = [watched(surroundings), watched()];
    await silent.progress.announce('Judging');
    for (const { progress } of [silent, loud]) progress.start('Reading', { measure: () => ({ files: 3 }) });
    silent.pass(2);
    loud.pass(2);
    // By then the other would have spoken too.
    await shown('Reading', loud);
    for (const { progress } of [silent, loud]) progress.done();
    expect(silent.seen()).toBe('');
  });

  it('says nothing of what is over at once', async () => {
    const [short, long] = [watched(), watched()];
    for (const { progress } of [short, long]) progress.start('Reading', { measure: () => ({ files: 3 }) });
    short.pass(0.9);
    long.pass(1.1);
    await shown('Reading', long);
    for (const { progress } of [short, long]) progress.done();
    expect(short.seen()).toBe('');
  });
});
