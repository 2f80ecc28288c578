import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDatePattern, stepDate } from '../../../../src/query/athena/scan/date-pattern.ts';

const at = (text: string) => Date.parse(text);

describe('the pattern of a projected date', () => {
  it.each([
    ['yyyy/MM/dd', '2026/02/09', 'DAY'],
    ['yyyy-MM-dd', '2026-02-09', 'DAY'],
    ['yyyyMMdd', '20260209', 'DAY'],
    ['dd-MM-yyyy-HH-mm-ss', '09-02-2026-13-05-07', 'SECOND'],
    ['yyyy/MM', '2026/02', 'MONTH'],
    ["'year='uuuu'/month='MM", 'year=2026/month=02', 'MONTH'],
    ["yyyy''MM", "2026'02", 'MONTH'],
    ['yyyy/MM/dd/HH', '2026/02/09/13', 'HOUR'],
  ])('%s writes %s', (pattern, text, precision) => {
    const read = readDatePattern(pattern);
    expect(read?.write(at('2026-02-09T13:05:07Z'))).toBe(text);
    expect(read?.precision).toBe(precision);
    expect(read?.write(read.read(text) ?? 0)).toBe(text);
  });

  it.each(['', 'MM/dd', 'yy/MM/dd', 'yyyy/MMM/dd', 'yyyy/M/d', 'yyyy/DDD', 'yyyy/MM/dd z', 'yyyy yyyy', "yyyy'"])(
    'does not understand %j',
    (pattern) => expect(readDatePattern(pattern)).toBeNull(),
  );

  it.each(['2026/2/9', '2026/02/30', '2026/13/01', '2026/02/09 ', '2026-02-09', '', '9'.repeat(40)])(
    'does not read %j',
    (text) => expect(readDatePattern('yyyy/MM/dd')?.read(text)).toBeNull(),
  );

  it('reads back what it writes', () => {
    const patterns = fc.constantFrom('yyyy/MM/dd', 'yyyyMMddHH', 'HH.dd.MM.yyyy', 'yyyy-MM', 'yyyy');
    fc.assert(
      fc.property(patterns, fc.integer({ min: 0, max: at('9999-12-31T23:59:59Z') }), (pattern, instant) => {
        const read = readDatePattern(pattern);
        const text = read?.write(instant) ?? '';
        expect(read?.write(read.read(text) ?? -1)).toBe(text);
      }),
    );
  });
});

describe('a step', () => {
  it.each([
    ['2026-01-31T00:00:00Z', 1, 'MONTH', '2026-02-28T00:00:00.000Z'],
    ['2024-02-29T12:00:00Z', 1, 'YEAR', '2025-02-28T12:00:00.000Z'],
    ['2026-03-31T00:00:00Z', -1, 'MONTH', '2026-02-28T00:00:00.000Z'],
    ['2026-12-31T23:00:00Z', 1, 'HOUR', '2027-01-01T00:00:00.000Z'],
    ['2026-02-09T00:00:00Z', 2, 'WEEK', '2026-02-23T00:00:00.000Z'],
  ] as const)('from %s of %i %s is %s', (from, count, unit, to) => {
    expect(new Date(stepDate(at(from), count, unit)).toISOString()).toBe(to);
  });
});
