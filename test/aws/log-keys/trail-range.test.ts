import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TrailLocation, trailRange } from '../../../src/aws/log-keys/trail-range.ts';
import { DAY, HOUR } from '../../../src/instant.ts';
import { day, deliveredRecord, isIn, isListed, minute, window } from './generated-keys.ts';

const ACCOUNTS = ['111122223333', '444455556666', '999900001111'];
const REGIONS = ['eu-west-1', 'us-east-1', 'us-east-2'];
const trail = fc.record({
  prefix: fc.constantFrom(null, 'trails', 'a/b'),
  organizationId: fc.constantFrom(null, 'o-exampleorgid'),
  account: fc.constantFrom(...ACCOUNTS),
  region: fc.constantFrom(...REGIONS),
});
const place = fc.record({ account: fc.constantFrom(...ACCOUNTS), region: fc.constantFrom(...REGIONS) });

function keyOf(
  { prefix, organizationId }: Pick<TrailLocation, 'prefix' | 'organizationId'>,
  kind: 'CloudTrail' | 'CloudTrail-Digest',
  { account, region }: { account: string; region: string },
  delivered: number,
): string {
  const root = `${prefix === null ? '' : `${prefix}/`}AWSLogs/${organizationId === null ? '' : `${organizationId}/`}`;
  const name = `${account}_${kind}_${region}_${minute(delivered)}_abcdefghijklmnop.json.gz`;
  return `${root}${account}/${kind}/${region}/${day(delivered)}/${name}`;
}

describe.each(['CloudTrail', 'CloudTrail-Digest'] as const)('trailRange of %s files', (kind) => {
  it('leaves out no file of the account and Region that holds an event of the window', () => {
    fc.assert(
      fc.property(trail, place, deliveredRecord, window, (where, at, record, asked) => {
        fc.pre(isIn(record.time, asked));
        // A digest covers files delivered in the hour before it.
        const delivered = record.delivered + (kind === 'CloudTrail' ? 0 : HOUR);
        const isWanted = where.account === at.account && where.region === at.region;
        const ranges = [trailRange(where, kind, asked)];
        expect(isListed(keyOf(where, kind, where, delivered), ranges)).toBe(true);
        expect(isListed(keyOf(where, kind, at, delivered), ranges)).toBe(isWanted);
      }),
    );
  });

  it('lists nothing from two days outside the window or further', () => {
    fc.assert(
      fc.property(trail, deliveredRecord, window, (where, { delivered }, asked) => {
        fc.pre(delivered < asked.since - 2 * DAY || delivered > asked.until + 3 * DAY);
        expect(isListed(keyOf(where, kind, where, delivered), [trailRange(where, kind, asked)])).toBe(false);
      }),
    );
  });
});

describe('trailRange', () => {
  it('is one, however long the window', () => {
    const where = { prefix: null, organizationId: 'o-exampleorgid', account: '111122223333', region: 'eu-west-1' };
    const asked = { since: Date.UTC(2025, 10, 20, 12), until: Date.UTC(2026, 1, 11, 8) };
    const prefix = 'AWSLogs/o-exampleorgid/111122223333/CloudTrail/eu-west-1/';
    expect(trailRange(where, 'CloudTrail', asked)).toEqual({
      prefix,
      startAfter: `${prefix}2025/11/20`,
      endBefore: `${prefix}2026/02/13`,
    });
  });
});
