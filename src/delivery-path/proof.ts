import { firstAtOrAfter, type Instant } from '../instant.ts';
import { LINKS, type Link, type LinkState, type LinkStates, type PathStep, unknown } from './link.ts';
import { type Observations, PROPAGATION, propagationOf } from './observation.ts';
import type { Place } from './place.ts';
import { replacesDocument } from './replaces-document.ts';
import { createLinkChanger } from './state-table.ts';
import { UNSEEN, unknownBeforeCaptures } from './unknown-before-captures.ts';

/**
 * What the deliveries prove of the path at a place: a report that arrived while a document was in force shows that
 * the document let it through. Where the replay could not tell, the deliveries do; where an event's own body says
 * denied and reports arrived all the same, the observation wins and the contradiction is marked. A
 * document that describes `now` and contradicts earlier deliveries holds only at `now`: somebody
 * changed it unseen in between.
 *
 * Where runs were missed between the change and the arrival, and no trail shows whether the document was changed in
 * between, the arrival speaks for itself alone: an opening that nobody saw came before it.
 *
 * The configuration itself is proven by the run, not by the arrival: a run in progress may finish after
 * the configuration was disabled, and a deleted one may deliver once more. Two runs that began after
 * either show that it was put back unseen.
 *
 * A denial that a delivery disproved stays disproved until a call replaces the document that denies: a
 * change of something else, which has the same document judged again, broke nothing.
 */
export function proveByDeliveries<T extends PathStep>(
  steps: readonly T[],
  place: Place,
  observations: Observations,
  now: Instant,
): readonly T[] {
  let proven: readonly T[] = steps;
  const atNow: Partial<Record<Link, LinkState>> = {};
  for (const link of LINKS) {
    proven = proveLink(proven, link, place, observations, now, atNow);
    proven = unknownBeforeCaptures(proven, link, observations.arrivals(link, place));
  }
  const last = proven[proven.length - 1];
  const contradicted = LINKS.filter((link) => atNow[link] !== undefined);
  if (last === undefined || contradicted.length === 0) return proven;
  const links: LinkStates = { ...last.links, ...atNow };
  return [...proven, { ...last, ...UNSEEN, from: now, links, touched: new Set(contradicted) }];
}

function proveLink<T extends PathStep>(
  steps: readonly T[],
  link: Link,
  place: Place,
  observations: Observations,
  now: Instant,
  atNow: Partial<Record<Link, LinkState>>,
): readonly T[] {
  const arrivals = observations.arrivals(link, place);
  if (arrivals.length === 0) return steps;
  const changed = createLinkChanger(link);
  const asSeen = once(observe);
  const asBefore = once(stillDisproved);
  const result: T[] = [];
  let disproved: LinkState | null = null;
  let isRevoked = false;
  for (const { first, end } of segments(steps, link)) {
    const start: T | undefined = steps[first];
    if (start === undefined) continue;
    const raw: LinkState = start.links[link];
    const to = steps[end]?.from ?? Number.POSITIVE_INFINITY;
    const openFrom = shownOpenFrom(start.from, to, raw, { link, place, arrivals, observations });
    const isProven = openFrom !== null;
    const carried: boolean = !isProven && isSameDenial(raw, disproved) && !replacesDocument(start, link);
    disproved = (isProven || carried) && raw.state === 'denied' ? raw : null;
    isRevoked = carried && (isRevoked || start.call?.action.kind === 'revoke-grant');
    const observed = (state: LinkState): LinkState => (isRevoked ? REVOKED : carried ? asBefore(state) : asSeen(state));
    for (let index = first; index < end; index += 1) {
      const step = steps[index];
      if (step === undefined) continue;
      const state = step.links[link];
      const begin = step.from ?? Number.NEGATIVE_INFINITY;
      const finish = steps[index + 1]?.from ?? Number.POSITIVE_INFINITY;
      if ((!isProven && !carried) || (openFrom !== null && openFrom > finish)) {
        result.push(step);
        continue;
      }
      const seen = observed(state);
      if (state.state === 'denied' && state.basis === 'document' && step.from !== now) atNow[link] = state;
      const opened = seen === state ? step : { ...step, links: changed(step.links, seen) };
      if (openFrom === null || openFrom <= begin || seen === state) {
        result.push(opened);
        continue;
      }
      const links = { ...opened.links, [link]: unseenOpening(seen) };
      const touched = new Set([link]);
      result.push(step, { ...opened, ...UNSEEN, from: openFrom, links, touched });
    }
  }
  return result;
}

