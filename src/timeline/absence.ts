import type { Case } from '../case/case.ts';
import { type ConfigurationHistory, configurationAt, isStopped } from '../delivery-path/configuration-state.ts';
import { isSameSpot, type Place, placeOf } from '../delivery-path/place.ts';
import { DAY, type Instant } from '../instant.ts';
import { type Call, isDisputed } from '../sightings/call.ts';
import type { ListingScopes } from './listing-scopes.ts';
import type { Run, RunInputs } from './runs.ts';

/** A run that was in progress when the configuration was stopped is over by then. */
const IN_PROGRESS = 2 * DAY;

/**
 * Neither disabled nor deleted by an event, as far as no run arrived under it, or was refused once those in progress were
 * over, nor withheld by a change to weekly.
 */
export function isDue(
  {
    configuration,
    cadence,
    deliveries,
    denied,
  }: Pick<RunInputs, 'configuration' | 'cadence' | 'deliveries' | 'denied'>,
  time: Instant,
): boolean {
  const step = configurationAt(configuration, time);
  const index = configuration.steps.indexOf(step);
  const end = configuration.steps[index + 1]?.from ?? Number.POSITIVE_INFINITY;
  const from = step.from ?? 0;
  const isOff =
    step.state.basis === 'event' &&
    isStopped(step.state) &&
    !deliveries.some(({ runTime }) => runTime >= from && runTime < end) &&
    !denied.some((attempt) => attempt.time > from + IN_PROGRESS && attempt.time < end);
  return !isOff && cadence.rescheduledBy(time, index) === null;
}

/** Which runs are shown not to have arrived, or not to have been due. */
export function absenceOf({
  subject,
  configuration,
  listings,
  calls,
  named,
  lastSeenRunning,
  absentBuckets,
}: {
  readonly subject: Case;
  readonly configuration: ConfigurationHistory;
  readonly listings: ListingScopes;
  readonly calls: readonly Call[];
  readonly named: Pick<Place, 'bucket' | 'prefix'> | null;
  readonly lastSeenRunning: Instant;
  /** Buckets that AWS says are not there, since when is not known. */
  readonly absentBuckets: ReadonlySet<string>;
}): (run: Pick<Run, 'time' | 'write'>) => boolean {
  const { unseenState } = configuration;
  return ({ time, write }) => {
    const began = configurationAt(configuration, time).state;
    const ended = configurationAt(configuration, write.to).state;
    if (began.basis === 'event' && isStopped(began)) return true;
    if (unseenState !== null && isStopped(unseenState) && time > lastSeenRunning) return true;
    const place = placeOf(began, subject);
    if (isBucketAbsent(calls, place.bucket, time, write.to)) return true;
    if (place.bucket !== null && absentBuckets.has(place.bucket) && time > lastSeenRunning) return true;
    const places = isStopped(ended) ? [place] : [place, placeOf(ended, subject)];
    return places.every((where) => {
      if (listings.coversAbsence(where, time)) return true;
      // Moved away from where the case looks: what is missing there is missing, wherever it went.
      return (
        named !== null &&
        !isSameSpot(where, named) &&
        listings.coversAbsence(
          placeOf({ ...began, destinationBucket: named.bucket, destinationPrefix: named.prefix }, subject),
          time,
        )
      );
    });
  };
}

/** Whether the destination is known to have been absent from one moment to another. */
function isBucketAbsent(calls: readonly Call[], bucket: string | null, from: Instant, to: Instant): boolean {
  const own = calls.filter(
    ({ action, succeeded }) =>
      succeeded &&
      bucket !== null &&
      (action.kind === 'create-bucket' || action.kind === 'delete-bucket') &&
      action.bucket === bucket,
  );
  const before = own.findLast(({ time }) => time <= from);
  return (
    before?.action.kind === 'delete-bucket' && !isDisputed(before) && !own.some(({ time }) => time > from && time <= to)
  );
}
