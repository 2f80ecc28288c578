import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import type { ListingScope } from '../../src/records/item.ts';
import type { Gathered } from '../../src/sightings/gather.ts';
import { createTally, type SourceTally } from '../../src/sources/tally.ts';
import type { AsOf } from '../../src/timeline/as-of.ts';
import { listingScopes } from '../../src/timeline/listing-scopes.ts';

const CASE: Case = {
  profile: INVENTORY_PROFILE,
  sourceBucket: 'acme-lake',
  sourceAccount: null,
  destinationBucket: 'acme-reports',
  destinationAccount: null,
  destinationPrefix: 'inv',
  configurationId: 'daily-full',
  frequency: 'Daily',
  encryption: null,
  now: Date.parse('2026-02-20T12:00:00Z'),
};
const WHOLE: ListingScope = {
  bucket: 'acme-reports',
  prefix: 'inv/',
  delimiter: null,
  startAfter: null,
  continuationToken: null,
  nextContinuationToken: null,
  isTruncated: false,
  newest: Date.parse('2026-02-15T12:00:00Z'),
  objects: 10,
  incomplete: false,
};
const RUN = Date.parse('2026-02-10T01:00:00Z');

function covers(
  scopes: readonly ListingScope[],
  subject: Case = CASE,
  prefix: string | null = 'inv',
  time: number = RUN,
  { basis, fileTime }: { basis: AsOf['basis']; fileTime: number | null } = { basis: 'given', fileTime: null },
): boolean {
  const source: SourceTally = { ...createTally('list.json'), kind: 'listing', to: WHOLE.newest, modified: fileTime };
  const at = { source, line: null, record: null };
  const gathered = { listings: scopes.map((scope) => ({ scope, objects: [], at })) } as unknown as Gathered;
  return listingScopes(subject, { time: subject.now, basis }, gathered, []).coversPlace(
    { bucket: 'acme-reports', prefix },
    time,
  );
}

describe('a listing speaks for absence', () => {
  it('in its own bucket and under its own prefix', () => {
    expect(covers([WHOLE])).toBe(true);
    expect(covers([{ ...WHOLE, prefix: null }])).toBe(true);
    expect(covers([{ ...WHOLE, prefix: 'inv/acme-lake/daily-full/2026-02-1' }])).toBe(true);
    expect(covers([{ ...WHOLE, prefix: 'inv/acme-lake/daily-full/2026-02-0' }])).toBe(false);
    expect(covers([WHOLE], CASE, 'elsewhere')).toBe(false);
    expect(covers([{ ...WHOLE, bucket: 'other' }])).toBe(false);
  });

  it('of the case’s bucket when it names none', () => {
    expect(covers([{ ...WHOLE, bucket: null }])).toBe(true);
  });

  it('only when it is whole', () => {
    expect(covers([{ ...WHOLE, isTruncated: true }])).toBe(false);
    expect(covers([{ ...WHOLE, incomplete: true }])).toBe(false);
    expect(covers([{ ...WHOLE, delimiter: '/' }])).toBe(false);
    expect(covers([{ ...WHOLE, startAfter: 'inv/x' }])).toBe(false);
    expect(covers([])).toBe(false);
  });

  it('when its pages complete each other', () => {
    const first = { ...WHOLE, isTruncated: true, nextContinuationToken: 'T2' };
    const second = { ...WHOLE, continuationToken: 'T2' };
    expect(covers([second, first])).toBe(true);
    expect(covers([first, { ...second, continuationToken: 'T3' }])).toBe(false);
    expect(covers([second])).toBe(false);
  });

  it('of nothing later than its newest object, unless now is given', () => {
    const unsaid = { basis: 'evidence', fileTime: null } as const;
    expect(covers([WHOLE], CASE, 'inv', Date.parse('2026-02-14T01:00:00Z'), unsaid)).toBe(true);
    expect(covers([WHOLE], CASE, 'inv', Date.parse('2026-02-16T01:00:00Z'), unsaid)).toBe(false);
    expect(covers([WHOLE], CASE, 'inv', Date.parse('2026-02-16T01:00:00Z'))).toBe(true);
  });

  it('up to the time at which it was saved, where that is later than what is in it', () => {
    const saved = { basis: 'file-time', fileTime: Date.parse('2026-02-17T09:00:00Z') } as const;
    expect(covers([WHOLE], CASE, 'inv', Date.parse('2026-02-16T01:00:00Z'), saved)).toBe(true);
    expect(covers([WHOLE], CASE, 'inv', Date.parse('2026-02-18T01:00:00Z'), saved)).toBe(false);
    const lost = { basis: 'file-time', fileTime: Date.UTC(1985, 9, 26) } as const;
    expect(covers([WHOLE], CASE, 'inv', Date.parse('2026-02-14T01:00:00Z'), lost)).toBe(true);
    expect(covers([WHOLE], CASE, 'inv', Date.parse('2026-02-16T01:00:00Z'), lost)).toBe(false);
  });
});