/** From when on the arrivals within a segment show a link open; minus infinity for the whole of it, null for not at all. */
function shownOpenFrom(
  from: Instant | null,
  to: Instant,
  raw: LinkState,
  {
    link,
    place,
    arrivals,
    observations,
  }: {
    readonly link: Link;
    readonly place: Place;
    readonly arrivals: readonly Instant[];
    readonly observations: Observations;
  },
): Instant | null {
  const isRun = link === 'configuration';
  const settled = from === null ? Number.NEGATIVE_INFINITY : from + (isRun ? 0 : propagationOf(link));
  const position = firstAtOrAfter(arrivals, settled);
  const arrival = arrivals[position];
  if (arrival === undefined || arrival >= to) return null;
  if (isRun && raw.state === 'denied' && (arrivals[position + 1] ?? to) >= to) return null;
  if (from === null || raw.state === 'allowed' || raw.state === 'not-applicable') return Number.NEGATIVE_INFINITY;
  const { missedWrites, isCovered } = observations;
  const missed = missedWrites[firstAtOrAfter(missedWrites, from)];
  if (missed === undefined || missed >= arrival || isCovered(link, place, from, arrival)) {
    return Number.NEGATIVE_INFINITY;
  }
  return Math.max(isRun ? arrival : arrival - PROPAGATION, from + 1);
}

function unseenOpening(state: LinkState): LinkState {
  return {
    ...state,
    warnings: [
      {
        code: 'unseen-opening',
        message: 'reports arrived again though no log shows what let them through: a change in between was not seen',
      },
    ],
  };
}

function isSameDenial(state: LinkState | undefined, disproved: LinkState | null): boolean {
  return state?.state === 'denied' && disproved !== null && state.explanation === disproved.explanation;
}

function stillDisproved(state: LinkState): LinkState {
  return {
    ...state,
    state: 'allowed',
    decision: 'allowed',
    basis: 'deliveries',
    unknownKeys: [],
    explanation: 'the document that decides stayed the same, and reports had arrived under it',
  };
}

const REVOKED = unknown('reports arrived although the key policy denies: whether by the revoked grant is not known');

/** Answers the same for the same state, and makes the answer once. */
function once(answer: (state: LinkState) => LinkState): (state: LinkState) => LinkState {
  const known = new Map<LinkState, LinkState>();
  return (state) => {
    const found = known.get(state) ?? answer(state);
    known.set(state, found);
    return found;
  };
}

function observe(state: LinkState): LinkState {
  const byDelivery: LinkState = {
    ...state,
    state: 'allowed',
    decision: 'allowed',
    basis: 'deliveries',
    unknownKeys: [],
    explanation: 'reports arrived while this was in force',
  };
  switch (state.state) {
    case 'unknown':
    case 'depends':
      return byDelivery;
    case 'denied':
      if (state.basis === 'document' || state.basis === 'capture') return byDelivery;
      return {
        ...byDelivery,
        warnings: [
          ...state.warnings,
          {
            code: 'replay-contradicted',
            message: `by the logs delivery was denied (${state.explanation}), yet reports arrived: the arrivals are taken as right, and a change in between may be missing from the logs`,
          },
        ],
      };
    case 'allowed':
    case 'not-applicable':
      return state;
    default:
      return state.state satisfies never;
  }
}

/** The stretches of steps over which a link's inputs stayed the same; `end` is exclusive. */
function segments(steps: readonly PathStep[], link: Link): { first: number; end: number }[] {
  const starts = steps.flatMap(({ touched }, index) => (index === 0 || touched.has(link) ? [index] : []));
  return starts.map((first, position) => ({ first, end: starts[position + 1] ?? steps.length }));
}
