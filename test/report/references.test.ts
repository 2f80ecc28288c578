import { describe, expect, it } from 'vitest';
import { references } from '../../src/report/references.ts';
import { createTally } from '../../src/sources/tally.ts';

describe('references', () => {
  it('tell members of one name apart by their bytes, whichever comes first', () => {
    const [first, second] = ['a'.repeat(64), 'b'.repeat(64)].map((sha256) => ({
      source: { ...createTally('logs.tar!twice', 'logs.tar'), sha256 },
      line: 1,
      record: null,
    }));
    if (first === undefined || second === undefined) throw new Error('two are made');
    const told = references([second, first, second]);
    expect(told.map(({ sha256 }) => sha256[0])).toEqual(['a', 'b']);
    expect(references([first, second])).toEqual(told);
  });
});
