import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonPiece, parseJsonText } from '../../../src/records/json/parse.ts';

describe('parseJsonText', () => {
  it('parses JSON', () => {
    expect(parseJsonText('{"a": [1, "\\"{"]}')).toEqual({ ok: true, value: { a: [1, '"{'] } });
    expect(parseJsonPiece(Buffer.from('"é"'))).toEqual({ ok: true, value: 'é' });
  });

  it('says what is not JSON, without a byte of it', () => {
    expect(parseJsonText('{"a": tru')).toEqual({ ok: false, reason: 'not valid JSON' });
    expect(parseJsonPiece(Buffer.from(''))).toEqual({ ok: false, reason: 'not valid JSON' });
  });

  it('keeps integers that a number cannot hold, and nothing but those, as texts', () => {
    const parsed = (text: string) => parseJsonText(text);
    expect(parsed('{"a":[9007199254740993,-12345678901234567890],"b":9007199254740991}')).toEqual({
      ok: true,
      value: { a: ['9007199254740993', '-12345678901234567890'], b: 9007199254740991 },
    });
    expect(parseJsonPiece(Buffer.from('{"\\"9007199254740993":"x\\\\","c":9007199254740993 }'))).toEqual({
      ok: true,
      value: { '"9007199254740993': 'x\\', c: '9007199254740993' },
    });
    for (const text of [
      '[1.9007199254740993123]',
      '[9007199254740993e2]',
      '["9007199254740993", 1e-9007199254740993]',
    ]) {
      expect(parsed(text)).toEqual({ ok: true, value: JSON.parse(text) });
    }
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parsed(`[12345678901234567890,${text}]`)).toEqual({
          ok: true,
          value: ['12345678901234567890', JSON.parse(text)],
        });
      }),
    );
    // As long as a document may be, and escaped as JSON in JSON is.
    const long = `[9007199254740993,"${'\\"a'.repeat(4_000_000)}"]`;
    expect(parsed(long).ok).toBe(true);
  });

  it('bounds the depth, but not brackets within strings', () => {
    expect(parseJsonText('['.repeat(100_000))).toEqual({ ok: false, reason: 'nested deeper than 200' });
    expect(parseJsonText(`["${'{['.repeat(1000)}\\"["]`).ok).toBe(true);
    expect(parseJsonText(`${'['.repeat(200)}${']'.repeat(200)}`).ok).toBe(true);
  });

  it('keeps a member named __proto__ a member', () => {
    const parsed = parseJsonText('{"__proto__": {"polluted": true}}');
    expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
