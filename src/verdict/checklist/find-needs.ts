import { LINKS, type Link } from '../../delivery-path/link.ts';
import { isSameSpot, type Place, placeOf } from '../../delivery-path/place.ts';
import { type Knowledge, keyIdOf, type World } from '../../delivery-path/world.ts';
import type { Interval } from '../../interval.ts';
import type { Gathered } from '../../sightings/gather.ts';
import type { Timeline } from '../../timeline/build.ts';
import { isInUse, isWhole, linksWithoutTrail } from '../coverage.ts';
import type { JudgedPhase, Verdict } from '../judged-incident.ts';
import { DOCUMENTS, HISTORY, type Need, trailOf } from './need.ts';

export interface ChecklistSubject {
  readonly timeline: Timeline;
  readonly verdict: Verdict;
  readonly gathered: Gathered;
}

/** What the evidence lacks: of the case, of arrivals, of the state now, of the time in which it broke, and for each reason of a confidence. */
export function findNeeds(subject: ChecklistSubject): Need[] {
  const { incidents } = subject.verdict;
  const culprits = incidents.flatMap(({ phases }) => phases.flatMap(({ culprit }) => culprit ?? []));
  const found: Need[] = [
    ...caseNeeds(subject),
    ...listingNeeds(subject),
    ...movedNeeds(subject),
    ...documentNeeds(subject),
    ...incidents.flatMap(({ phases }) => phases.flatMap((phase) => phaseNeeds(phase, subject))),
    ...trailNeeds(subject),
    ...culprits.flatMap(({ judgement }) => judgement.limits.flatMap(({ needs }) => needs ?? [])),
  ];
  return found.filter(
    (need) =>
      !(need.kind === 'refusals' && hasAccessLog(need.place, subject)) &&
      !(need.kind === 'document' && isTold(need, subject)),
  );
}

/** A refused write that is not in the log that was given is in no other. */
function hasAccessLog({ bucket }: Place, { gathered }: ChecklistSubject): boolean {
  return gathered.coverage.some(({ identity }) => identity.kind === 'access-log' && identity.bucket === bucket);
}

function caseNeeds({ timeline }: ChecklistSubject): Need[] {
  const { sourceBucket, destinationBucket } = timeline.case;
  return sourceBucket === null || destinationBucket === null ? [{ kind: 'case' }] : [];
}

/** Where a listing is not whole, and where none tells what became of a run. */
function listingNeeds({ timeline, gathered, verdict }: ChecklistSubject): Need[] {
  const place = timeline.placeNow;
  if (isGone(place.bucket, timeline.worldAtNow)) return [];
  const given = gathered.listings.some(
    ({ scope }) => !isWhole(scope) && (scope.bucket === null || scope.bucket === place.bucket),
  );
  const isOpen =
    verdict.outcome === 'indeterminate' || timeline.runs.some(({ status }) => status === 'unknown') || given;
  return isOpen && !timeline.listings.coversPlace(place, timeline.case.now) ? [{ kind: 'listing', place, given }] : [];
}

/** Where the configuration sent the reports and no listing looks. */
function movedNeeds({ timeline: { configuration, case: subject, listings } }: ChecklistSubject): Need[] {
  const { steps } = configuration;
  return steps.flatMap((step, index): Need[] => {
    const before = steps[index - 1];
    if (before === undefined || step.state.exists === false || before.state.destinationBucket === null) return [];
    const place = placeOf(step.state, subject);
    const isLooked = isSameSpot(placeOf(before.state, subject), place) || listings.coversPlace(place, subject.now);
    return isLooked ? [] : [{ kind: 'listing', place, given: false }];
  });
}

/** AWS says that there is no such bucket: it has no policy, and cannot be listed. */
function isGone(bucket: string | null, { bucketExists }: World): boolean {
  const exists = bucketExists.get(bucket ?? '');
  return exists?.state === 'known' && exists.basis === 'document' && !exists.value;
}

/** The state now of every link of which neither event nor document tells it, while what stops delivery is a matter of suspicion. */
function documentNeeds({ timeline, verdict }: ChecklistSubject): Need[] {
  const last = verdict.incidents.at(-1);
  const confidence = last?.phases.at(-1)?.culprit?.judgement.confidence ?? null;
  const isOpen = last?.incident.status === 'ongoing' && (confidence === null || confidence === 'possible');
  if (verdict.outcome !== 'indeterminate' && !isOpen) return [];
  const place = timeline.placeNow;
  return DOCUMENTS.filter((link) => isInUse(timeline, link)).map((link) => ({ kind: 'document', link, place }));
}

/** That reports arrived once does not tell what is in force now. */
function isTold(
  { link, place: { bucket, encryption } }: Extract<Need, { kind: 'document' }>,
  { timeline: { worldAtNow, case: subject }, gathered }: ChecklistSubject,
): boolean {
  const key = encryption?.type === 'SSE-KMS' ? keyIdOf(encryption.keyId) : null;
  switch (link) {
    case 'configuration':
      return (
        worldAtNow.configuration.basis === 'event' ||
        worldAtNow.configuration.exists === false ||
        gathered.configurations.some(({ value }) => value.id === subject.configurationId)
      );
    case 'destination-policy':
      return isGone(bucket, worldAtNow) || isKnownNow(worldAtNow.bucketPolicies.get(bucket ?? ''));
    case 'key-policy':
      return isKnownNow(worldAtNow.keyPolicies.get(key ?? ''));
    case 'key-state':
      return isKnownNow(worldAtNow.keyStates.get(key ?? ''));
    default:
      return link satisfies never;
  }
}

/** What AWS Config captured may have been changed since. */
function isKnownNow(knowledge: Knowledge<unknown> | undefined): boolean {
  return knowledge?.state === 'known' && knowledge.basis !== 'capture';
}

/** A phase that no change answers for: the trail of every link in use, for the time in which it broke. */
function phaseNeeds({ phase, window, culprit, cause }: JudgedPhase, { timeline }: ChecklistSubject): Need[] {
  if (culprit !== null) return [];
  const place = timeline.placeNow;
  const to = Math.min(window.before, timeline.case.now);
  const from = window.after ?? timeline.firstEvidence ?? to;
  const links = LINKS.filter((link) => (cause === null ? isInUse(timeline, link) : link === cause.link));
  const trails = links.flatMap((link): Need[] => {
    const holes = timeline.unseen(link, place, { from, to });
    // A trail without a hole and without a change: does it record changes at all?
    return holes.length === 0 && from < to && cause === null
      ? [{ kind: 'selectors', link, place }]
      : hull(link, place, holes);
  });
  const isRefused = phase.runs.some(({ run }) => run.denied.length > 0);
  return isRefused || cause !== null ? trails : [...trails, { kind: 'refusals', place }];
}

/** Logs that were not given at all, from the last report on. */
function trailNeeds({ timeline, gathered, verdict }: ChecklistSubject): Need[] {
  const { now } = timeline.case;
  const place = timeline.placeNow;
  const last = timeline.runs.findLast(({ delivery }) => delivery !== null)?.delivery;
  const [first] = verdict.incidents;
  const from = first?.incident.window.after ?? last?.deliveredAt ?? last?.runTime ?? now - HISTORY;
  return linksWithoutTrail(timeline, gathered).map((link) =>
    trailOf(link, place, { from: Math.min(from, now), to: now }),
  );
}

function hull(link: Link, place: Place, holes: readonly Interval[]): Need[] {
  const [first, last] = [holes[0], holes.at(-1)];
  return first === undefined || last === undefined ? [] : [trailOf(link, place, { from: first.from, to: last.to })];
}
