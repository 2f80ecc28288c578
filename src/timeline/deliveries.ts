import type { Case } from '../case/case.ts';
import type { Delivery, Removal } from '../delivery-path/delivery.ts';
import { type Instant, MINUTE } from '../instant.ts';
import type { DeliveryKeys, DeliveryProfile } from '../profile/profile.ts';
import type { ListedObject } from '../records/item.ts';
import type { Gathered } from '../sightings/gather.ts';
import { isByAnother } from '../sightings/writer.ts';
import type { Position } from '../sources/tally.ts';
import { type Impossible, whyImpossible } from './impossible.ts';
import type { DeliveryCall } from './writes.ts';

/** The deliveries of a case, and what claimed to be one and cannot be. */
export interface FoundDeliveries {
  readonly deliveries: readonly Delivery[];
  readonly impossible: readonly Impossible[];
}

/** One trace of a marker: which run it belongs to and, where known, when it arrived. */
interface Trace {
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

const RANKS: readonly Trace['rank'][0][] = ['listed', 'write', 'content'];

/**
 * The deliveries of the case, one per run and bucket, in order of run: from listings (LastModified of
 * the surest marker), else from the record of a successful write, else from a manifest's content, which proves the
 * delivery but not its arrival. A delivery that was removed later remains a delivery.
 */
export function collectDeliveries(
  subject: Case,
  gathered: Gathered,
  writes: readonly DeliveryCall[],
  graceMs: number,
): FoundDeliveries {
  const { keys, words } = subject.profile;
  const removals = [...markedRemovals(subject, gathered), ...collectRemovals(writes, keys)];
  const copies = writesByOthers(writes, subject.profile);
  const byRun = new Map<string, Trace[]>();
  const impossible: Impossible[] = [];
  const traces = [
    ...listingTraces(subject, gathered),
    ...writeTraces(writes, subject.profile),
    ...manifestTraces(subject, gathered),
  ];
  for (const trace of [...traces, ...removals.filter(({ run }) => !hasTrace(traces, run)).map(({ trace }) => trace)]) {
    const why = whyImpossible(trace.run, trace.time, subject);
    if (why !== null) {
      impossible.push({ what: `the ${words.marker} of run ${trace.run}`, why, at: trace.at });
      continue;
    }
    const dated = isArrival(trace, copies, graceMs, keys) ? trace : { ...trace, time: null };
    const group = byRun.get(trace.run);
    if (group === undefined) byRun.set(trace.run, [dated]);
    else group.push(dated);
  }
  const deliveries = [...byRun.entries()]
    .flatMap(([run, group]) =>
      splitByBucket(group).map((traces) => toDelivery(run, keys.runTime(run) ?? 0, traces, removals)),
    )
    .sort((a, b) => a.runTime - b.runTime || compareNullable(a.bucket, b.bucket));
  return { deliveries, impossible };
}

function hasTrace(traces: readonly Trace[], run: string): boolean {
  return traces.some((trace) => trace.run === run);
}

/** Manifests that somebody's own credentials wrote, by bucket and key: copies and replicas tell that a run was delivered, not when. */
function writesByOthers(writes: readonly DeliveryCall[], { writer }: DeliveryProfile): ReadonlyMap<string, Instant> {
  return new Map(
    writes.flatMap(({ call, key, bucket }) =>
      call.action.kind === 'put-object' && call.succeeded && isByAnother(call.actor, writer)
        ? [[`${bucket}\n${key}`, call.time] as const]
        : [],
    ),
  );
}

/** Whether the time of a trace is the arrival of a report: not of a copy, and not later than reports come. */
function isArrival(trace: Trace, copies: ReadonlyMap<string, Instant>, graceMs: number, keys: DeliveryKeys): boolean {
  const { time, manifestKey, bucket, run } = trace;
  if (time === null) return true;
  const markers = isListed(trace) && manifestKey !== null ? keys.markers(manifestKey) : [];
  const copied = markers.some((key) => {
    const at = copies.get(`${bucket}\n${key}`);
    return at !== undefined && Math.abs(at - time) <= MINUTE;
  });
  return !copied && time <= (keys.runTime(run) ?? time) + graceMs;
}

function isListed({ rank }: Trace): boolean {
  return rank[0] === 'listed';
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

interface ListedMarker {
  readonly object: ListedObject;
  readonly run: string;
  readonly bucket: string | null;
  readonly prefix: string;
  readonly at: Position;
}

/** The markers of the case's deliveries that listings show, versions and delete markers of them included. */
function listedMarkers(subject: Case, gathered: Gathered): ListedMarker[] {
  return gathered.listings.flatMap(({ scope: { bucket }, objects }) =>
    objects.flatMap(({ object, key: { run, prefix, sourceBucket, configurationId }, at }) =>
      run === null || sourceBucket !== subject.sourceBucket || configurationId !== subject.configurationId
        ? []
        : [{ object, run, bucket, prefix, at }],
    ),
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

interface RunRemoval {
  readonly run: string;
  readonly removal: Removal;
  readonly trace: Trace;
}

/** Removals of manifests by calls and lifecycle rules, oldest first. */
function collectRemovals(writes: readonly DeliveryCall[], keys: DeliveryKeys): RunRemoval[] {
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

/** What a removal tells of what it removed: that it was there. */
function removedTrace(
  { key, ...removed }: Pick<Trace, 'run' | 'bucket' | 'prefix' | 'at'> & { readonly key: string },
  keys: DeliveryKeys,
): Trace {
  const manifestKey = markerOf(key, keys).shown;
  return { ...removed, manifestKey, rank: ['content', 0], isThere: false, time: null, approximate: false };
}

/** Traces of one run in different buckets are different deliveries; traces without a bucket join whichever there is. */
function splitByBucket(traces: readonly Trace[]): Trace[][] {
  const named = [...new Set(traces.flatMap(({ bucket }) => (bucket === null ? [] : [bucket])))].sort();
  if (named.length <= 1) return [[...traces]];
  return named.map((bucket, index) =>
    traces.filter((trace) => trace.bucket === bucket || (trace.bucket === null && index === 0)),
  );
}

function toDelivery(
  run: string,
  runTime: Instant,
  traces: readonly Trace[],
  removals: readonly RunRemoval[],
): Delivery {
  const ordered = [...traces].sort(
    (a, b) =>
      Number(a.time === null) - Number(b.time === null) ||
      RANKS.indexOf(a.rank[0]) - RANKS.indexOf(b.rank[0]) ||
      a.rank[1] - b.rank[1] ||
      Number(a.approximate) - Number(b.approximate) ||
      (a.time ?? 0) - (b.time ?? 0),
  );
  const best = ordered[0];
  const bucket = ordered.find((trace) => trace.bucket !== null)?.bucket ?? null;
  const removal = removals.findLast(
    (candidate) => candidate.run === run && [null, bucket].includes(bucket === null ? null : candidate.trace.bucket),
  );
  return {
    run,
    runTime,
    deliveredAt: best?.time ?? null,
    timeIsApproximate: best?.approximate ?? false,
    manifestKey: ordered.find((trace) => trace.manifestKey !== null)?.manifestKey ?? null,
    bucket,
    prefix: ordered.find((trace) => trace.prefix !== null)?.prefix ?? null,
    removed: traces.some(({ isThere }) => isThere) ? null : (removal?.removal ?? null),
    evidence: traces.flatMap(({ at }) => at),
  };
}

function compareNullable(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
