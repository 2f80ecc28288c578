import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TrailLocation, trailRanges } from '../../../src/aws/log-keys/trail-ranges.ts';
import { DAY, HOUR } from '../../../src/instant.ts';
import { day, deliveredRecord, isIn, isListed, minute, window } from './generated-keys.ts';

const ACCOUNTS = ['111122223333', '444455556666', '999900001111'];
const REGIONS = ['eu-west-1', 'us-east-1', 'us-east-2'];
const trail = fc.record({
  prefix: fc.constantFrom(null, 'trails', 'a/b'),
  organizationId: fc.constantFrom(null, 'o-exampleorgid'),
  accounts: fc.subarray(ACCOUNTS),
  regions: fc.subarray(REGIONS),
});
const place = fc.record({ account: fc.constantFrom(...ACCOUNTS), region: fc.constantFrom(...REGIONS) });

function keyOf(
  { prefix, organizationId }: TrailLocation,
  kind: 'CloudTrail' | 'CloudTrail-Digest',
  { account, region }: { account: string; region: string },
  delivered: number,
): string {
  const root = `${prefix === null ? '' : `${prefix}/`}AWSLogs/${organizationId === null ? '' : `${organizationId}/`}`;
  const name = `${account}_${kind}_${region}_${minute(delivered)}_abcdefghijklmnop.json.gz`;
  return `${root}${account}/${kind}/${region}/${day(delivered)}/${name}`;
}

describe.each(['CloudTrail', 'CloudTrail-Digest'] as const)('trailRanges of %s files', (kind) => {
  it('leaves out no file of the accounts and Regions that holds an event of the window', () => {
    fc.assert(
      fc.property(trail, place, deliveredRecord, window, (where, at, record, asked) => {
        fc.pre(isIn(record.time, asked));
        // A digest covers files delivered in the hour before it.
        const delivered = record.delivered + (kind === 'CloudTrail' ? 0 : HOUR);
        const isWanted =
          (where.accounts.length === 0 || where.accounts.includes(at.account)) &&
          (where.accounts.length === 0 || where.regions.length === 0 || where.regions.includes(at.region));
        expect(isListed(keyOf(where, kind, at, delivered), trailRanges(where, kind, asked))).toBe(isWanted);
      }),
    );
  });

  it('lists nothing from two days outside the window or further, where accounts and Regions are known', () => {
    fc.assert(
      fc.property(trail, place, deliveredRecord, window, (where, at, { delivered }, asked) => {
        fc.pre(where.accounts.length > 0 && where.regions.length > 0);
        fc.pre(delivered < asked.since - 2 * DAY || delivered > asked.until + 3 * DAY);
        expect(isListed(keyOf(where, kind, at, delivered), trailRanges(where, kind, asked))).toBe(false);
      }),
    );
  });
});

describe('trailRanges', () => {
  it('is one range for each account and Region, however long the window', () => {
    const where = {
      prefix: null,
      organizationId: 'o-exampleorgid',
      accounts: ['111122223333'],
      regions: ['eu-west-1'],
    };
    const asked = { since: Date.UTC(2025, 10, 20, 12), until: Date.UTC(2026, 1, 11, 8) };
    const prefix = 'AWSLogs/o-exampleorgid/111122223333/CloudTrail/eu-west-1/';
    expect(trailRanges(where, 'CloudTrail', asked)).toEqual([
      { prefix, startAfter: `${prefix}2025/11/20`, endBefore: `${prefix}2026/02/13` },
    ]);
  });

  it('names each account and Region once', () => {
    const twice = { prefix: 'p', organizationId: null, accounts: ['1', '1', '2'], regions: ['r', 'r'] };
    expect(trailRanges(twice, 'CloudTrail', { since: 0, until: DAY })).toHaveLength(2);
  });
});
