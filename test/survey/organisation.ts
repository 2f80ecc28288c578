import type { JsonObject } from '../../src/json.ts';
import { DANA, SAMI } from '../fabricate/cases/stage.ts';
import { DESTINATION_ACCOUNT, SOURCE_ACCOUNT } from '../fabricate/cast.ts';
import { type Delivery, deliveryOf, objectsOf } from '../fabricate/delivery.ts';
import type { TrailEvent } from '../fabricate/events/event.ts';
import { putBucketPolicy, putInventoryConfiguration } from '../fabricate/events/s3.ts';
import { type EvidenceFile, recordsFile } from '../fabricate/evidence-file.ts';
import { configurationInEvent } from '../fabricate/inventory.ts';
import { listObjects } from '../fabricate/listing.ts';
import { denyOutsideOffice, policy } from '../fabricate/policies.ts';
import { quietTrail } from '../fabricate/trail-traffic.ts';

/*
 * A data platform: many sources of one account are inventoried into three buckets of another. Looked at on Friday
 * 20 February 2026 at noon. `acme-rep-a` is closed on the 10th, `acme-rep-b` is well. In `acme-rep-c` three sources are shut out
 * on the 12th, let in again too late for the run of the 13th, and an hour later the bucket is closed to all.
 */
export const NOW = '2026-02-20T12:00:00Z';
export const CLOSES_A = '2026-02-10T15:20:00Z';
export const SHUTS_OUT = '2026-02-12T15:20:00Z';
const LETS_IN = '2026-02-13T20:00:00Z';
export const CLOSES_C = '2026-02-13T21:00:00Z';
export const DISABLES = '2026-02-11T16:00:00Z';
const CREATES = '2026-02-14T09:00:00Z';

export interface Member {
  readonly source: string;
  readonly id: string;
  readonly bucket: 'acme-rep-a' | 'acme-rep-b' | 'acme-rep-c';
  readonly fate: 'closed-a' | 'well' | 'weekly' | 'shut-out' | 'closed-c' | 'disabled' | 'never';
}

/** Sixty configurations of forty sources. */
export function members(): readonly Member[] {
  const first = Array.from({ length: 40 }, (_, index): Member => {
    const source = `acme-src-${String(index).padStart(2, '0')}`;
    const id = 'daily-full';
    if (index < 14) return { source, id, bucket: 'acme-rep-a', fate: 'closed-a' };
    if (index === 14) return { source, id, bucket: 'acme-rep-b', fate: 'disabled' };
    if (index < 27) return { source, id, bucket: 'acme-rep-b', fate: 'well' };
    return { source, id, bucket: 'acme-rep-c', fate: index < 30 ? 'shut-out' : 'closed-c' };
  });
  const second = Array.from({ length: 20 }, (_, index): Member => {
    const source = `acme-src-${String(index).padStart(2, '0')}`;
    if (index === 19) return { source, id: 'new-one', bucket: 'acme-rep-a', fate: 'never' };
    return { source, id: 'weekly-audit', bucket: 'acme-rep-b', fate: 'weekly' };
  });
  return [...first, ...second];
}

export function evidenceOf(all: readonly Member[]): EvidenceFile[] {
  const by = (bucket: Member['bucket']) => all.filter((member) => member.bucket === bucket);
  const listings = (['acme-rep-a', 'acme-rep-b', 'acme-rep-c'] as const).map((bucket) =>
    listObjects(
      `listing-${bucket}.json`,
      by(bucket).flatMap((member, index) =>
        deliveriesOf(member, index).flatMap((delivery) => objectsOf(delivery, placeOf(member))),
      ),
      { bucket },
    ),
  );
  const allowed = [...new Set(all.map(({ source }) => source))];
  const shutOut = all.filter(({ fate }) => fate === 'shut-out').map(({ source }) => source);
  const put = (time: string, bucket: string, document: JsonObject) =>
    putBucketPolicy({ time, by: DANA, bucket, policy: document, salt: bucket });
  const configure = (time: string, { source, id, bucket }: Member, enabled: boolean) =>
    putInventoryConfiguration({
      time,
      by: SAMI,
      bucket: source,
      id,
      salt: `${source}/${id}`,
      configuration: configurationInEvent({
        id,
        bucket,
        prefix: 'inv',
        enabled,
        encryption: 'SSE-S3',
        frequency: id === 'weekly-audit' ? 'Weekly' : 'Daily',
      }),
    });
  const changes: TrailEvent[] = [
    ...(['acme-rep-a', 'acme-rep-b', 'acme-rep-c'] as const).map((bucket) =>
      put('2026-02-01T12:00:00Z', bucket, policy(allow(bucket, allowed))),
    ),
    put(CLOSES_A, 'acme-rep-a', policy(allow('acme-rep-a', allowed), denyAllOf('acme-rep-a'))),
    put(
      SHUTS_OUT,
      'acme-rep-c',
      policy(
        allow(
          'acme-rep-c',
          allowed.filter((name) => !shutOut.includes(name)),
        ),
      ),
    ),
    put(LETS_IN, 'acme-rep-c', policy(allow('acme-rep-c', allowed))),
    put(CLOSES_C, 'acme-rep-c', policy(allow('acme-rep-c', allowed), denyAllOf('acme-rep-c'))),
  ];
  const configurations: TrailEvent[] = all.flatMap((member) => [
    ...(member.fate === 'never'
      ? [configure(CREATES, member, true)]
      : [configure('2026-02-01T12:05:00Z', member, true)]),
    ...(member.fate === 'disabled' ? [configure(DISABLES, member, false)] : []),
  ]);
  const days = { first: '2026-02-01', last: '2026-02-19' };
  const trail = (account: string, events: readonly TrailEvent[]) =>
    recordsFile(
      `cloudtrail-${account}.json`,
      [...quietTrail({ account, ...days }), ...events].sort((a, b) => (a.eventTime < b.eventTime ? -1 : 1)),
    );
  return [...listings, trail(DESTINATION_ACCOUNT, changes), trail(SOURCE_ACCOUNT, configurations)];
}

function placeOf({ source, id, bucket }: Member) {
  return { source, id, bucket, prefix: 'inv' };
}

/** Reports come between nine and eleven hours after their run began. */
function deliveriesOf({ fate }: Member, index: number): Delivery[] {
  const days = Array.from({ length: 18 }, (_, day) => `2026-02-${String(day + 2).padStart(2, '0')}`);
  const until = {
    'closed-a': '2026-02-10',
    'shut-out': '2026-02-12',
    'closed-c': '2026-02-13',
    disabled: '2026-02-11',
  };
  const last = fate in until ? until[fate as keyof typeof until] : '2026-02-19';
  return days
    .filter((day) => fate !== 'never' && day <= last && (fate !== 'weekly' || new Date(day).getUTCDay() === 0))
    .map((day, number) => deliveryOf(day, 9 * 60 + ((index * 7 + number * 13) % 120)));
}

function allow(bucket: string, sources: readonly string[]): JsonObject {
  return {
    Sid: 'InventoryDelivery',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
    Condition: {
      ArnLike: { 'aws:SourceArn': sources.map((source) => `arn:aws:s3:::${source}`) },
      StringEquals: { 'aws:SourceAccount': SOURCE_ACCOUNT },
    },
  };
}

function denyAllOf(bucket: string): JsonObject {
  return { ...denyOutsideOffice(), Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`] };
}
