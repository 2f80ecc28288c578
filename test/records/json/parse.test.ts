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
