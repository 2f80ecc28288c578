import { describe, expect, it } from 'vitest';
import { displayWidth, takeColumns } from '../../src/display/display-width.ts';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['alice', 5],
    ['José', 4],
    ['Jose\u0301', 4],
    ['田中', 4],
    ['ｅ', 2],
    ['✔\ufe0f', 1],
    ['😀', 2],
  ])('of %j is %i', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe('takeColumns', () => {
  it.each([
    ['alice', 3, 'ali'],
    ['alice', 9, 'alice'],
    ['alice', 0, 'a'],
    ['田中', 3, '田'],
    ['田中', 1, '田'],
    ['e\u0301a', 1, 'e\u0301'],
    ['😀x', 2, '😀'],
  ])('takes of %j in %i columns %j', (text, columns, taken) => {
    expect(takeColumns(text, columns)).toBe(taken);
  });
});
