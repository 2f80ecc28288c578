import type { Case } from '../case/case.ts';
import type { Delivery } from '../delivery-path/delivery.ts';
import { addTo } from '../groups.ts';
import { type Instant, MINUTE } from '../instant.ts';
import type { DeliveryKeys, DeliveryProfile } from '../profile/profile.ts';
import type { Gathered } from '../sightings/gather.ts';
import { isByAnother } from '../sightings/writer.ts';
import { type Impossible, whyImpossible } from './impossible.ts';
import { collectRemovals, collectTraces, type RunRemoval, type Trace } from './traces.ts';
import type { DeliveryCall } from './writes.ts';

/** The deliveries of a case, and what claimed to be one and cannot be. */
export interface FoundDeliveries {
  readonly deliveries: readonly Delivery[];
  readonly impossible: readonly Impossible[];
}

const RANKS: readonly Trace['rank'][0][] = ['listed', 'write', 'content'];

/**
 * The deliveries of the case, one per run and bucket, in order of run: from listings (LastModified of
 * the surest marker), else from the record of a successful write, else from a manifest's content, which proves the
 * delivery but not its arrival. A delivery that was removed later remains a delivery. A delete marker that no version lies
 * behind tells of none: S3 puts one over what never was as well.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
 */
export function collectDeliveries(
  subject: Case,
  gathered: Gathered,
  writes: readonly DeliveryCall[],
  graceMs: number,
): FoundDeliveries {
  const { keys, words } = subject.profile;
  const removals = collectRemovals(subject, gathered, writes);
  const copies = writesByOthers(writes, subject.profile);
  const byRun = new Map<string, Trace[]>();
  const impossible: Impossible[] = [];
  const traces = collectTraces(subject, gathered, writes);
  const removed: Trace[] = [];
  for (const { run, removal, trace } of removals) {
    if (hasTrace(traces, run) || removal.by === 'delete-marker') continue;
    if (removal.time >= (keys.runTime(run) ?? 0)) removed.push(trace);
    else impossible.push({ what: `the removal of run ${run}`, why: 'it is older than the run', at: trace.at });
  }
  for (const trace of [...traces, ...removed]) {
    const why = whyImpossible(trace.run, trace.time, subject);
    if (why !== null) {
      impossible.push({ what: `the ${words.marker} of run ${trace.run}`, why, at: trace.at });
      continue;
    }
    addTo(byRun, trace.run, isArrival(trace, copies, graceMs, keys) ? trace : { ...trace, time: null });
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
