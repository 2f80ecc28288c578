import { isConfigurationChange } from '../../delivery-path/configuration-state.ts';
import { type Link, linkName } from '../../delivery-path/link.ts';
import { isSameSpot, type Place } from '../../delivery-path/place.ts';
import { formatInstant, type Instant } from '../../instant.ts';
import type { Interval } from '../../interval.ts';
import type { Call } from '../../sightings/call.ts';
import type { Timeline } from '../../timeline/build.ts';
import { type Explanation, isUnexplained } from '../../timeline/explanation.ts';
import type { Run } from '../../timeline/runs.ts';
import { trailOf, trailWords } from '../checklist/need.ts';
import { lastKnownOpen, lastShownOpen } from '../window.ts';
import type { Condition, ConditionSubject, Limit } from './condition.ts';

/**
 * CloudTrail covers the link without a gap from the last moment at which it is known to have been open to the change,
 * and on to the write: a break or a mend lost in a gap would make an innocent change look guilty.
 */
export const seenThroughout: Condition = (subject) => {
  const { timeline, suspect, judged, write, before } = subject;
  const { link, place } = suspect;
  const until = Math.min(write.basis === 'refused' ? write.from : write.to, timeline.case.now);
  const from = knownOpen(subject);
  const gaps = timeline.unseen(link, place, {
    from: Math.min(from, suspect.call.time),
    to: Math.max(until, suspect.call.time),
  });
  const [gap] = gaps;
  if (gap === undefined) return holeBehind(subject, until);
  // A refused write shows that delivery was denied after all; without one, nothing tells what the run met.
  const isHole = gap.from >= suspect.call.time && gap.to < until;
  const mayBeUndone = isHole && judged.run.denied.length === 0;
  // What nothing seen explains had stopped the runs in front already.
  const mayBeOlder =
    gap.from < suspect.call.time &&
    before.some(({ runs }) =>
      runs.some(({ run, explanations }) => run.denied.length === 0 && isUnexplained(explanations)),
    );
  return {
    atMost: mayBeUndone || mayBeOlder ? 'possible' : 'probable',
    reason: `no trail in evidence covers changes of the ${linkName(link, timeline.case.profile)} ${stretch(gap)}, when another change may have ${gap.from < suspect.call.time ? 'broken it first' : 'mended it'}`,
    ...trailFor([{ link, gaps }], subject),
  };
};

/**
 * A hole that begins before the last run of the phase, behind which the trail goes on: the change may have been undone in
 * it, and another made.
 */
function holeBehind(subject: ConditionSubject, from: Instant): Limit | null {
  const { timeline, suspect, phase } = subject;
  const { link, place } = suspect;
  const last = phase.runs.findLast(({ fit }) => fit === 'definite')?.run;
  const to = Math.min(last?.write.from ?? from, timeline.case.now);
  const { now } = timeline.case;
  const hole = timeline.unseen(link, place, { from, to: now }).find((gap) => gap.from < to && gap.to < now);
  return hole === undefined
    ? null
    : {
        atMost: 'probable',
        reason: `no trail in evidence covers changes of the ${linkName(link, timeline.case.profile)} ${stretch(hole)}: of the runs behind, another change may be the cause`,
        ...trailFor([{ link, gaps: [hole] }], subject),
      };
}

/** Every other link in use is known to be open up to the change. */
export const otherLinksOpen: Condition = (subject) => {
  const { timeline, phase } = subject;
  const [{ run: first }] = phase.runs;
  const { run: last } = phase.runs[phase.runs.length - 1] ?? phase.runs[0];
  const unrefused =
    phase.runs.findLast(({ run }) => run.denied.length === 0)?.run ??
    // What became of a run in between nobody knows: until a later one was refused the configuration may have left and come back.
    timeline.runs.findLast(({ status, time }) => status === 'unknown' && time > first.time && time < last.time);
  return othersUnseen(subject, unrefused ?? null);
};

/**
 * Nothing shows by itself that the change stopped the first run: that its neighbours were, or that nothing else seen
 * could, tells only where something else would have been seen.
 */
export const firstRunWatched: Condition = (subject) => {
  const { timeline, suspect, first, incident } = subject;
  if (suspect.found !== 'joined' && suspect.found !== 'exclusion') return null;
  // Had it taken as long as the report before, it would have met what the change left.
  const { runTime, deliveredAt } = incident.lastDelivery ?? { runTime: 0, deliveredAt: 0 };
  const usual = first.run.time + (deliveredAt ?? runTime) - runTime;
  const met = timeline.paths.at(suspect.place).at(usual).links[suspect.link];
  if (suspect.since < usual && (suspect.link === 'configuration' || met.state === 'denied')) return null;
  const limit = othersUnseen(subject, first.run.denied.length > 0 ? null : first.run);
  return limit === null
    ? null
    : { ...limit, atMost: 'possible', reason: `nothing shows what stopped run ${first.run.name}, and ${limit.reason}` };
};

/**
 * @param unrefused a run for which the change answers without a refused write, which would show that configuration and
 *   bucket were there; null where all have one
 */
