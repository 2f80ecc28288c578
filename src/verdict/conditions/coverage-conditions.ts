import { isConfigurationChange } from '../../delivery-path/configuration-history.ts';
import type { Link } from '../../delivery-path/link.ts';
import { formatInstant, type Instant } from '../../instant.ts';
import type { Interval } from '../../sightings/interval.ts';
import { lastKnownOpen } from '../window.ts';
import type { Condition, ConditionSubject, Limit } from './condition.ts';

/**
 * CloudTrail covers the link without a gap from the last moment at which it is known to have been open to the change,
 * and on to the write: a break or a mend lost in a gap would make an innocent change look guilty.
 */
export const seenThroughout: Condition = (subject) => {
  const { timeline, suspect, write } = subject;
  const { link, place } = suspect;
  const until = Math.min(write.basis === 'refused' ? write.from : write.to, timeline.case.now);
  const from = knownOpen(subject);
  const [gap] = timeline.unseen(link, place, {
    from: Math.min(from, suspect.call.time),
    to: Math.max(until, suspect.call.time),
  });
  if (gap === undefined) return holeBehind(subject, until);
  return {
    atMost: 'probable',
    reason: `no trail in evidence covers changes of the ${link} ${stretch(gap)}, when another change may have ${gap.from < suspect.call.time ? 'broken it first' : 'mended it'}`,
    liftedBy: `CloudTrail of the account that owns it, for that time`,
  };
};

/** A hole between the runs of the phase, behind which the trail goes on: the change may have been undone in it, and another made. */
function holeBehind({ timeline, suspect: { link, place }, phase }: ConditionSubject, from: Instant): Limit | null {
  const last = phase.runs.findLast(({ fit }) => fit === 'definite')?.run;
  const to = Math.min(last?.write.from ?? from, timeline.case.now);
  const hole = from < to ? timeline.unseen(link, place, { from, to }).find((gap) => gap.to < to) : undefined;
  return hole === undefined
    ? null
    : {
        atMost: 'probable',
        reason: `no trail in evidence covers changes of the ${link} ${stretch(hole)}: of the runs behind, another change may be the cause`,
        liftedBy: 'CloudTrail of the account that owns it, for that time',
      };
}

/** Every other link in use is known to be open up to the change. */
export const otherLinksOpen: Condition = (subject) => {
  const { timeline, incident, suspect, judged, phase } = subject;
  const from = incident.window.after ?? timeline.firstEvidence ?? suspect.call.time;
  // A refused write shows of its own run that configuration and bucket were there.
  const unrefused = phase.runs.findLast(({ run, fit }) => fit === 'definite' && run.denied.length === 0);
  for (const link of linksInUse(subject)) {
    if (link === suspect.link) continue;
    const isShown = link === 'configuration' || link === 'destination-bucket';
    if (isShown && unrefused === undefined && judged.run.denied.length > 0) continue;
    if (link === 'configuration' && isConfigurationChange(suspect.call, timeline.case)) continue;
    const to = Math.max(suspect.call.time, link === 'configuration' ? (unrefused?.run.time ?? 0) : 0);
    if (from >= to) continue;
    const [gap] = timeline.unseen(link, suspect.place, { from, to });
    if (gap !== undefined) {
      return {
        atMost: 'probable',
        reason: `no trail in evidence covers changes of the ${link} ${stretch(gap)}, which may have broken delivery first`,
        liftedBy: 'CloudTrail of the account that owns it, for that time; or a refused write',
      };
    }
  }
  return null;
};

function linksInUse({ suspect }: ConditionSubject): Link[] {
  const { encryption } = suspect.place;
  const always: Link[] = ['configuration', 'destination-bucket', 'destination-policy'];
  if (encryption === null) return [...always, 'key-policy', 'default-encryption'];
  if (encryption.type === 'SSE-KMS') return [...always, 'key-policy', 'key-state'];
  return encryption.type === 'none' ? [...always, 'default-encryption'] : always;
}

/** A delivery shows the configuration at its folder time, and policies and keys at its arrival. */
function knownOpen({ timeline, incident, suspect }: ConditionSubject): Instant {
  const { lastDelivery, window } = incident;
  const shown =
    suspect.link === 'configuration' && lastDelivery !== null
      ? lastDelivery.runTime
      : (window.after ?? timeline.firstEvidence);
  return Math.max(shown ?? suspect.call.time, lastKnownOpen(timeline, suspect) ?? Number.NEGATIVE_INFINITY);
}

function stretch({ from, to }: Interval): string {
  return `from ${formatInstant(from)} to ${formatInstant(to)}`;
}
