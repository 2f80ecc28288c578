import type { Case } from '../case/case.ts';
import type { Removal } from '../delivery-path/delivery.ts';
import type { Instant } from '../instant.ts';
import type { DeliveryKeys, DeliveryProfile } from '../profile/profile.ts';
import type { ListedObject } from '../records/item.ts';
import type { ObjectEvent } from '../records/notification/object-event.ts';
import type { Gathered } from '../sightings/gather.ts';
import { isByAnother } from '../sightings/writer.ts';
import type { Position } from '../sources/tally.ts';
import type { DeliveryCall } from './writes.ts';

/** One trace of a marker: which run it belongs to and, where known, when it arrived. */
export interface Trace {
  readonly run: string;
  readonly bucket: string | null;
  readonly prefix: string | null;
  readonly manifestKey: string | null;
  /** How well this trace tells the arrival: as listed, as a call wrote it, or not at all; then the surer marker. */
  readonly rank: readonly ['listed' | 'write' | 'content', number];
  /** A listing shows it as what its key holds. */
  readonly isThere: boolean;
  readonly time: Instant | null;
  readonly approximate: boolean;
  readonly at: readonly Position[];
}

/** Every trace of the case's deliveries: listed, told by S3, written, or their own content. */
export function collectTraces(subject: Case, gathered: Gathered, writes: readonly DeliveryCall[]): Trace[] {
  return [
    ...listingTraces(subject, gathered),
    ...toldTraces(subject, gathered),
    ...writeTraces(writes, subject.profile),
    ...manifestTraces(subject, gathered),
  ];
}

/** Every removal of a marker; of those of one run, what tells most comes last. */
export function collectRemovals(subject: Case, gathered: Gathered, writes: readonly DeliveryCall[]): RunRemoval[] {
  return [
    ...markedRemovals(subject, gathered),
    ...toldRemovals(subject, gathered),
    ...callRemovals(writes, subject.profile.keys),
  ];
}

/** The marker that is shown for all, and how sure one of them is. */
function markerOf(key: string, keys: DeliveryKeys): { readonly shown: string | null; readonly sureness: number } {
  const markers = keys.markers(key);
  return { shown: markers.at(-1) ?? null, sureness: markers.indexOf(key) };
}

function listingTraces(subject: Case, gathered: Gathered): Trace[] {
  return listedMarkers(subject, gathered).flatMap(({ object, run, bucket, prefix, at }): Trace[] => {
    if (object.version === 'delete-marker') return [];
    const marker = markerOf(object.key, subject.profile.keys);
    return [
      {
        run,
        bucket,
        prefix,
        manifestKey: marker.shown,
        rank: ['listed', marker.sureness],
        isThere: object.version === 'current',
        time: object.lastModified,
        approximate: object.timeIsApproximate,
        at: [at],
      },
    ];
  });
}

/** Arrivals as S3 told them; of what an identity wrote, a copy, only that it is there to be copied. */
function toldTraces(subject: Case, gathered: Gathered): Trace[] {
  return toldMarkers(subject, gathered).flatMap(({ event, run, prefix, at }): Trace[] => {
    if (event.what !== 'created') return [];
    const marker = markerOf(event.key, subject.profile.keys);
    return [
      {
        run,
        bucket: event.bucket,
        prefix,
        manifestKey: marker.shown,
        rank: ['write', marker.sureness],
        isThere: false,
        time: event.byIdentity ? null : event.time,
        approximate: false,
        at: [at],
      },
    ];
  });
}

function toldMarkers(
  subject: Case,
  { objectEvents }: Gathered,
): { readonly event: ObjectEvent; readonly run: string; readonly prefix: string; readonly at: Position }[] {
  return objectEvents.flatMap(({ event, key: { run, prefix, sourceBucket, configurationId }, at }) =>
    run === null || sourceBucket !== subject.sourceBucket || configurationId !== subject.configurationId
      ? []
      : [{ event, run, prefix, at }],
  );
}

interface ListedMarker {
  readonly object: ListedObject;
  readonly run: string;
  readonly bucket: string | null;
  readonly prefix: string;
  readonly at: Position;
}

