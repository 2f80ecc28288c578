import type { Case } from '../case/case.ts';
import type { Delivery, Removal } from '../delivery-path/delivery.ts';
import { type Instant, MINUTE } from '../instant.ts';
import { parseDeliveryKey, runName, runTime } from '../profile/inventory/keys.ts';
import type { Gathered } from '../sightings/gather.ts';
import type { Position } from '../sources/tally.ts';
import { type Impossible, whyImpossible } from './impossible.ts';
import type { DeliveryCall } from './writes.ts';

/** The deliveries of a case, and what claimed to be one and cannot be. */
export interface FoundDeliveries {
  readonly deliveries: readonly Delivery[];
  readonly impossible: readonly Impossible[];
}

/** One trace of a manifest or checksum: which run it belongs to and, where known, when it arrived. */
interface Trace {
  readonly run: string;
  readonly bucket: string | null;
  readonly prefix: string | null;
  readonly manifestKey: string | null;
  /** How well this trace tells the arrival; lower is better. */
  readonly rank: 'checksum' | 'manifest' | 'checksum-write' | 'manifest-write' | 'content';
  readonly time: Instant | null;
  readonly approximate: boolean;
  readonly at: readonly Position[];
}

const RANKS: readonly Trace['rank'][] = ['checksum', 'manifest', 'checksum-write', 'manifest-write', 'content'];

/**
 * The deliveries of the case, one per run and bucket, in order of run: from listings (LastModified of
 * `manifest.checksum`, else of `manifest.json`), else from the record of a successful write, else from
 * a manifest's content, which proves the delivery but not its arrival. A delivery that was removed
 * later remains a delivery.
 */
export function collectDeliveries(
  subject: Case,
  gathered: Gathered,
  writes: readonly DeliveryCall[],
  graceMs: number,
): FoundDeliveries {
  const removals = collectRemovals(writes);
  const copies = writesByOthers(writes);
  const byRun = new Map<string, Trace[]>();
  const impossible: Impossible[] = [];
  const traces = [...listingTraces(subject, gathered), ...writeTraces(writes), ...manifestTraces(subject, gathered)];
  for (const trace of [...traces, ...removals.filter(({ run }) => !hasTrace(traces, run)).map(({ trace }) => trace)]) {
    const why = whyImpossible(trace.run, trace.time, subject.now);
    if (why !== null) {
      impossible.push({ what: `the manifest of run ${trace.run}`, why, at: trace.at });
      continue;
    }
    const dated = isArrival(trace, copies, graceMs) ? trace : { ...trace, time: null };
    const group = byRun.get(trace.run);
    if (group === undefined) byRun.set(trace.run, [dated]);
    else group.push(dated);
  }
  const deliveries = [...byRun.entries()]
    .flatMap(([run, group]) => splitByBucket(group).map((traces) => toDelivery(run, traces, removals)))
    .sort((a, b) => a.runTime - b.runTime || compareNullable(a.bucket, b.bucket));
  return { deliveries, impossible };
}

function hasTrace(traces: readonly Trace[], run: string): boolean {
  return traces.some((trace) => trace.run === run);
}

/** Manifests that somebody's own credentials wrote, by bucket and key: copies and replicas tell that a run was delivered, not when. */
function writesByOthers(writes: readonly DeliveryCall[]): ReadonlyMap<string, Instant> {
  return new Map(
    writes.flatMap(({ call, key, bucket }) =>
      call.action.kind === 'put-object' && call.succeeded && call.actor.arn !== null
        ? [[`${bucket}\n${key}`, call.time] as const]
        : [],
    ),
  );
}

/** Whether the time of a trace is the arrival of a report: not of a copy, and not later than reports come. */
function isArrival(trace: Trace, copies: ReadonlyMap<string, Instant>, graceMs: number): boolean {
  const { time, manifestKey, bucket, run } = trace;
  if (time === null) return true;
  const copied = ['json', 'checksum'].some((end) => {
    const key = manifestKey?.replace(/json$/, end);
    const at = copies.get(`${bucket}\n${key}`);
    const isListed = trace.rank === 'checksum' || trace.rank === 'manifest';
    return isListed && at !== undefined && Math.abs(at - time) <= MINUTE;
  });
  return !copied && time <= (runTime(run) ?? time) + graceMs;
}

