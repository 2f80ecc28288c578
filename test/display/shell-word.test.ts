import { describe, expect, it } from 'vitest';
import { shellOption, shellWord } from '../../src/display/shell-word.ts';

describe('a word of a command', () => {
  it.each([
    ['acme-reports', 'acme-reports'],
    ['in v', "'in v'"],
    ["it's; rm -r ~", "'it'\\''s; rm -r ~'"],
    ['$(id)', "'$(id)'"],
  ])('%s stands as %s', (name, word) => expect(shellWord(name)).toBe(word));
});

describe('an option', () => {
  it.each([
    ['inv', ' --prefix inv'],
    ['-rf', ' --prefix=-rf'],
    ['--profile admin', " --prefix='--profile admin'"],
    [null, ''],
  ])('with the value %s is written %s', (value, text) => expect(shellOption('prefix', value)).toBe(text));
});
