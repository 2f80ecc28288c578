import { parse } from 'date-fns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAccessLogTime } from '../../../src/records/access-log/parse-time.ts';

describe('parseAccessLogTime', () => {
  it('reads the layout at any place of the text', () => {
    expect(parseAccessLogTime('[06/Feb/2019:00:00:38 +0000]', 1)).toBe(Date.UTC(2019, 1, 6, 0, 0, 38));
  });

  it('honours the zone', () => {
    expect(parseAccessLogTime('06/Feb/2019:01:30:00 +0130', 0)).toBe(Date.UTC(2019, 1, 6));
    expect(parseAccessLogTime('05/Feb/2019:19:00:00 -0500', 0)).toBe(Date.UTC(2019, 1, 6));
  });

  it('knows leap years', () => {
    expect(parseAccessLogTime('29/Feb/2024:00:00:00 +0000', 0)).toBe(Date.UTC(2024, 1, 29));
    expect(parseAccessLogTime('29/Feb/2026:00:00:00 +0000', 0)).toBeNull();
  });

  it.each([
    '31/Apr/2026:00:00:00 +0000',
    '00/Apr/2026:00:00:00 +0000',
    '01/apr/2026:00:00:00 +0000',
    '01/Apr/2026:24:00:00 +0000',
    '01/Apr/2026:00:60:00 +0000',
    '01/Apr/2026:00:00:60 +0000',
    '01/Apr/2026:00:00:00 0000 ',
    '01/Apr/2026:00:00:00 +9900',
    '01/Apr/2026 00:00:00 +0000',
    '1/Apr/2026:00:00:00 +0000 ',
    '01/Apr/2026:00:00',
    '',
  ])('takes %j for no moment', (text) => {
    expect(parseAccessLogTime(text, 0)).toBeNull();
  });

  it('agrees with date-fns', () => {
    const part = (min: number, max: number): fc.Arbitrary<string> =>
      fc.integer({ min, max }).map((n) => String(n).padStart(2, '0'));
    const month = fc.constantFrom('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec');
    const text = fc
      .tuple(
        part(1, 31),
        month,
        fc.integer({ min: 1970, max: 2100 }),
        part(0, 23),
        part(0, 59),
        part(0, 59),
        fc.constantFrom('+0000', '-0730', '+1200'),
      )
      .map(
        ([day, name, year, hour, minute, second, zone]) => `${day}/${name}/${year}:${hour}:${minute}:${second} ${zone}`,
      );
    fc.assert(
      fc.property(text, (written) => {
        const expected = parse(written, 'dd/MMM/yyyy:HH:mm:ss xx', new Date(0)).getTime();
        expect(parseAccessLogTime(written, 0)).toBe(Number.isNaN(expected) ? null : expected);
      }),
    );
  });
});
