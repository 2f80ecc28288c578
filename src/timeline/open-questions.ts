import { type Beginning, beginningOfDenial, placeMadeBy } from '../delivery-path/beginning.ts';
import { isRefusedByKms } from '../delivery-path/delivery.ts';
import { BEFORE_THE_KEY, isOpen, LINKS, type Link, type PathStep } from '../delivery-path/link.ts';
import { isUnsettled, type Path } from '../delivery-path/path.ts';
import type { Place } from '../delivery-path/place.ts';
import { replacesDocument } from '../delivery-path/replaces-document.ts';
import type { Instant } from '../instant.ts';
import type { Call } from '../sightings/call.ts';
import type { PlausibleWrite } from './explain-input.ts';
import type { Denial, Explanation } from './explanation.ts';
import type { Run } from './runs.ts';

/** No link is known to deny: what the changes of unknown effect leave open. */
export function openQuestions(write: PlausibleWrite): Explanation[] {
  const { run, moment, place, path } = write;
  const { links } = path.at(moment);
  const answers: Explanation[] = [];
  const open: { link: Link; by: Call[] }[] = [];
  for (const link of LINKS) {
    if (!isUnsettled(links[link]) || !isPossible(link, run)) continue;
    const { by, denied } = behind(link, write);
    if (by.length === 0) continue;
    open.push({ link, by });
    if (denied !== null) {
      answers.push(denialOf(link, place, beginningOfDenial(link, { ...write, moment: denied })));
    }
  }
  const ahead = LINKS.flatMap((link): Denial[] =>
    isUnsettled(links[link]) && isPossible(link, run) ? closedAhead(link, moment, place, path) : [],
  );
  if (open.length === 0) {
    // A refused write, and nothing else that may have refused it.
    const isOnlyAnswer = run.denied.length > 0 && ahead.length === 1;
    return isOnlyAnswer ? ahead : [...ahead, { kind: 'unseen' }];
  }
  const isOnlyQuestion = run.denied.length > 0 && open.length === 1 && answers.length === 1;
  if (isOnlyQuestion) return answers;
  const by = [...new Set(open.flatMap((question) => question.by))].sort((a, b) => a.time - b.time);
  return [...answers, ...ahead, { kind: 'undetermined', place, links: open.map(({ link }) => link), by }];
}

/** A denial that an item of AWS Config shows behind a moment, with no call between: it may have begun before the moment. */
function closedAhead(link: Link, moment: Instant, place: Place, path: Path): Denial[] {
  const next = path.steps.find(({ from, touched }) => from !== null && from > moment && touched.has(link));
  if (next?.from == null || !next.shown.has(link) || next.links[link].state !== 'denied') return [];
  return [denialOf(link, place, { call: null, time: next.from, state: next.links[link], isUnsure: false })];
}

/** Denials of other links, begun before a known one, that changes of unknown content may have kept. */
export function keptDenials(write: PlausibleWrite, first: Denial): Explanation[] {
  const { run, moment, place, path } = write;
  const { links } = path.at(moment);
  return LINKS.flatMap((link): Explanation[] => {
    if (!isUnsettled(links[link]) || !isPossible(link, run)) return [];
    const { denied } = behind(link, write);
    if (denied === null) return [];
    const kept = denialOf(link, place, beginningOfDenial(link, { ...write, moment: denied }));
    return (kept.since?.time ?? 0) < (first.since?.time ?? 0) ? [kept] : [];
  });
}

/** Links that something in force decides wherever the reports go; the others deny only where something was done. */
const HAS_DOCUMENT: ReadonlySet<Link> = new Set(['destination-policy', 'key-policy', 'key-state']);

/** Sent, before a known denial began, to a place of which another link was never known to be open: it may have denied first. */
export function neverKnownOpen(write: PlausibleWrite, first: Denial): Explanation | null {
  const { run, moment, place, path } = write;
  const { links: states } = path.at(moment);
  const found = LINKS.flatMap((link): { link: Link; call: Call }[] => {
    if (link === first.link || !HAS_DOCUMENT.has(link) || !isUnsettled(states[link]) || !isPossible(link, run))
      return [];
    const call = placeMadeBy(link, write)?.call ?? null;
    if (call === null || first.since === null || call.time >= first.since.time) return [];
    return behind(link, write).by.includes(call) ? [{ link, call }] : [];
  });
  const [only] = found;
  return only === undefined
    ? null
    : { kind: 'undetermined', place, links: found.map(({ link }) => link), by: [only.call] };
}

/** The calls of unknown effect since a link was last known, and whether it was then denied (a moment of that denial). */
function behind(link: Link, write: PlausibleWrite): { readonly by: Call[]; readonly denied: Instant | null } {
  const { moment, path } = write;
  const by: Call[] = [];
  let step = path.lastTouch(link, moment);
  while (step.from !== null) {
    const { state } = step.links[link];
    if (state === 'denied') return { by, denied: step.from };
    if (isOpen(step.links[link])) return { by, denied: null };
    if (step.call !== null && canHaveBroken(step, link, path)) by.push(step.call);
    step = path.lastTouch(link, step.from - 1);
  }
  if (step.links[link].state === 'denied') return { by, denied: Number.NEGATIVE_INFINITY };
  // Never known there: sending the reports there may have broken them.
  if (!HAS_DOCUMENT.has(link)) return { by, denied: null };
  const made = placeMadeBy(link, write);
  if (made === null || made.from === null || made.call === null) return { by, denied: null };
  const since = made.from;
  return { by: [...by.filter(({ time }) => time > since), made.call], denied: null };
}

/** A grant can only add access; and a call that left a document in place that was unknown before it broke nothing that shows. */
function canHaveBroken(step: PathStep, link: Link, path: Path): boolean {
  if (step.call === null || step.call.action.kind === 'create-grant') return false;
  // Whatever the other copies tell, what this one tells broke nothing.
  if (step.asTold !== null && isOpen(step.asTold[link])) return false;
  const around = path.around(step.call);
  if (around === null || replacesDocument(around.after, link)) return true;
  return around.after.links[link].explanation !== around.before.links[link].explanation;
}

/**
 * Whether a link of unknown state may be what stopped a run. A refused write shows that configuration and bucket were
 * there; an error of KMS, that what decides before the key let the write through.
 */
function isPossible(link: Link, run: Run): boolean {
  if (run.denied.length === 0) return true;
  const byKey = run.denied.some(isRefusedByKms);
  return link !== 'configuration' && link !== 'destination-bucket' && !(byKey && BEFORE_THE_KEY.has(link));
}

export function denialOf(link: Link, place: Place, { call, state, isUnsure }: Beginning): Denial {
  return { kind: 'denied', link, resource: resourceOf(link, place), place, state, since: call, isUnsure };
}

function resourceOf(link: Link, { bucket, encryption }: Place): string {
  if (link === 'key-policy' || link === 'key-state') return encryption?.type === 'SSE-KMS' ? encryption.keyId : '';
  return bucket ?? '';
}
