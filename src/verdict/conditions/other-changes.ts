import { LINKS, type Link, linkName } from '../../delivery-path/link.ts';
import { isUnsettled } from '../../delivery-path/path.ts';
import { replacesDocument } from '../../delivery-path/replaces-document.ts';
import { formatInstant, SECOND } from '../../instant.ts';
import { type Call, isDisputed } from '../../sightings/call.ts';
import { contentOf, DOCUMENTS } from '../checklist/need.ts';
import type { Suspect } from '../culprit.ts';
import { isInWindow } from '../window.ts';
import type { Condition, ConditionSubject, Limit } from './condition.ts';
import { trailFile } from './copies.ts';
import { seenThroughout } from './coverage-conditions.ts';

/** No other break lies behind a mend where the write may have been on either side. */
export const noOtherBreak: Condition = ({ timeline, suspect, first }) => {
  const isParted = first.explanations.some((other) => {
    if ((other.kind !== 'denied' && other.kind !== 'not-due') || other.since === null || other.since === suspect.call) {
      return false;
    }
    const [link, place] =
      other.kind === 'denied' ? [other.link, other.place] : (['configuration', suspect.place] as const);
    const [earlier, later] =
      other.since.time < suspect.since
        ? [{ link, place }, suspect.since]
        : [{ link: suspect.link, place: suspect.place }, other.since.time];
    return timeline.paths.at(earlier.place).at(later - 1).links[earlier.link].state !== 'denied';
  });
  return isParted
    ? {
        atMost: 'possible',
        reason:
          'delivery was mended and broken again while the report may have been written, so that the write may lie on either side',
        liftedBy: 'a refused write of that run',
        needs: [{ kind: 'refusals', place: suspect.place }],
      }
    : null;
};

/** No other change of unknown effect lies in the window before it. */
export const noOtherUnknown: Condition = (subject) => {
  const { suspect, timeline, judged } = subject;
  const { links: last } = timeline.paths.at(suspect.place).at(suspect.since - 1);
  const before = unknownChanges(subject).filter(
    ({ call, links }) => call.time < suspect.since && links.some((link) => isUnsettled(last[link])),
  );
  const same = before.find(({ links }) => links.includes(suspect.link));
  const [other] = before;
  if (same !== undefined) {
    return {
      atMost: 'possible',
      reason: `${same.call.eventName} at ${formatInstant(same.call.time)} changed the ${linkName(suspect.link, timeline.case.profile)} before, and what it wrote is not known: it may have broken delivery already`,
      ...contents([same], suspect, timeline),
    };
  }
  // Its own link was not covered either, and no refused write shows what the run met.
  const isUnwatched = judged.run.denied.length === 0 && seenThroughout(subject) !== null;
  return other === undefined
    ? null
    : {
        atMost: isUnwatched ? 'possible' : 'probable',
        reason: `what ${other.call.eventName} at ${formatInstant(other.call.time)} did to the ${linkName(other.links[0], timeline.case.profile)} is not known`,
        ...contents([other], suspect, timeline),
      };
};

/** No change of the same link with an unknown body lies between it and the write of a run that has one answer. */
export const noUnknownBehind: Condition = (subject) => {
  const { suspect, phase, judged, timeline } = subject;
  const { write } = (phase.runs.findLast(({ fit }) => fit === 'definite') ?? judged).run;
  const until = write.basis === 'refused' ? write.from : write.to;
  const between = unknownChanges(subject).filter(
    ({ call, links }) =>
      call !== suspect.call && call.time >= suspect.since && call.time <= until && links.includes(suspect.link),
  );
  const [first] = between;
  if (first === undefined) return null;
  const disputed = between.find(({ call }) => isDisputed(call));
  if (disputed !== undefined) {
    return {
      atMost: 'possible',
      reason: `copies of ${disputed.call.eventName} at ${formatInstant(disputed.call.time)}, which came before the write, contradict each other: it may have mended what this change broke`,
      ...trailFile(suspect, disputed.call),
    };
  }
  return {
    atMost: between.length === 1 ? 'probable' : 'possible',
    reason:
      between.length === 1
        ? `${first.call.eventName} at ${formatInstant(first.call.time)}, whose content no log holds, came before the write`
        : `${between.length} changes whose content no log holds came before the write: one may have mended what another broke`,
    ...contents(between, suspect, timeline),
  };
};

/** Calls on one link within two seconds (five across logs) may have come in the other order. */
export const orderIsKnown: Condition = ({ timeline, suspect }) => {
  const isTwin = (call: Call): boolean => {
    // Of the copies of one call it is not their order that is in doubt.
    if (call === suspect.call || !call.succeeded || isDisputed(call)) return false;
    const acrossLogs = call.seenIn.includes('cloudtrail') !== suspect.call.seenIn.includes('cloudtrail');
    return Math.abs(call.time - suspect.call.time) <= (acrossLogs ? 5 : 2) * SECOND;
  };
  const twin = timeline.changes.find((call) => isTwin(call) && touches(timeline, call, suspect.link));
  return twin === undefined
    ? null
    : {
        atMost: 'possible',
        reason: `${twin.eventName} at ${formatInstant(twin.time)} changed the same link so close in time that their order is not known`,
        liftedBy: `the ${linkName(suspect.link, timeline.case.profile)} as it was after both`,
        needs: DOCUMENTS.filter((link) => link === suspect.link).map((link) => ({
          kind: 'document',
          link,
          place: suspect.place,
        })),
      };
};

function touches(timeline: ConditionSubject['timeline'], call: Call, link: Link): boolean {
  return timeline.path.around(call)?.after.touched.has(link) === true;
}

/** Changes inside the window of which it is not known what they left in force at the place, and on which links. */
function unknownChanges({ timeline, incident, suspect }: ConditionSubject): UnknownChange[] {
  return timeline.changes.flatMap((call) => {
    const around = timeline.paths.at(suspect.place).around(call);
    if (around === null || call.action.kind === 'create-grant') return [];
    if (!isInWindow(timeline, incident, { ...incident.window, before: Number.POSITIVE_INFINITY }, call)) return [];
    const { before, after } = around;
    const links = LINKS.filter((link) => {
      if (!after.touched.has(link) || !isUnsettled(after.links[link])) return false;
      return replacesDocument(after, link) || after.links[link].explanation !== before.links[link].explanation;
    });
    const [first, ...rest] = links;
    return first === undefined ? [] : [{ call, links: [first, ...rest] }];
  });
}

interface UnknownChange {
  readonly call: Call;
  readonly links: readonly [Link, ...Link[]];
}

/** What would tell the contents of changes. */
function contents(
  changes: readonly UnknownChange[],
  { place }: Suspect,
  { logSubject }: ConditionSubject['timeline'],
): Required<Pick<Limit, 'liftedBy' | 'needs'>> {
  const told = changes.map(({ call, links: [link] }) => contentOf(call, link, place, logSubject));
  return {
    liftedBy: [...new Set(told.map(({ liftedBy }) => liftedBy))].join('; '),
    needs: told.flatMap(({ needs }) => needs),
  };
}
