import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../../src/sightings/sighting.ts';
import { DENYING, evidence, putConfiguration, putPolicy, refusedWrite } from '../../timeline/made-evidence.ts';
import { listing, told, UNTIL_13 } from '../told.ts';

describe('what is missing', () => {
  const listings = (
    sightings: readonly Sighting[],
    of: Parameters<typeof told>[2] = {},
    came: Readonly<Record<string, string>> = UNTIL_13,
  ) =>
    told(sightings, came, of).missing.flatMap(({ what, reason, command, file }) =>
      what.startsWith('a whole listing') ? [{ what, reason, command, file }] : [],
    );

  it('is the rest of a listing of the destination that was cut, not of another', () => {
    const cut = listing(UNTIL_13, { isTruncated: true });
    expect(listings([], cut)).toEqual([
      expect.objectContaining({ reason: expect.stringMatching(/^the listing that was given/) }),
    ]);
    const whole = evidence([], UNTIL_13).listings;
    const other = listing({}, { bucket: 'acme-other', isTruncated: true }).listings;
    expect(listings([], { listings: [...whole, ...other] })).toEqual([]);
    const unnamed = listing({}, { bucket: null, isTruncated: true }).listings;
    expect(listings([], { listings: unnamed })).toEqual([
      expect.objectContaining({ reason: expect.stringMatching(/^the listing that was given/) }),
    ]);
    expect(listings([], { listings: other })).toEqual([
      expect.objectContaining({ reason: expect.stringMatching(/^it shows which reports arrived/) }),
    ]);
  });

  it('are listings of all places that nothing looks at, each in a file of its own', () => {
    const places = [
      putConfiguration('2026-02-02T09:00:00Z'),
      putConfiguration('2026-02-14T09:00:00Z', { destinationPrefix: 'second' }),
      putConfiguration('2026-02-16T09:00:00Z', { destinationPrefix: 'third' }),
    ];
    const found = listings(places, listing(UNTIL_13, { prefix: 'inv/' }));
    expect(found.map(({ what }) => what)).toEqual([
      'a whole listing of s3://acme-reports/second/acme-lake/daily-full/',
      'a whole listing of s3://acme-reports/third/acme-lake/daily-full/',
    ]);
    expect(found.map(({ file }) => file)).toEqual(['listing-acme-reports.json', 'listing-acme-reports-2.json']);
    expect(found[1]?.command).toMatch(/ > listing-acme-reports-2\.json$/);
  });

  it('is nothing of the document that an event or AWS tells', () => {
    const documents = (...sightings: readonly Sighting[]) =>
      told([...sightings, refusedWrite('2026-02-14T11:00:00Z')], UNTIL_13).missing.flatMap(({ what }) =>
        what.endsWith('now') ? [what] : [],
      );
    expect(documents()).toContain('the bucket policy of acme-reports as it is now');
    expect(documents(putPolicy('2026-02-18T09:00:00Z', DENYING))).not.toContain(
      'the bucket policy of acme-reports as it is now',
    );
  });
});
