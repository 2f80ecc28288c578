import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeJson, escapeTerminal } from '../../src/display/escape-terminal.ts';
import { anyText } from '../any-text.ts';

describe('escapeTerminal', () => {
  it.each([
    ['plain text', 'arn:aws:iam::444455556666:user/alice', 'arn:aws:iam::444455556666:user/alice'],
    ['a colour', '\x1b[31mred', '\\x1b[31mred'],
    ['a clear screen', '\x1b[2J\x1b[H', '\\x1b[2J\\x1b[H'],
    ['a window title', '\x1b]0;owned\x07', '\\x1b]0;owned\\x07'],
    ['a C1 control sequence introducer', '\x9b31m', '\\x9b31m'],
    ['a C1 string terminator', '\x90q\x9c', '\\x90q\\x9c'],
    ['line ends', 'a\nb\r\nc', 'a\\nb\\r\\nc'],
    ['a tab', 'a\tb', 'a\\tb'],
    ['a backspace over the word before it', 'deny\b\b\b\ballow', 'deny\\x08\\x08\\x08\\x08allow'],
    ['NUL and DEL', '\0\x7f', '\\x00\\x7f'],
    ['a right-to-left override', 'user\u202egpj.exe', 'user\\u202egpj.exe'],
    ['bidirectional isolates', '\u2066x\u2069', '\\u2066x\\u2069'],
    ['a zero-width space and joiner', 'a\u200bb\u200dc', 'a\\u200bb\\u200dc'],
    ['a byte order mark', '\ufeffa', '\\ufeffa'],
    ['a soft hyphen', 'ad\u00admin', 'ad\\xadmin'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['an invisible letter', 'a\u3164b', 'a\\u3164b'],
    ['an invisible tag', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['spaces that are not the space', 'a\u00a0b\u2003c', 'a\\xa0b\\u2003c'],
    ['a lone surrogate', 'a\ud800b', 'a\\ud800b'],
    ['a private-use character', 'a\ue0b0b', 'a\\ue0b0b'],
    ['letters of other scripts', 'José, Łukasz, 田中, יעל', 'José, Łukasz, 田中, יעל'],
    ['an emoji with its variation selector', 'ok ✔\ufe0f', 'ok ✔\ufe0f'],
  ])('makes %s safe and visible', (_, hostile, shown) => {
    expect(escapeTerminal(hostile)).toBe(shown);
  });

  it('unstacks marks that would smear over other lines', () => {
    const escaped = escapeTerminal(`e${'\u0301'.repeat(9)}`);
    expect(escaped).toBe(`e${'\u0301'.repeat(4)}${'\\u0301'.repeat(5)}`);
  });

  it('never lets a control, format or separator character through', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(escapeTerminal(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 500 },
    );
  });

  it('escaping twice changes nothing more', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const once = escapeTerminal(text);
        expect(escapeTerminal(once)).toBe(once);
      }),
    );
  });
});

describe('escapeJson', () => {
  it('keeps the value and the layout, and hides no character', () => {
    const value = { user: '\u009b31m\u202e\u{e0041}\x7f é', list: ['a\nb'] };
    const json = escapeJson(JSON.stringify(value, null, 2));
    expect(json).toBe('{\n  "user": "\\u009b31m\\u202e\\udb40\\udc41\\u007f é",\n  "list": [\n    "a\\nb"\n  ]\n}');
    expect(JSON.parse(json)).toEqual(value);
  });

  it('reads back to the same value, whatever the strings hold', () => {
    fc.assert(
      fc.property(fc.dictionary(anyText(), anyText()), (value) => {
        const json = escapeJson(JSON.stringify(value));
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
    );
  });
});
