import { describe, expect, it } from 'vitest';
import { DAY } from '../../../src/instant.ts';
import type { Sighting } from '../../../src/sightings/sighting.ts';
import { writeChecklist } from '../../../src/verdict/checklist/checklist.ts';
import type { Need } from '../../../src/verdict/checklist/need.ts';
import type { Limit } from '../../../src/verdict/conditions/condition.ts';
import type { Verdict } from '../../../src/verdict/judged-incident.ts';
import {
  ALLOWING,
  CASE,
  callOf,
  DENYING,
  evidence,
  KEY,
  keyCall,
  putConfiguration,
  putKeyPolicy,
  putPolicy,
  refusedWrite,
} from '../../timeline/made-evidence.ts';
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
    const key = { cases: [{ ...CASE, encryption: KEY }] };
    const ofKey = (...sightings: readonly Sighting[]) =>
      told(sightings, UNTIL_13, key).missing.flatMap(({ what }) =>
        what.includes('key') && what.endsWith('now') ? [what] : [],
      );
    expect(ofKey()).toEqual([`the policy of key ${KEY} as it is now`, `the state of key ${KEY} as it is now`]);
    expect(ofKey(keyCall('2026-02-02T09:00:00Z', 'EnableKey'))).toEqual([`the policy of key ${KEY} as it is now`]);
    expect(ofKey(putKeyPolicy('2026-02-02T09:00:00Z', ALLOWING))).toEqual([`the state of key ${KEY} as it is now`]);
    expect(documents()).toContain('the bucket policy of acme-reports as it is now');
    expect(documents(putPolicy('2026-02-18T09:00:00Z', DENYING))).not.toContain(
      'the bucket policy of acme-reports as it is now',
    );
  });
});

it('whether S3 was refused is asked of the access log, where no refusal is known', () => {
  const asks = (...sightings: readonly Sighting[]) =>
    told(sightings).missing.some(({ command }) => command?.includes('get-bucket-logging') === true);
  expect([asks(), asks(refusedWrite('2026-02-14T11:00:00Z'))]).toEqual([true, false]);
});

it('what tells most comes first, then what the first links need, and what one command gets once', () => {
  const { timeline, verdict, gathered } = told([putPolicy('2026-02-13T15:00:00Z', DENYING)]);
  const place = timeline.placeNow;
  const time = { from: timeline.case.now - DAY, to: timeline.case.now };
  const call = callOf(putPolicy('2026-02-13T15:00:00Z', DENYING));
  const needs: readonly Need[] = [
    { kind: 'refusals', place },
    { kind: 'selectors', link: 'destination-policy', place },
    { kind: 'written', link: 'destination-policy', place, call },
    { kind: 'files', link: 'destination-policy', place, ...time },
    { kind: 'trail', link: 'destination-policy', place, ...time },
    { kind: 'trail', link: 'destination-bucket', place, from: time.from - DAY, to: time.from },
    { kind: 'document', link: 'destination-policy', place },
    { kind: 'document', link: 'configuration', place },
    { kind: 'listing', place: { ...place, prefix: 'other' }, given: false },
  ];
  const limit: Limit = { atMost: 'possible', reason: '', liftedBy: '', needs };
  const incidents = verdict.incidents.map((incident) => ({
    ...incident,
    phases: incident.phases.map((phase) => ({
      ...phase,
      culprit: phase.culprit && { ...phase.culprit, judgement: { ...phase.culprit.judgement, limits: [limit] } },
    })),
  })) as unknown as Verdict['incidents'];
  const { missing, liftedBy } = writeChecklist({ timeline, verdict: { ...verdict, incidents }, gathered });
  expect(missing.map(({ command }) => command?.split(' ').slice(0, 3).join(' '))).toEqual([
    'aws s3api list-objects-v2',
    'aws s3api get-bucket-inventory-configuration',
    'aws cloudtrail lookup-events',
    'aws s3 sync',
    'aws configservice get-resource-config-history',
    'aws cloudtrail get-event-selectors',
    'aws s3api get-bucket-logging',
  ]);
  expect(missing[2]?.links).toEqual(['destination-bucket', 'destination-policy']);
  expect(liftedBy(limit)).toEqual(missing.map((_, index) => index));
  expect(liftedBy({ ...limit, needs: needs.slice(1, 2) })).toEqual([5]);
});
