import { expect, it } from 'vitest';
import { createAccountBook, packAccounts } from '../../src/reading/account.ts';
import { createTally, type SourceTally } from '../../src/sources/tally.ts';

function logOf(name: string, told: Partial<SourceTally>): SourceTally {
  return Object.assign(createTally(name), { kind: 'access-log', isRead: true }, told);
}

it('gives each source the account that a thread had of it, however large, timeless or damaged', () => {
  const read = [
    logOf('a', { bytes: 2 ** 31 - 1, records: 7, from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 2) }),
    logOf('b', { bytes: 3e9, records: 8 }),
    logOf('c', { bytes: 12, sha256: 'ab' }),
    logOf('d', { bytes: 5, failure: 'truncated gzip' }),
    logOf('e', { kind: 'cloudtrail', bytes: 0, records: 1 }),
  ];
  const packed = packAccounts(read.map((tally, index) => ({ index, member: null, tally, part: null })));
  expect(packed.special).toHaveLength(2);
  const tallies = read.map(({ source }) => createTally(source));
  createAccountBook(tallies).add(structuredClone(packed));
  expect(tallies).toEqual(read);
});
