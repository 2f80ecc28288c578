import { describe, expect, it } from 'vitest';
import { placeInSource, placeOf } from '../../src/display/place.ts';

describe('placeOf', () => {
  it.each([
    [{ source: 'logs/a.log', line: 3 }, 'logs/a.log:3'],
    [{ source: 'logs/a.json', record: 3 }, 'logs/a.json (record 3)'],
    [{ source: 'logs/a.jsonl', line: 3, within: 'Body › detail' }, 'logs/a.jsonl:3 › Body › detail'],
    [{ source: 'a.json', record: 4, within: 'events[3].message' }, 'a.json (record 4) › events[3].message'],
    [{ source: 'logs/a.json' }, 'logs/a.json'],
  ])('%o', (place, text) => {
    expect(placeOf(place)).toBe(text);
  });

  it('takes a shorter name', () => {
    expect(placeOf({ source: 'logs/a.log', line: 3 }, 'a.log')).toBe('a.log:3');
  });
});

describe('placeInSource', () => {
  it.each([
    [{ line: 3, record: null }, 'line 3'],
    [{ line: null, record: 4, within: 'events[3].message' }, 'record 4 › events[3].message'],
    [{ line: null, record: null }, 'record ?'],
  ])('%o', (place, text) => {
    expect(placeInSource(place)).toBe(text);
  });
});
