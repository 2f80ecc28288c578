import { isConfigurationChange } from '../delivery-path/configuration-history.ts';
import { isOpen } from '../delivery-path/path.ts';
import { PROPAGATION } from '../delivery-path/proof.ts';
import { replacesDocument } from '../delivery-path/replaces-document.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { type Interval, type LogCoverage, uncovered } from '../sightings/log-coverage.ts';
import type { Timeline } from '../timeline/build.ts';
import { type Suspect, writeTimeOf } from './culprit.ts';
import type { Incident } from './incident.ts';
import { BEFORE_THE_KEY, keyErrorOf } from './key-error.ts';
import { logsOf } from './link-logs.ts';

export type Confidence = 'proven' | 'probable' | 'possible';

/** How sure the culprit is, and each reason why not surer. */
export interface Judgement {
  readonly confidence: Confidence;
  readonly reasons: readonly string[];
}

/** One condition of proof: the most that can be said where it fails, and the words for it; null where it holds. */
type Condition = (subject: {
  timeline: Timeline;
  incident: Incident;
  suspect: Suspect;
  coverage: readonly LogCoverage[];
}) => { readonly atMost: 'probable' | 'possible'; readonly reason: string } | null;

/** `proven` needs every condition; any that fails caps the confidence. */
export function judgeConfidence(
  timeline: Timeline,
  incident: Incident,
  suspect: Suspect,
  coverage: readonly LogCoverage[],
): Judgement {
  const failed = CONDITIONS.flatMap((condition) => condition({ timeline, incident, suspect, coverage }) ?? []);
  const reasons = failed.map(({ reason }) => reason);
  if (failed.some(({ atMost }) => atMost === 'possible')) return { confidence: 'possible', reasons };
  return { confidence: failed.length > 0 ? 'probable' : 'proven', reasons };
}

const CONDITIONS: readonly Condition[] = [
  ({ timeline, incident, suspect }) => {
    switch (suspect.found) {
      case 'in-force':
        return null;
      case 'carried':
        return { atMost: 'probable', reason: 'a later change, whose content no log holds, came before the write' };
      case 'near-write':
        return { atMost: 'possible', reason: whyOnlyNear(timeline, incident, suspect) };
      case 'timing':
        return {
          atMost: 'possible',
          reason: `what this change left in force is not known (${suspect.after.explanation}): only its time speaks against it`,
        };
      default:
        return suspect.found satisfies never;
    }
  },
  ({ suspect }) =>
    suspect.after.basis === 'document' && suspect.after.state === 'denied'
      ? {
          atMost: 'probable',
          reason:
            suspect.call.action.kind === 'put-inventory-configuration' && suspect.link !== 'configuration'
              ? `the ${suspect.link} where this change sent the reports is known as it is now, with no change of it seen since`
              : 'no log holds what this change wrote: it is inferred from the current document, as no later change is seen',
        }
      : null,
  ({ suspect }) =>
    isOpen(suspect.before)
      ? null
      : {
          atMost: 'probable',
          reason: `whether delivery was allowed just before this change is not shown (${suspect.before.explanation})`,
        },
  ({ timeline, incident, suspect, coverage }) => {
    const [gap] = gapsBefore(timeline, incident, suspect, coverage);
    return gap === undefined
      ? null
      : {
          atMost: 'probable',
          reason: `no log in evidence covers changes of the ${suspect.link} from ${formatInstant(gap.from)} to ${formatInstant(gap.to)}, when another change may have broken it first`,
        };
  },
  ({ timeline, incident, suspect }) =>
    suspect.call.time + PROPAGATION <= writeTimeOf(timeline, incident, suspect)
      ? null
      : {
          atMost: 'probable',
          reason: 'the change came less than 15 minutes before the write, and may not have acted yet',
        },
  ({ timeline, incident, suspect }) => interruption(timeline, incident, suspect),
  ({ incident, suspect }) => {
    const error = keyErrorOf(incident);
    return error === null || !BEFORE_THE_KEY.has(suspect.link)
      ? null
      : {
          atMost: 'possible',
          reason: `S3 was refused with ${error}: the key is asked only once the ${suspect.link} has let the write through`,
        };
  },
  ({ timeline, incident, suspect }) =>
    !isConfigurationChange(suspect.call, timeline.case) &&
    incident.lastDelivery !== null &&
    incident.window.after !== null &&
    suspect.call.time <= incident.window.after
      ? { atMost: 'probable', reason: 'a report still arrived within 15 minutes after the change' }
      : null,
  ({ incident, suspect }) =>
    incident.write.basis === 'usual-arrival' &&
    suspect.call.time > incident.write.time &&
    suspect.link !== 'configuration'
      ? { atMost: 'possible', reason: 'the change came later than this report ever took to arrive' }
      : null,
  ({ timeline, incident }) =>
    timeline.listings.approximate ||
    incident.lastDelivery?.timeIsApproximate ||
    incident.nextDelivery?.timeIsApproximate
      ? { atMost: 'probable', reason: 'the listing gives local times without a zone (see --listing-timezone)' }
      : null,
  ({ timeline, suspect }) => {
    const twins = timeline.changes.filter((call) => {
      const isTwin = call !== suspect.call && call.succeeded && call.time === suspect.call.time;
      return isTwin && timeline.path.around(call)?.after.touched.has(suspect.link);
    });
    return twins.length === 0
      ? null
      : {
          atMost: 'probable',
          reason: 'another change of the same link carries the same second, so that their order is not known',
        };
  },
  ({ timeline, incident, suspect }) => {
    if (suspect.call.seenIn.includes('cloudtrail')) return null;
    const earlier = timeline.changes.some((call) => {
      const around = timeline.path.around(call);
      return (
        call.time < suspect.call.time &&
        call.time > (incident.window.after ?? Number.NEGATIVE_INFINITY) &&
        call.seenIn.includes('cloudtrail') &&
        around?.after.touched.has(suspect.link) === true &&
        around.after.links[suspect.link].state === 'denied'
      );
    });
    return earlier
      ? {
          atMost: 'probable',
          reason: 'only the access log shows this change, after another break that CloudTrail shows',
        }
      : null;
  },
];

