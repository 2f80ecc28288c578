import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/json.ts';
import { findDuplicateMember } from '../../../src/policy/document/duplicate-members.ts';
import { findJsonError } from '../../../src/policy/document/json-error.ts';
import { parsePolicy, SIZE_LIMITS, sizeOf } from '../../../src/policy/document/parse.ts';

const STATEMENT = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' };

describe('parsePolicy', () => {
  it('reads one object once', () => {
    const document = { Version: '2012-10-17', Statement: [STATEMENT] };
    expect(parsePolicy(document)).toBe(parsePolicy(document));
  });

  it('keeps the kinds of policy apart', () => {
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Resource: '*' }] };
    expect(parsePolicy(document, 'key').ok).toBe(true);
    expect(parsePolicy(document, 'bucket')).toEqual({
      ok: false,
      problem: { path: 'Statement[0].Action', message: 'is missing, and NotAction too' },
    });
  });

  it.each(['bucket', 'key', 'rcp'] as const)('holds a %s policy to its size', (kind) => {
    const padded = (length: number): JsonValue => ({
      Version: '2012-10-17',
      Statement: [{ ...STATEMENT, Sid: 'x'.repeat(length) }],
    });
    const room = SIZE_LIMITS[kind] - sizeOf(padded(0));
    expect(parsePolicy(padded(room), kind).ok).toBe(true);
    const parsed = parsePolicy(padded(room + 1), kind);
    expect(parsed.ok ? '' : parsed.problem.message).toContain(String(SIZE_LIMITS[kind]));
  });

  it('does not count white space, and counts bytes', () => {
    const document = { Version: '2012-10-17', Statement: [{ ...STATEMENT, Sid: 'é'.repeat(100) }] };
    expect(sizeOf(document)).toBe(new TextEncoder().encode(JSON.stringify(document)).length);
    expect(parsePolicy(JSON.stringify({ ...document, Id: 'x'.repeat(15_000) }, null, 40)).ok).toBe(true);
  });

  it('survives a document nested without end', () => {
    let deep: JsonValue = 'x';
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(parsePolicy({ Statement: deep }).ok).toBe(false);
    expect(parsePolicy('['.repeat(100_000)).ok).toBe(false);
  });

  it('survives a text of any length', () => {
    expect(parsePolicy(`{"Statement": "${'x'.repeat(2_000_000)}"}`).ok).toBe(false);
  });

  it('shows no control characters of a document in its problems', () => {
    const parsed = parsePolicy({ Version: '2012-10-17', Statement: [{ ...STATEMENT, '\u001b[2J\u202e': 1 }] });
    expect(parsed.ok ? '' : parsed.problem.path).toBe('Statement[0].\\u001b[2J\\u202e');
  });
});

describe('findJsonError', () => {
  it('finds nothing wrong with JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => findJsonError(` ${text}\n`) === null));
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const spoiled = fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 })).map(([text, where, junk]) => {
      const place = where % (text.length + 1);
      return text.slice(0, place) + junk + text.slice(place + 1);
    });
    fc.assert(
      fc.property(spoiled, (text) => {
        expect(findJsonError(text) === null).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['{a: 1}', 1],
    ['"\n"', 0],
    ['{"a": tru}', 6],
    ['[1', 2],
    ['1 1', 2],
  ])('finds the place in %j', (text, place) => {
    expect(findJsonError(text)).toBe(place);
  });
});

describe('findDuplicateMember', () => {
  it('finds none in what JSON.stringify writes', () => {
    fc.assert(fc.property(fc.json(), (text) => findDuplicateMember(text) === null));
  });

  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":[{"b":1},{"c":{"d":1,"e":2,"d":3}}]}', 'a[1].c.d'],
    ['{"a\\u0062":1,"ab":2}', 'ab'],
    ['{"a":"}","b":{"a":1},"c":["a","a"]}', null],
    ['{"a":"\\\\","a":1}', 'a'],
  ])('reads %s', (text, path) => {
    expect(findDuplicateMember(text)).toBe(path);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
