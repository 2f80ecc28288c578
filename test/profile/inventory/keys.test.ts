import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDeliveryKey, runName, runTime } from '../../../src/profile/inventory/keys.ts';

describe('parseDeliveryKey', () => {
  it.each([
    ['inv/acme-lake/daily-full/2026-02-09T01-00Z/manifest.json', 'marker', 'inv', '2026-02-09T01-00Z'],
    ['inv/acme-lake/daily-full/2026-02-09T01-00Z/manifest.checksum', 'marker', 'inv', '2026-02-09T01-00Z'],
    ['acme-lake/daily-full/2026-02-09T01-00Z/manifest.json', 'marker', '', '2026-02-09T01-00Z'],
    ['a/b//acme-lake/daily-full/2026-02-09T01-00Z/manifest.json', 'marker', 'a/b/', '2026-02-09T01-00Z'],
    ['inv/acme-lake/daily-full/hive/dt=2026-02-09-01-00/symlink.txt', 'other', 'inv', '2026-02-09T01-00Z'],
    ['inv/acme-lake/daily-full/data/0c3f.csv.gz', 'data', 'inv', null],
    ['inv/acme-lake/daily-full/data/', 'data', 'inv', null],
  ])('reads %s', (key, part, prefix, run) => {
    expect(parseDeliveryKey(key)).toEqual({
      part,
      prefix,
      run,
      sourceBucket: 'acme-lake',
      configurationId: 'daily-full',
    });
  });

  it.each([
    'manifest.json',
    'x/2026-02-09T01-00Z/manifest.json',
    'a/b/2026-13-09T01-00Z/manifest.json',
    'a/b/latest/manifest.json',
    'a/b/hive/dt=2026/symlink.txt',
    'data/',
    'b/data/x',
  ])('does not take %s for a delivery key', (key) => {
    expect(parseDeliveryKey(key)).toBeNull();
  });

  it.each(['2026-02-30T01-00Z', '2026-13-01T01-00Z', '2026-02-01T25-00Z', '2026-02-01T24-00Z'])(
    'does not take %s for a run',
    (run) => {
      expect(runTime(run)).toBeNull();
    },
  );

  it('names a run as it reads it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000 }), (minutes) => {
        const time = Date.UTC(2019, 0, 1) + minutes * 60_000;
        expect(runTime(runName(time))).toBe(time);
      }),
    );
  });
});
