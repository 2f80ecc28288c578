import { expect, it } from 'vitest';
import { earliest, latest } from '../src/instant.ts';

it('the earliest and the latest are found among however many, and nowhere among none', () => {
  const moments = Array.from({ length: 300_000 }, (_, index) => (index * 7) % 300_007);
  expect([earliest(moments), latest(moments)]).toEqual([0, 300_006]);
  expect([earliest([]), latest(new Set())]).toEqual([null, null]);
});
