import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextIndex } from '../../src/attribution/text-index.ts';

describe('createTextIndex', () => {
  it('finds whatever was added, newest first', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'AROAX:ci', ''), { maxLength: 50 }), (texts) => {
        const index = createTextIndex();
        texts.forEach((text, entry) => {
          index.add(text, entry);
        });
        for (const text of ['a', 'b', 'AROAX:ci', '', 'never added']) {
          const expected = texts.flatMap((other, entry) => (other === text ? [entry] : [])).reverse();
          expect(index.entriesFor(text)).toEqual(expected);
        }
      }),
    );
  });

  it('keeps finding while it grows', () => {
    const index = createTextIndex();
    for (let entry = 0; entry < 5000; entry++) {
      index.add(`key ${entry}`, entry);
    }
    for (const entry of [0, 1023, 1024, 2048, 4999]) {
      expect(index.entriesFor(`key ${entry}`)).toContain(entry);
    }
    expect(index.entriesFor('key 5000')).toEqual([]);
  });
});
