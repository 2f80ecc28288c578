import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIsoInstant } from '../../src/records/iso-time.ts';

describe('parseIsoInstant', () => {
  it('reads the usual forms by hand as the general parser reads them', () => {
    const two = (most: number) => fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'));
    const zone = fc.constantFrom('Z', '+00:00', '+01:00', '-00:00', '.000Z');
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 2999 }),
        two(13),
        two(32),
        two(24),
        two(60),
        two(60),
        zone,
        (...parts) => {
          const [year, month, day, hour, minute, second, end] = parts;
          const text = `${year}-${month}-${day}T${hour}:${minute}:${second}${end}`;
          const date = parseISO(text);
          expect(parseIsoInstant(text)).toBe(isValid(date) ? date.getTime() : null);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
