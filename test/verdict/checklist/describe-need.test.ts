import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/case/case.ts';
import type { LinkSubject } from '../../../src/delivery-path/link-logs.ts';
import type { Place } from '../../../src/delivery-path/place.ts';
import { DAY } from '../../../src/instant.ts';
import { INVENTORY_PROFILE } from '../../../src/profile/inventory/inventory.ts';
import { describeNeed } from '../../../src/verdict/checklist/describe-need.ts';
import { type Need, trailOf } from '../../../src/verdict/checklist/need.ts';

const NOW = Date.UTC(2026, 1, 20, 12);
const KEY = 'arn:aws:kms:eu-west-1:777788889999:key/1f0c7b52-4e1a-4b6e-9d55-3a0c8e2b7f41';
const PLACE: Place = {
  bucket: 'acme-reports',
  prefix: 'inv',
  encryption: { type: 'SSE-KMS', keyId: KEY },
  format: null,
};

function subject(over: Partial<Case> = {}, regions: Readonly<Record<string, string>> = {}): LinkSubject {
  return {
    case: {
      profile: INVENTORY_PROFILE,
      sourceBucket: 'acme-lake',
      sourceAccount: '111122223333',
      destinationBucket: 'acme-reports',
      destinationAccount: '444455556666',
      destinationPrefix: 'inv',
      configurationId: 'daily-full',
      frequency: 'Daily',
      encryption: KEY,
      now: NOW,
      ...over,
    },
    changes: [],
    bucketRegion: new Map(Object.entries(regions)),
  };
}

function commands(need: Need, of: LinkSubject = subject({}, { 'acme-reports': 'eu-west-1' })): (string | null)[] {
  return describeNeed(need, of, 'link' in need ? [need.link] : []).map(({ fetch }) => fetch?.command ?? null);
}

describe('the command for a trail', () => {
  const stretch = { from: Date.UTC(2026, 1, 9, 13), to: Date.UTC(2026, 1, 11) };

  it('names resource, time, Region, whose credentials and the form of the output', () => {
    expect(commands(trailOf('destination-policy', PLACE, stretch))).toEqual([
      'aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=acme-reports --start-time 2026-02-09T13:00:00Z --end-time 2026-02-11T00:00:00Z --region eu-west-1 --profile PROFILE-OF-444455556666 --output json',
    ]);
    expect(commands(trailOf('key-policy', PLACE, stretch))).toEqual([
      `aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=${KEY} --start-time 2026-02-09T13:00:00Z --end-time 2026-02-11T00:00:00Z --region eu-west-1 --profile PROFILE-OF-777788889999 --output json`,
    ]);
  });

  it('leaves to the reader what is not known, and says whose it is', () => {
    const [command] = commands(trailOf('configuration', PLACE, stretch), subject({ sourceAccount: null }));
    expect(command).toContain(' --region REGION --profile PROFILE-OF-SOURCE-OWNER ');
    expect(commands(trailOf('configuration', PLACE, stretch), subject({ sourceBucket: null }))).toEqual([null]);
  });

  it('asks event history for the last 90 days only, and the trail for what is older', () => {
    const old = { from: NOW - 100 * DAY, to: NOW };
    const [history, files, ...rest] = describeNeed(
      trailOf('destination-policy', PLACE, old),
      subject({}, { 'acme-reports': 'eu-west-1' }),
      ['destination-policy'],
    );
    expect(history?.fetch?.command).toContain('--start-time 2025-11-22T12:00:00Z --end-time 2026-02-20T12:00:00Z');
    expect(files?.fetch?.command).toBe(
      "aws s3 sync s3://TRAIL-BUCKET/AWSLogs/444455556666/CloudTrail/eu-west-1/ cloudtrail-444455556666-eu-west-1/ --exclude '*' --include '2025/11/*' --profile PROFILE-OF-444455556666",
    );
    expect(files?.reason).toContain('90 days');
    expect(rest).toEqual([]);
  });

  it('names no more than twelve folders, however long the time', () => {
    const [, command] = commands(trailOf('destination-policy', PLACE, { from: Date.UTC(1980, 0), to: NOW }));
    expect(command?.match(/--include/g)?.length).toBe(12);
  });
});

describe('a command', () => {
  it('quotes every name for the shell', () => {
    const hostile = subject({ configurationId: "x'; rm -rf ~ #", destinationPrefix: '$(id)' });
    expect(commands({ kind: 'document', link: 'configuration', place: PLACE }, hostile)).toEqual([
      "aws s3api get-bucket-inventory-configuration --bucket acme-lake --id 'x'\\''; rm -rf ~ #' --region REGION --profile PROFILE-OF-111122223333 --output json",
    ]);
    const place = { ...PLACE, bucket: 'a`b`', prefix: '$(id)' };
    const [listing] = describeNeed({ kind: 'listing', place, given: false }, hostile, []);
    expect(listing?.fetch?.command).toContain("--bucket 'a`b`' --prefix '$(id)/acme-lake/x'\\''; rm -rf ~ #/'");
    expect(listing?.fetch?.file).toBe('listing-a_b_.json');
  });

  it('lists the whole bucket while it is not known below which prefix the reports lie', () => {
    const place = { ...PLACE, prefix: null };
    expect(commands({ kind: 'listing', place, given: false })).toEqual([
      'aws s3api list-objects-v2 --bucket acme-reports --region eu-west-1 --profile PROFILE-OF-444455556666 --output json',
    ]);
  });
});
