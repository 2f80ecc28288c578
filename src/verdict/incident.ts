import type { Delivery, DeniedAttempt } from '../delivery-path/delivery.ts';
import type { Instant } from '../instant.ts';
import type { Timeline } from '../timeline/build.ts';
import type { Run } from '../timeline/runs.ts';

/** A maximal stretch of missed runs, and what bounds it in time. */
export interface Incident {
  readonly status: 'ongoing' | 'recovered';
  readonly lastDelivery: Delivery | null;
  readonly missed: readonly [Run, ...Run[]];
  readonly nextDelivery: Delivery | null;
  /** Refused writes from the last delivery to the next, or to `now`. */
  readonly denied: readonly DeniedAttempt[];
  /** after < time of the break <= before. */
  readonly window: { readonly after: Instant | null; readonly before: Instant };
  /** What belongs to the incident comes after this: `window.after`, unless that is merely the first evidence, which may be the break itself. */
  readonly start: Instant | null;
}

/** The incidents of a timeline, in order of time; only a delivery ends one. */
export function findIncidents(timeline: Timeline): Incident[] {
  const incidents: Incident[] = [];
  let missed: Run[] = [];
  let last: Delivery | null = null;
  for (const run of timeline.runs) {
    if (run.status === 'missed') missed.push(run);
    else if (run.delivery !== null) {
      close(run.delivery);
      last = run.delivery;
    }
  }
  close(null);
  return incidents;

  function close(next: Delivery | null): void {
    const [first, ...rest] = missed;
    if (first !== undefined) incidents.push(describe(timeline, [first, ...rest], last, next));
    missed = [];
  }
}

function describe(
  timeline: Timeline,
  missed: Incident['missed'],
  previous: Delivery | null,
  next: Delivery | null,
): Incident {
  const [first] = missed;
  const lastDelivery = lastArrived(timeline, first, previous);
  const after = lastDelivery === null ? startOf(timeline) : (lastDelivery.deliveredAt ?? lastDelivery.runTime);
  const isFirstEvidence = lastDelivery === null && timeline.configuration.creation === null;
  const start = after !== null && isFirstEvidence ? after - 1 : after;
  const end = next?.deliveredAt ?? timeline.case.now;
  const denied = timeline.denied.filter(({ time }) => time > (start ?? Number.NEGATIVE_INFINITY) && time <= end);
  const bounds = [denied[0]?.time, next?.deliveredAt, first.deadline].filter((time) => time != null);
  return {
    status: next === null ? 'ongoing' : 'recovered',
    lastDelivery,
    missed,
    nextDelivery: next,
    denied,
    window: { after, before: Math.min(...bounds) },
    start,
  };
}

/** Of the runs before the first missed one, the delivery that arrived last: the path was open at that moment. */
function lastArrived(timeline: Timeline, first: Run, previous: Delivery | null): Delivery | null {
  let latest = previous;
  for (const { time, delivery } of timeline.runs) {
    if (time >= first.time) break;
    if (delivery?.deliveredAt == null) continue;
    if (latest?.deliveredAt == null ? latest === null : delivery.deliveredAt > latest.deliveredAt) latest = delivery;
  }
  const refusal = first.denied[0]?.time ?? Number.POSITIVE_INFINITY;
  return latest !== null && latest.deliveredAt !== null && latest.deliveredAt >= refusal ? previous : latest;
}

/** Without a delivery: the configuration's creation, else the first evidence. */
function startOf(timeline: Timeline): Instant | null {
  return timeline.configuration.creation?.time ?? timeline.firstEvidence;
}
