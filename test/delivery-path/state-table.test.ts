import { expect, it } from 'vitest';
import { allowed, type LinkState } from '../../src/delivery-path/link.ts';
import { createStateTable } from '../../src/delivery-path/state-table.ts';

const PLAIN = allowed('open', 'event');

it('states that say the same are one, and others are not, in whatever they differ', () => {
  const { one } = createStateTable();
  const state = one(PLAIN);
  expect(one({ ...PLAIN })).toBe(state);
  const others: readonly Partial<LinkState>[] = [
    { state: 'denied' },
    { decision: 'unknown' },
    { basis: 'document' },
    { capturedAt: 0 },
    { explanation: 'open as well' },
    { statement: { sid: null, index: 0 } },
    { conditionKeys: ['aws:SourceArn'] },
    { unknownKeys: ['aws:SourceArn'] },
    { warnings: [{ code: 'unseen-opening', message: 'a' }] },
    { conditionKeys: ['aws:SourceArn'], warnings: [{ code: 'unseen-opening', message: 'a' }] },
    { conditionKeys: ['aws:SourceArn'], warnings: [{ code: 'unseen-opening', message: 'b' }] },
  ];
  const kept = others.map((of) => one({ ...PLAIN, ...of }));
  expect(new Set([state, ...kept]).size).toBe(others.length + 1);
});
