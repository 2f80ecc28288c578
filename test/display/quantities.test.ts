import { describe, expect, it } from 'vitest';
import { byteSize, clipped, count, counted, elapsed } from '../../src/display/quantities.ts';

describe('count', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [1_234_567, '1,234,567'],
  ])('%i is %s', (value, text) => {
    expect(count(value)).toBe(text);
  });
});

describe('counted', () => {
  it('agrees in number', () => {
    expect([counted(0, 'run'), counted(1, 'run'), counted(2_000, 'run'), counted(2, 'entry', 'entries')]).toEqual([
      '0 runs',
      '1 run',
      '2,000 runs',
      '2 entries',
    ]);
  });
});

describe('byteSize', () => {
  it.each([
    [0.3837, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [999.6, '1.0 kB'],
    [1_000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [12_345_678_901, '12.3 GB'],
    [2e18, '2000.0 PB'],
  ])('%d is %s', (bytes, text) => {
    expect(byteSize(bytes)).toBe(text);
  });
});

describe('elapsed', () => {
  it.each([
    ['2026-02-10T00:00:00Z', '2026-02-10T00:00:20Z', '0 min'],
    ['2026-02-10T00:00:00Z', '2026-02-10T00:45:00Z', '45 min'],
    ['2026-02-10T00:00:00Z', '2026-02-10T22:10:00Z', '22 h 10 min'],
    ['2026-02-10T00:00:00Z', '2026-02-11T00:00:00Z', '24 h'],
    ['2026-02-10T00:00:00Z', '2026-02-13T04:00:00Z', '3 d 4 h'],
    ['2026-02-10T00:00:00Z', '2026-02-12T00:00:00Z', '2 d'],
  ])('%s to %s is %s', (from, to, text) => {
    expect(elapsed(from, to)).toBe(text);
  });

  it('is not told when an end is missing', () => {
    expect(elapsed(null, '2026-02-10T00:00:00Z')).toBeNull();
    expect(elapsed('2026-02-10T00:00:00Z', null)).toBeNull();
  });
});

describe('clipped', () => {
  it('leaves what fits and says what it cut', () => {
    expect(clipped('abc', 3)).toBe('abc');
    expect(clipped(`abc${'x'.repeat(1_500)}`, 3)).toBe('abc [and 1,500 more characters]');
  });
});
