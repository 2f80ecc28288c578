import { isConfigurationChange } from '../../delivery-path/configuration-state.ts';
import { PROPAGATION } from '../../delivery-path/observation.ts';
import { formatInstant, type Instant } from '../../instant.ts';
import type { Call } from '../../sightings/call.ts';
import type { Timeline } from '../../timeline/build.ts';
import type { Explanation } from '../../timeline/explanation.ts';
import type { Run } from '../../timeline/runs.ts';
import { contentOf } from '../checklist/need.ts';
import type { Suspect } from '../culprit.ts';
import type { Condition, Limit } from './condition.ts';

/** All plausible moments of the write of the phase's first run agree on the change, and one run is definite. */
export const momentsAgree: Condition = ({ timeline, suspect, first, phase, before }) => {
  switch (suspect.found) {
    case 'definite':
      return null;
    case 'joined':
      return {
        atMost:
          phase.runs.some(({ fit }) => fit === 'definite') &&
          !mayHaveBeenRefused(first.run, suspect.since, timeline) &&
          (before.length === 0 || !first.explanations.some((it) => rivalOf(it, suspect) !== null))
            ? 'probable'
            : 'possible',
        reason: `when run ${first.run.name} was written is not known closely enough to say that this change stopped it; it stopped the runs behind it`,
        ...refusedWrite(suspect),
      };
    case 'exclusion':
      return {
        atMost: 'probable',
        reason:
          'delivery was denied during part of the time in which the report may have been written; of nothing else seen is it known that it explains the run',
        ...refusedWrite(suspect),
      };
    case 'alternative':
      return {
        atMost: 'possible',
        reason:
          'delivery was denied by this change during part only of the time in which the report may have been written',
        ...refusedWrite(suspect),
      };
    case 'timing':
      return {
        atMost: 'possible',
        reason: `what this change left in force is not known (${suspect.after.explanation}): only its time speaks against it`,
        ...(suspect.after.unknownKeys.length > 0
          ? {
              liftedBy: `the value of ${suspect.after.unknownKeys.join(', ')} in the request of ${timeline.case.profile.writer.short}, which no log holds`,
            }
          : contentOf(suspect.call, suspect.link, suspect.place, timeline.logSubject)),
      };
    default:
      return suspect.found satisfies never;
  }
};

/** S3 was refused after a run began and before the change, and which run that was is not known: it may have been this one. */
function mayHaveBeenRefused({ time }: Run, since: Instant, { denied, runs }: Timeline): boolean {
  const assigned = new Set(runs.flatMap((run) => run.denied));
  return denied.some((attempt) => attempt.time > time && attempt.time < since && !assigned.has(attempt));
}

/** Another change that may have stopped a run as well; null for what is no other, or none that is seen. */
function rivalOf(explanation: Explanation, { call }: Suspect): Call | null {
  const { kind } = explanation;
  return (kind === 'denied' || kind === 'not-due') && explanation.since !== call ? explanation.since : null;
}

/** No later run of the phase, of which several answers are left, may have been stopped by another change instead. */
export const joinedRunsAgree: Condition = ({ suspect, phase }) => {
  const joined = phase.runs.slice(1).filter(({ fit }) => fit === 'joined');
  const [rival] = joined.flatMap(({ run, explanations }) =>
    explanations.flatMap((it) => {
      const call = rivalOf(it, suspect);
      return call === null ? [] : [{ run, call }];
    }),
  );
  return rival === undefined
    ? null
    : {
        atMost: 'probable',
        reason: `when run ${rival.run.name} was written is not known closely enough: ${rival.call.eventName} at ${formatInstant(rival.call.time)} may have stopped that one`,
        ...refusedWrite(suspect),
      };
};

/** The change came early enough to have acted, and no report arrived under it. */
export const cameInTime: Condition = ({ timeline, incident, suspect, judged, write, before }) => {
  const isOfConfiguration = isConfigurationChange(suspect.call, timeline.case);
  const isEarly = suspect.since + PROPAGATION <= (isOfConfiguration ? judged.run.time : write.from);
  if (!isEarly) {
    return {
      atMost: 'probable',
      reason: isOfConfiguration
        ? 'the run began before the configuration was changed or within 15 minutes after, and may finish under the configuration that it began with'
        : write.basis === 'refused'
          ? 'the change came less than 15 minutes before the write, and may not have acted yet'
          : 'the report may have been written before the change, or less than 15 minutes after it',
      ...refusedWrite(suspect, 'a later refused write of the same run'),
    };
  }
  const after = incident.window.after;
  const isUnderReport = before.length === 0 && !isOfConfiguration && incident.lastDelivery !== null && after !== null;
  return isUnderReport && suspect.since <= after
    ? {
        atMost: 'probable',
        reason: 'a report still arrived within 15 minutes after the change',
        ...refusedWrite(suspect, 'a refused write'),
      }
    : null;
};

/** No time that bears the answer comes from a listing without zone. */
export const datedArrivals: Condition = ({ timeline, incident }) =>
  timeline.listings.approximate || incident.lastDelivery?.timeIsApproximate || incident.nextDelivery?.timeIsApproximate
    ? {
        atMost: 'probable',
        reason: 'the listing gives local times without a zone',
        liftedBy: '--listing-timezone',
      }
    : null;

/** That the report had not come was not known by the time of a saved file alone: copies of files have times of their own. */
export const datedEvidence: Condition = ({ timeline, judged }) =>
  (timeline.asOf.basis === 'file-time' || timeline.listings.datedByFile) && judged.run.denied.length === 0
    ? {
        atMost: 'probable',
        reason: 'that the report had not arrived is known by the time at which a file was saved',
        liftedBy: '--now, with the time at which it was saved',
      }
    : null;

/** A refused write stands in the access log of the destination, or among its data events. */
function refusedWrite(
  { place }: Suspect,
  which = 'a refused write of that run',
): Required<Pick<Limit, 'liftedBy' | 'needs'>> {
  return {
    liftedBy: `${which}, in the access log of ${place.bucket ?? 'the destination'} or its data events`,
    needs: [{ kind: 'refusals', place }],
  };
}
