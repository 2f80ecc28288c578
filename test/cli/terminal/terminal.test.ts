import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Output } from '../../../src/cli/terminal/shell.ts';
import { FILE_STYLE, textStyleOf } from '../../../src/cli/terminal/terminal.ts';

function terminal(columns?: number): Output {
  return Object.assign(new PassThrough(), { isTTY: true, ...(columns === undefined ? {} : { columns }) });
}

describe('textStyleOf', () => {
  it.each<[string, Output, Record<string, string>, boolean, boolean]>([
    ['a terminal', terminal(), {}, true, true],
    ['a pipe', new PassThrough(), {}, true, false],
    ['--no-color', terminal(), {}, false, false],
    ['NO_COLOR', terminal(), { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR', terminal(), { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR on a pipe', new PassThrough(), { FORCE_COLOR: '1' }, true, true],
    ['FORCE_COLOR=0 on a terminal', terminal(), { FORCE_COLOR: '0' }, true, false],
    ['NO_COLOR against FORCE_COLOR', terminal(), { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['--no-color against FORCE_COLOR', terminal(), { FORCE_COLOR: '1' }, false, false],
    ['a dumb terminal', terminal(), { TERM: 'dumb' }, true, false],
  ])('decides on colour for %s', (_, output, env, color, expected) => {
    expect(textStyleOf(output, env, { color }).color).toBe(expected);
  });

  it('is as wide as the terminal, and of one width elsewhere', () => {
    expect(textStyleOf(terminal(132), {}, { color: true }).width).toBe(132);
    expect(textStyleOf(terminal(0), {}, { color: true }).width).toBe(100);
    expect(textStyleOf(new PassThrough(), { COLUMNS: '60' }, { color: true }).width).toBe(100);
    expect(FILE_STYLE).toEqual({ color: false, width: 100, unicode: true });
  });

  it.each<[string, Output, Record<string, string>, boolean]>([
    ['a UTF-8 locale', terminal(), { LANG: 'en_GB.UTF-8' }, true],
    ['a UTF-8 locale, in a pipe', new PassThrough(), { LANG: 'C.utf8' }, true],
    ['no locale', terminal(), {}, false],
    ['no locale, in a pipe', new PassThrough(), {}, false],
    ['the C locale', terminal(), { LANG: 'C' }, false],
    ['LC_ALL over LANG', terminal(), { LC_ALL: 'POSIX', LANG: 'en_GB.UTF-8' }, false],
    ['LC_CTYPE over LANG', terminal(), { LC_CTYPE: 'UTF-8', LANG: 'C' }, true],
    ['an empty LC_ALL', terminal(), { LC_ALL: '', LANG: 'en_GB.UTF-8' }, true],
    ['Windows Terminal', terminal(), { WT_SESSION: '1' }, true],
    ['a dumb terminal', terminal(), { LANG: 'en_GB.UTF-8', TERM: 'dumb' }, false],
    ['the Linux console', terminal(), { LANG: 'en_GB.UTF-8', TERM: 'linux' }, false],
  ])('decides on unicode for %s', (_, output, env, expected) => {
    expect(textStyleOf(output, env, { color: true }).unicode).toBe(expected);
  });
});