function whyOnlyNear(timeline: Timeline, incident: Incident, { call }: Suspect): string {
  if (isConfigurationChange(call, timeline.case) && call.time > incident.missed[0].time)
    return 'the configuration was changed after this run had begun, and a run may finish under the configuration it began with';
  return incident.write.basis === 'denied-attempt'
    ? 'delivery was allowed again when S3 was refused, though for less than 15 minutes'
    : 'delivery was denied during part of the time in which this run may have been written, but not at the usual hour';
}

/** Between the last moment at which the link is known to have been allowed and the change, the times that neither log covers. */
function gapsBefore(
  timeline: Timeline,
  incident: Incident,
  suspect: Suspect,
  coverage: readonly LogCoverage[],
): Interval[] {
  const allowedAt = suspect.before.basis === 'event' ? lastReplacement(timeline, suspect) : null;
  const start = Math.max(incident.window.after ?? Number.NEGATIVE_INFINITY, allowedAt ?? Number.NEGATIVE_INFINITY);
  if (start >= suspect.call.time) return [];
  const from = Number.isFinite(start) ? start : (timeline.firstEvidence ?? suspect.call.time);
  return uncovered({ from, to: suspect.call.time }, logsOf(suspect.link, timeline, coverage));
}

/** When the document was put there that was in force before the change. */
function lastReplacement({ path }: Timeline, { link, call }: Suspect): Instant | null {
  let step = path.lastTouch(link, call.time - 1);
  while (step.from !== null && !replacesDocument(step, link)) step = path.lastTouch(link, step.from - 1);
  return step.from;
}

/** Where no refused write fixes the time of the write, the path must stay denied from the change to the deadline. */
function interruption(timeline: Timeline, incident: Incident, suspect: Suspect): ReturnType<Condition> {
  if (incident.write.basis === 'denied-attempt' || suspect.after.decision === 'rescheduled') return null;
  const { path } = timeline;
  const [run] = incident.missed;
  const end = Math.min(run.deadline, timeline.case.now);
  const isDenied = (time: Instant): boolean => path.isDeniedThroughout(time, time);
  const moments = path.steps.flatMap(({ from }) =>
    from !== null && from > suspect.call.time && from <= end ? [from] : [],
  );
  const reopened = moments.find((moment) => !isDenied(moment));
  const earlier = path.steps.some(
    ({ from }) =>
      from !== null &&
      from >= run.time &&
      from < suspect.call.time &&
      from > (incident.window.after ?? 0) &&
      isDenied(from - 1) &&
      !isDenied(from),
  );
  if (earlier)
    return {
      atMost: 'possible',
      reason: 'delivery was broken and mended once before inside the window, so that the write may lie on either side',
    };
  if (reopened === undefined) return null;
  if (moments.some((moment) => moment > reopened && isDenied(moment))) {
    return {
      atMost: 'possible',
      reason: 'delivery was mended and broken again before the deadline, so that the write may lie on either side',
    };
  }
  return {
    atMost: 'probable',
    reason: `delivery was allowed again from ${formatInstant(reopened)}, before the deadline of the missed run`,
  };
}