function listingTraces(subject: Case, gathered: Gathered): Trace[] {
  return gathered.listings.flatMap(({ scope, objects }) =>
    objects.flatMap(({ object, key, at }): Trace[] => {
      if (
        key.run === null ||
        key.sourceBucket !== subject.sourceBucket ||
        key.configurationId !== subject.configurationId
      )
        return [];
      return [
        {
          run: key.run,
          bucket: scope.bucket,
          prefix: key.prefix,
          manifestKey: key.part === 'manifest' ? object.key : object.key.replace(/checksum$/, 'json'),
          rank: key.part === 'checksum' ? 'checksum' : 'manifest',
          time: object.lastModified,
          approximate: object.timeIsApproximate,
          at: [at],
        },
      ];
    }),
  );
}

function writeTraces(writes: readonly DeliveryCall[]): Trace[] {
  return writes.flatMap(({ call, key, parts, bucket }): Trace[] => {
    if (call.action.kind !== 'put-object' || !call.succeeded || parts.run === null) return [];
    // S3 delivers under no ARN: a copy or replica written by somebody's credentials is not a delivery.
    if (call.actor.arn !== null) return [];
    if (parts.part !== 'manifest' && parts.part !== 'checksum') return [];
    return [
      {
        run: parts.run,
        bucket,
        prefix: parts.prefix,
        manifestKey: key.replace(/checksum$/, 'json'),
        rank: `${parts.part}-write`,
        time: call.time,
        approximate: false,
        at: call.evidence,
      },
    ];
  });
}

/** A saved manifest names its source and, through its data files, its configuration; its timestamp is the run's, not the arrival's. */
function manifestTraces(subject: Case, gathered: Gathered): Trace[] {
  return gathered.manifests.flatMap(({ value, at }): Trace[] => {
    if (value.sourceBucket !== subject.sourceBucket) return [];
    const parts = value.fileKeys.map(parseDeliveryKey).find((key) => key !== null) ?? null;
    if (parts !== null && parts.configurationId !== subject.configurationId) return [];
    const run = runName(value.creationTimestamp);
    return [
      {
        run,
        bucket: value.destinationBucket,
        prefix: parts?.prefix ?? null,
        manifestKey: null,
        rank: 'content',
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

/** Removals of manifests, oldest first. */
function collectRemovals(writes: readonly DeliveryCall[]): RunRemoval[] {
  return writes.flatMap(({ call, key, parts, bucket }): RunRemoval[] => {
    if (call.action.kind !== 'delete-object' || !call.succeeded || parts.run === null) return [];
    if (parts.part !== 'manifest' && parts.part !== 'checksum') return [];
    const removal: Removal = { time: call.time, by: call.action.by, actorArn: call.actor.arn };
    const trace: Trace = {
      run: parts.run,
      bucket,
      prefix: parts.prefix,
      manifestKey: key.replace(/checksum$/, 'json'),
      rank: 'content',
      time: null,
      approximate: false,
      at: call.evidence,
    };
    return [{ run: parts.run, removal, trace }];
  });
}

/** Traces of one run in different buckets are different deliveries; traces without a bucket join whichever there is. */
function splitByBucket(traces: readonly Trace[]): Trace[][] {
  const named = [...new Set(traces.flatMap(({ bucket }) => (bucket === null ? [] : [bucket])))].sort();
  if (named.length <= 1) return [[...traces]];
  return named.map((bucket, index) =>
    traces.filter((trace) => trace.bucket === bucket || (trace.bucket === null && index === 0)),
  );
}

function toDelivery(run: string, traces: readonly Trace[], removals: readonly RunRemoval[]): Delivery {
  const ordered = [...traces].sort(
    (a, b) =>
      Number(a.time === null) - Number(b.time === null) ||
      RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank) ||
      Number(a.approximate) - Number(b.approximate) ||
      (a.time ?? 0) - (b.time ?? 0),
  );
  const best = ordered[0];
  const bucket = ordered.find((trace) => trace.bucket !== null)?.bucket ?? null;
  const isListed = traces.some(({ rank }) => rank === 'checksum' || rank === 'manifest');
  const removal = removals.findLast(
    (candidate) => candidate.run === run && (bucket === null || candidate.trace.bucket === bucket),
  );
  return {
    run,
    runTime: runTime(run) ?? 0,
    deliveredAt: best?.time ?? null,
    timeIsApproximate: best?.approximate ?? false,
    manifestKey: ordered.find((trace) => trace.manifestKey !== null)?.manifestKey ?? null,
    bucket,
    prefix: ordered.find((trace) => trace.prefix !== null)?.prefix ?? null,
    removed: isListed ? null : (removal?.removal ?? null),
    evidence: traces.flatMap(({ at }) => at),
  };
}

function compareNullable(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
