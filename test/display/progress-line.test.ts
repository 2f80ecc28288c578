import { describe, expect, it } from 'vitest';
import { progressLine } from '../../src/display/progress-line.ts';

const STATE = {
  label: 'Reading',
  done: { files: 12, bytes: 1_200_000_000 },
  total: { files: 48, bytes: 4_800_000_000 },
  perSecond: { files: 3, bytes: 300_000_000 },
};

describe('progressLine', () => {
  it('tells bytes, files, rate and the time left', () => {
    expect(progressLine(STATE, 100)).toBe('Reading: 1.2 GB of 4.8 GB, 12 of 48 files, 300.0 MB/s, about 12 s left');
  });

  it('tells what is known when the whole is not', () => {
    expect(progressLine({ ...STATE, total: {} }, 100)).toBe('Reading: 1.2 GB, 12 files, 300.0 MB/s');
  });

  it('goes by the number of files when bytes are not counted', () => {
    const done = { files: 500 };
    const state = { label: 'Listing', noun: 'object', done, total: { files: 2_000 }, perSecond: { files: 10 } };
    expect(progressLine(state, 100)).toBe('Listing: 500 of 2,000 objects, 10 objects/s, about 2 min 30 s left');
  });

  it('promises no end while nothing moves or too little has been seen', () => {
    expect(progressLine({ ...STATE, perSecond: { files: 0, bytes: 0 } }, 100)).not.toContain('left');
    expect(progressLine({ ...STATE, perSecond: null }, 100)).toBe('Reading: 1.2 GB of 4.8 GB, 12 of 48 files');
  });

  it('never says that less than nothing is left', () => {
    expect(progressLine({ ...STATE, done: { files: 48, bytes: 4_900_000_000 } }, 100)).toContain('about 0 s left');
  });

  it.each([10, 20, 30, 45, 60, 79])('leaves out what does not fit into %i columns', (columns) => {
    const line = progressLine(STATE, columns);
    expect(line.length).toBeLessThanOrEqual(columns);
    expect(progressLine(STATE, 100).startsWith(line)).toBe(true);
    expect(line).not.toMatch(/[,:] ?$/);
  });
});
