import { isConfigurationChange } from '../../delivery-path/configuration-history.ts';
import { PROPAGATION } from '../../delivery-path/observation.ts';
import type { Condition } from './condition.ts';

/** All plausible moments of the write of the phase's first run agree on the change, and one run is definite. */
export const momentsAgree: Condition = ({ suspect, first, phase }) => {
  switch (suspect.found) {
    case 'definite':
      return null;
    case 'joined':
      return {
        atMost: phase.runs.some(({ fit }) => fit === 'definite') ? 'probable' : 'possible',
        reason: `when run ${first.run.name} was written is not known closely enough to say that this change stopped it; it stopped the runs behind it`,
        liftedBy: 'a refused write of that run (access log or data events of the destination)',
      };
    case 'exclusion':
      return {
        atMost: 'probable',
        reason:
          'delivery was denied during part of the time in which the report may have been written; nothing else seen explains it',
        liftedBy: 'a refused write of that run (access log or data events of the destination)',
      };
    case 'alternative':
      return {
        atMost: 'possible',
        reason:
          'delivery was denied by this change during part only of the time in which the report may have been written',
        liftedBy: 'a refused write of that run (access log or data events of the destination)',
      };
    case 'timing':
      return {
        atMost: 'possible',
        reason: `what this change left in force is not known (${suspect.after.explanation}): only its time speaks against it`,
        liftedBy: 'the text that the change wrote: CloudTrail of the account that owns it, or AWS Config',
      };
    default:
      return suspect.found satisfies never;
  }
};

/** No document says that the configuration stopped at an unknown moment, which may explain the last runs. */
export const noDocumentBeside: Condition = ({ phase, suspect }) =>
  phase.runs.some(
    ({ explanations }) =>
      explanations.length > 1 && explanations.some((it) => it.kind === 'not-due' && it.basis === 'document'),
  )
    ? {
        atMost: 'probable',
        reason: `the current configuration stops delivery as well, since when is not known: the last of these runs may be its doing, not that of ${suspect.call.eventName}`,
        liftedBy: 'CloudTrail of the source account',
      }
    : null;

/** The change came early enough to have acted, and no report arrived under it. */
export const cameInTime: Condition = ({ timeline, incident, suspect, judged, write, isFirst }) => {
  const isOfConfiguration = isConfigurationChange(suspect.call, timeline.case);
  const isEarly = isOfConfiguration ? suspect.since <= judged.run.time : suspect.since + PROPAGATION <= write.from;
  if (!isEarly) {
    return {
      atMost: 'probable',
      reason: isOfConfiguration
        ? 'the run had begun when the configuration was changed, and may finish under the configuration that it began with'
        : write.basis === 'refused'
          ? 'the change came less than 15 minutes before the write, and may not have acted yet'
          : 'the report may have been written before the change, or less than 15 minutes after it',
      liftedBy: 'a later refused write of the same run',
    };
  }
  const after = incident.window.after;
  const isUnderReport = isFirst && !isOfConfiguration && incident.lastDelivery !== null && after !== null;
  return isUnderReport && suspect.since <= after
    ? {
        atMost: 'probable',
        reason: 'a report still arrived within 15 minutes after the change',
        liftedBy: 'a refused write',
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
