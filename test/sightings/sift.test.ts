import { describe, expect, it } from 'vitest';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { parseAccessLogLine } from '../../src/records/access-log/parse-line.ts';
import type { EvidenceItem } from '../../src/records/item.ts';
import { createSieve } from '../../src/sightings/sift.ts';
import { createTally } from '../../src/sources/tally.ts';

describe('of equal deeds by equal callers', () => {
  it('a thread hands over one of each', () => {
    const sieve = createSieve(INVENTORY_PROFILE);
    const source = createTally('access.log');
    for (const record of [1, 2, 3]) {
      const line = parseAccessLogLine(
        `owner acme-reports [10/Feb/2026:13:46:0${record} +0000] 192.0.2.10 arn:aws:iam::444455556666:user/ops R${record} REST.PUT.BUCKETPOLICY - "PUT /?policy HTTP/1.1" 204 - - - 9 - "-" "-" -`,
      );
      if (!line.ok) throw new Error(line.reason);
      sieve.take({ kind: 'access-log', record: line.record, at: { source, line: record, record: null } });
    }
    const { sightings } = sieve.finish();
    expect(sightings).toHaveLength(3);
    expect(new Set(sightings.flatMap(({ action, actor }) => [action, actor])).size).toBe(2);
  });
});

describe('of the objects of a listing', () => {
  it('the sieve keeps the markers of deliveries alone, since threads hand over what it keeps', () => {
    const sieve = createSieve(INVENTORY_PROFILE);
    const at = { source: createTally('listing.json'), line: null, record: 1 };
    const [root, run] = ['inv/acme-lake/daily-full', '2026-02-01T01-00Z'];
    const keys = [
      ...Array.from({ length: 1_000 }, (_, index) => `${root}/data/${index}.csv.gz`),
      `${root}/${run}/manifest.json`,
      `${root}/${run}/manifest.checksum`,
      `${root}/${run}/manifest.txt`,
      'manifest.json',
    ];
    for (const key of keys) {
      const object = { key, version: 'current', lastModified: 0, timeIsApproximate: false } as const;
      sieve.take({ kind: 'listing-object', object, at } satisfies EvidenceItem);
    }
    const kept = sieve.finish().others;
    expect(kept.map((item) => (item.kind === 'listing-object' ? item.object.key : item.kind))).toEqual([
      `${root}/${run}/manifest.json`,
      `${root}/${run}/manifest.checksum`,
    ]);
  });
});