function othersUnseen(subject: ConditionSubject, unrefused: Run | null): Limit | null {
  const { timeline, suspect } = subject;
  const unseen = linksInUse(subject).flatMap((link): LinkGaps[] => {
    const asked = link === suspect.link ? null : timeToWatch(link, subject, unrefused);
    if (asked === null || asked.from >= asked.to) return [];
    const gaps = timeline.unseen(link, suspect.place, asked);
    return gaps.length === 0 ? [] : [{ link, gaps }];
  });
  const [untold] = unseen;
  const [gap] = untold?.gaps ?? [];
  const unopened = closedBefore(subject);
  // That a trail is missing as well makes nobody surer.
  const isWeaker = unopened?.atMost === 'possible' && !isConfigurationChange(suspect.call, timeline.case);
  if (untold === undefined || gap === undefined || isWeaker) return unopened;
  const { liftedBy, needs } = trailFor(unseen, subject);
  return {
    atMost: 'probable',
    reason: `no trail in evidence covers changes of the ${linkName(untold.link, timeline.case.profile)} ${stretch(gap)}${others(unseen.length - 1)}, which may have broken delivery first`,
    liftedBy: `${liftedBy}; or a refused write`,
    needs,
  };
}

/**
 * When another link than that of the suspect must have been watched, from when it was last known to be open; null where
 * refused writes tell of it.
 */
function timeToWatch(link: Link, subject: ConditionSubject, unrefused: Run | null): Interval | null {
  const { timeline, incident, suspect, before, first } = subject;
  const { call, place } = suspect;
  const since = (opened: Instant | null): Instant => {
    const from = incident.window.after ?? timeline.firstEvidence ?? call.time;
    return opened === null ? from : Math.max(from, opened);
  };
  const upTo = (to: Instant): Interval => ({ from: since(lastShownOpen(timeline, link, place, to)), to });
  if (link !== 'configuration') {
    return unrefused === null && link === 'destination-bucket' ? null : upTo(call.time);
  }
  // What a call on it wrote is in force for the runs behind it: whether another had sent them there before is left.
  if (suspect.found === 'definite' && isConfigurationChange(call, timeline.case)) {
    return { from: since(lastTold(timeline, call)), to: call.time };
  }
  const isBack = before.some(({ answer }) => isAtAnotherSpot(answer, place));
  const run = unrefused ?? (isBack ? first.run : null);
  return run === null ? null : upTo(Math.max(call.time, run.time));
}

/** When a call in front of this one last told the configuration, and so where the reports went. */
function lastTold({ configuration }: Timeline, call: Call): Instant | null {
  return (
    configuration.steps.findLast(({ from, state }) => from !== null && from < call.time && state.basis === 'event')
      ?.from ?? null
  );
}

function isAtAnotherSpot(answer: Explanation | null, place: Place): boolean {
  return answer?.kind === 'denied' && !isSameSpot(answer.place, place);
}

/**
 * Nothing tells that a link was open at the place of the runs before the change, though no change of it is missing: no report
 * has arrived at a place that the refusals alone name, and what its policy said of it is not in evidence.
 */
function closedBefore(subject: ConditionSubject): Limit | null {
  const { timeline, suspect } = subject;
  const { call, place } = suspect;
  const before = timeline.paths.at(place).steps.filter(({ from }) => from === null || from < call.time);
  const link = linksInUse(subject).find(
    (other) =>
      other !== suspect.link && OF_A_PLACE.has(other) && before.every(({ links }) => links[other].state === 'unknown'),
  );
  if (link === undefined) return null;
  const name = linkName(link, timeline.case.profile);
  return {
    // What the configuration stopped was not due, whatever denied it.
    atMost: suspect.link === 'configuration' ? 'probable' : 'possible',
    reason: `nothing shows that the ${name} let reports through there before the change, and it may have denied them first`,
    liftedBy: `the text of the ${name} at that time, or a delivery at that place`,
  };
}

/** Open for one place, they may be closed for another. */
const OF_A_PLACE: ReadonlySet<Link> = new Set(['destination-policy', 'key-policy']);

interface LinkGaps {
  readonly link: Link;
  readonly gaps: readonly Interval[];
}

function others(count: number): string {
  return count === 0 ? '' : count === 1 ? ', nor of another link' : `, nor of ${count} other links`;
}

/** The trails that would close gaps, each account and Region once. */
function trailFor(
  unseen: readonly LinkGaps[],
  { timeline, suspect: { place } }: ConditionSubject,
): Required<Pick<Limit, 'liftedBy' | 'needs'>> {
  const trails = new Set(unseen.map(({ link }) => trailWords(link, place, timeline.logSubject)));
  return {
    liftedBy: `${[...trails].join(', and ')}, for that time`,
    needs: unseen.flatMap(({ link, gaps }) => gaps.map((gap) => trailOf(link, place, gap))),
  };
}

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

export function stretch({ from, to }: Interval): string {
  return `from ${formatInstant(from)} to ${formatInstant(to)}`;
}