/** The markers of the case's deliveries that listings show, versions and delete markers of them included. */
function listedMarkers(subject: Case, gathered: Gathered): ListedMarker[] {
  const listed = gathered.listings.flatMap(({ scope: { bucket }, objects }) =>
    objects.map((object) => ({ ...object, bucket })),
  );
  return [...listed, ...gathered.inventory].flatMap(
    ({ object, bucket, key: { run, prefix, sourceBucket, configurationId }, at }) =>
      run === null || sourceBucket !== subject.sourceBucket || configurationId !== subject.configurationId
        ? []
        : [{ object, run, bucket, prefix, at }],
  );
}

function writeTraces(writes: readonly DeliveryCall[], { keys, writer }: DeliveryProfile): Trace[] {
  return writes.flatMap(({ call, key, parts, bucket }): Trace[] => {
    if (call.action.kind !== 'put-object' || !call.succeeded || parts.run === null) return [];
    // A copy or replica written by somebody's credentials is not a delivery.
    if (parts.part !== 'marker' || isByAnother(call.actor, writer)) return [];
    const marker = markerOf(key, keys);
    return [
      {
        run: parts.run,
        bucket,
        prefix: parts.prefix,
        manifestKey: marker.shown,
        rank: ['write', marker.sureness],
        isThere: false,
        time: call.time,
        approximate: false,
        at: call.evidence,
      },
    ];
  });
}

/** A saved manifest names its source and, through its data files, its configuration; its timestamp is the run's, not the arrival's. */
function manifestTraces(subject: Case, gathered: Gathered): Trace[] {
  const { keys } = subject.profile;
  return gathered.manifests.flatMap(({ value, at }): Trace[] => {
    if (value.sourceBucket !== subject.sourceBucket) return [];
    const parts = value.fileKeys.map(keys.parse).find((key) => key !== null) ?? null;
    if (parts !== null && parts.configurationId !== subject.configurationId) return [];
    const run = keys.runName(value.creationTimestamp);
    return [
      {
        run,
        bucket: value.destinationBucket,
        prefix: parts?.prefix ?? null,
        manifestKey: null,
        rank: ['content', 0],
        isThere: false,
        time: null,
        approximate: false,
        at: [at],
      },
    ];
  });
}

export interface RunRemoval {
  readonly run: string;
  readonly removal: Removal;
  readonly trace: Trace;
}

/** Removals of manifests by calls and lifecycle rules, oldest first. */
function callRemovals(writes: readonly DeliveryCall[], keys: DeliveryKeys): RunRemoval[] {
  return writes.flatMap(({ call, key, parts: { run, part, prefix }, bucket }): RunRemoval[] => {
    if (call.action.kind !== 'delete-object' || !call.succeeded || run === null || part !== 'marker') return [];
    const removal: Removal = { time: call.time, by: call.action.by, actorArn: call.actor.arn };
    return [{ run, removal, trace: removedTrace({ run, bucket, prefix, key, at: call.evidence }, keys) }];
  });
}

/** Removals that listed delete markers show. */
function markedRemovals(subject: Case, gathered: Gathered): RunRemoval[] {
  return listedMarkers(subject, gathered)
    .filter(({ object }) => object.version === 'delete-marker')
    .sort((a, b) => a.object.lastModified - b.object.lastModified)
    .map(({ object: { key, lastModified }, run, bucket, prefix, at }) => ({
      run,
      removal: { time: lastModified, by: 'delete-marker', actorArn: null },
      trace: removedTrace({ run, bucket, prefix, key, at: [at] }, subject.profile.keys),
    }));
}

/** Removals as S3 told them, which names nobody. */
function toldRemovals(subject: Case, gathered: Gathered): RunRemoval[] {
  return toldMarkers(subject, gathered)
    .filter(({ event }) => event.what !== 'created')
    .sort((a, b) => a.event.time - b.event.time)
    .map(({ event: { what, key, time, bucket }, run, prefix, at }) => ({
      run,
      removal: { time, by: what === 'expired' ? 'lifecycle' : 'call', actorArn: null },
      trace: removedTrace({ run, bucket, prefix, key, at: [at] }, subject.profile.keys),
    }));
}

/** What a removal tells of what it removed: that it was there. */
function removedTrace(
  { key, ...removed }: Pick<Trace, 'run' | 'bucket' | 'prefix' | 'at'> & { readonly key: string },
  keys: DeliveryKeys,
): Trace {
  const manifestKey = markerOf(key, keys).shown;
  return { ...removed, manifestKey, rank: ['content', 0], isThere: false, time: null, approximate: false };
}
