import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileArnPattern } from '../../src/policy/document/arn.ts';
import { formatAddress, parseAddress, parseCidr } from '../../src/policy/document/cidr.ts';
import { compileGlob, parseGlob } from '../../src/policy/document/glob.ts';
import { parseMoment, parseNumber } from '../../src/policy/document/literals.ts';
import { findWitnesses } from '../../src/policy/evaluate/joint-patterns.ts';

/** Short texts over few characters, so that they match often. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/'), maxLength: 7 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 6 });

/** The plainest matcher there is: tries everything. */
function matches(glob: string, value: string): boolean {
  if (glob === '') return value === '';
  const [first, rest] = [glob[0], glob.slice(1)];
  if (first === '*') return matches(rest, value) || (value !== '' && matches(glob, value.slice(1)));
  return value !== '' && (first === '?' || first === value[0]) && matches(rest, value.slice(1));
}

describe('glob patterns', () => {
  it('match like a matcher that tries everything', () => {
    fc.assert(
      fc.property(pattern, text, (glob, value) => {
        expect(compileGlob(parseGlob(glob), { ignoreCase: false }).matches(value)).toBe(matches(glob, value));
      }),
      { numRuns: 3000 },
    );
  });

  it('fold both sides when the case does not count', () => {
    fc.assert(
      fc.property(pattern, text, (glob, value) => {
        const folded = compileGlob(parseGlob(glob.toUpperCase()), { ignoreCase: true });
        expect(folded.matches(value)).toBe(matches(glob, value));
      }),
    );
  });

  it('take no time to speak of on patterns made to be slow', () => {
    const glob = compileGlob(parseGlob(`${'*a'.repeat(2000)}b`), { ignoreCase: false });
    expect(glob.matches('a'.repeat(10_000))).toBe(false);
    const single = compileGlob(parseGlob(`${'*?a'.repeat(500)}b`), { ignoreCase: false });
    expect(single.matches('a'.repeat(3000))).toBe(false);
  });

  it('match part by part as ARNs', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 3 });
    const word = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 });
    fc.assert(
      fc.property(
        fc.tuple(field, field, field, field, field, pattern),
        fc.tuple(word, word, word, word, word, text),
        (globs, words) => {
          const expected = globs.every((glob, index) => matches(glob, words[index] ?? ''));
          expect(compileArnPattern(parseGlob(globs.join(':')))(words.join(':'))).toBe(expected ? 'yes' : 'no');
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('witnesses', () => {
  it('show every way in which a text can match some patterns and not others', () => {
    const groups = fc.array(fc.array(pattern, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        groups,
        fc.string({ unit: fc.constantFrom('a', 'b', ':', 'x'), minLength: 1, maxLength: 7 }),
        (globs, value) => {
          const verdict = (candidate: string): string =>
            globs.map((group) => group.some((glob) => matches(glob, candidate))).join();
          const found = findWitnesses(
            globs.map((group) => group.map((glob) => ({ parts: parseGlob(glob), ignoreCase: false, isArn: false }))),
          );
          expect(found?.map(verdict)).toContain(verdict(value));
          expect(found).not.toContain('');
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('give up beyond a bound instead of running on', () => {
    const wide = Array.from({ length: 6 }, (_, index) => [
      { parts: parseGlob(`*${'ab?c'.repeat(3)}${index}*${'d?e'.repeat(4)}`), ignoreCase: false, isArn: false },
    ]);
    expect(findWitnesses(wide)).toBeNull();
  });
});

describe('networks', () => {
  it('hold the addresses that share their first bits', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (network, address, prefix) => {
        const bits = (ip: string): string =>
          ip
            .split('.')
            .map((octet) => Number(octet).toString(2).padStart(8, '0'))
            .join('');
        const range = parseCidr(`${network}/${prefix}`);
        const own = parseAddress(address);
        const inside = range !== null && own !== null && own.first >= range.first && own.first <= range.last;
        expect(inside).toBe(bits(network).slice(0, prefix) === bits(address).slice(0, prefix));
      }),
      { numRuns: 1000 },
    );
  });

  it('read every written form of an IPv6 address', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const range = parseAddress(address);
        expect(range?.family).toBe(6);
        expect(parseAddress(formatAddress(6, range?.first ?? 0n))).toEqual(range);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.4/33',
    '::1/129',
    '1::2::3',
    ':::',
    '12345::',
    '1:2:3:4:5:6:7',
    'x',
    '1.2.3.4/',
  ])('do not read %j', (junk) => {
    expect(parseCidr(junk)).toBeNull();
  });
});

describe('literals', () => {
  it('read the moments that JavaScript writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }),
        (date) => {
          expect(parseMoment(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });

  it.each([
    '',
    '20',
    '2026-13',
    '2026-02-30',
    '2026-2-3',
    '2026-02-03T25:00Z',
    '2026-02-03T10:00',
    '2026-02-03 10:00Z',
    'tomorrow',
  ])('do not read %j as a moment', (junk) => {
    expect(parseMoment(junk)).toBeNull();
  });

  it.each(['', '.', '1e3', '0x10', '1.2.3', 'NaN', ' 1'])('do not read %j as a number', (junk) => {
    expect(parseNumber(junk)).toBeNull();
  });
});
