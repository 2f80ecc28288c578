import { startOfUtcDay } from '../instant.ts';
import type { Timeline } from '../timeline/build.ts';
import { firstSundayAfter } from '../timeline/runs.ts';
import type { JudgedIncident } from './judged-incident.ts';

/** How the case stands at `now`. */
export type Outcome =
  | 'delivering'
  | 'broken'
  | 'recovered'
  /** Disabled, deleted, moved to where it delivers, or made weekly: nothing denies. */
  | 'stopped-by-configuration'
  /** Created, nothing delivered yet, and the first deadline has not passed. */
  | 'pending-first-delivery'
  | 'never-delivered'
  /** The evidence cannot tell whether deliveries happened. */
  | 'indeterminate';

/** The outcome of the case as a whole. */
export function outcomeOf(timeline: Timeline, incidents: readonly JudgedIncident[]): Outcome {
  const { runs } = timeline;
  const known = runs.filter(({ status }) => status === 'delivered' || status === 'missed');
  const delivered = runs.some(({ status }) => status === 'delivered');
  const lastKnown = known[known.length - 1];
  const dueUnknown = runs.some(
    (run) => run.status === 'unknown' && (lastKnown === undefined || run.time > lastKnown.time),
  );
  if (!delivered && timeline.configuration.creation !== null) {
    if (lastKnown !== undefined) return 'never-delivered';
    return runs.some(({ status }) => status === 'unknown') ? 'indeterminate' : 'pending-first-delivery';
  }
  if (dueUnknown || lastKnown === undefined) return 'indeterminate';
  const last = incidents[incidents.length - 1];
  if (last === undefined) return 'delivering';
  if (last.incident.status === 'recovered') return 'recovered';
  return isStoppedByConfiguration(last) ? 'stopped-by-configuration' : 'broken';
}

/** Stopped by a change of the configuration and by nothing that denies; a weekly one only until its first Sunday run is overdue. */
function isStoppedByConfiguration({ incident, culprit, cause, stillDenied }: JudgedIncident): boolean {
  if (cause?.link !== 'configuration' || stillDenied !== null) return false;
  switch (cause.decision) {
    case 'disabled':
    case 'deleted':
    case 'moved':
      return true;
    case 'rescheduled': {
      const [first] = incident.missed;
      const sunday = firstSundayAfter(culprit?.suspect.call.time ?? first.time, first.time - startOfUtcDay(first.time));
      return !incident.missed.some(({ time }) => time >= sunday);
    }
    default:
      return false;
  }
}
