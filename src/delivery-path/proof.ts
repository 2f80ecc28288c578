import { type Instant, MINUTE } from '../instant.ts';
import type { Delivery } from './delivery.ts';
import { LINKS, type Link, type LinkState, type LinkStates, type PathStep, unknown } from './link.ts';
import { replacesDocument } from './replaces-document.ts';

/** How long a change of policy may take to act everywhere: a delivery sooner than that proves nothing about it. */
export const PROPAGATION: number = 15 * MINUTE;

/**
 * What the deliveries prove: a report that arrived while a document was in force shows that the document
 * let it through. Where the replay could not tell, the deliveries do; where an event's own body says
 * denied and reports arrived all the same, the observation wins and the contradiction is marked. A
 * document that describes `now` and contradicts earlier deliveries holds only at `now`: somebody
 * changed it unseen in between.
 *
 * The configuration itself is proven by the run, not by the arrival: a run in progress may finish after
 * the configuration was disabled, and a deleted one may deliver once more. Two runs that began after
 * either show that it was put back unseen. For the same reason a run that
 * began before its configuration was changed proves nothing of what the change led to.
 *
 * A denial that a delivery disproved stays disproved until a call replaces the document that denies: a
 * change of something else, which has the same document judged again, broke nothing.
 */
export function proveByDeliveries(
  steps: readonly PathStep[],
  deliveries: readonly Delivery[],
  now: Instant,
): PathStep[] {
  const dated = deliveries.filter(({ deliveredAt, timeIsApproximate }) => deliveredAt !== null && !timeIsApproximate);
  const runs = deliveries.map(({ runTime }) => runTime).sort((a, b) => a - b);
  const proven = steps.map(({ links }) => ({ ...links }) as Record<Link, LinkState>);
  const atNow: Partial<Record<Link, LinkState>> = {};
  for (const link of LINKS) {
    const arrivals = arrivalsThatProve(link, steps, dated);
    let disproved: LinkState | null = null;
    let isRevoked = false;
    for (const { first, end } of segments(steps, link)) {
      const start: PathStep | undefined = steps[first];
      const from = steps[first]?.from ?? null;
      const to = steps[end]?.from ?? Number.POSITIVE_INFINITY;
      const isProven =
        link === 'configuration'
          ? hasBetween(runs, from ?? Number.NEGATIVE_INFINITY, to)
          : hasBetween(arrivals, from === null ? Number.NEGATIVE_INFINITY : from + PROPAGATION, to);
      const raw: LinkState | undefined = start?.links[link];
      const carried: boolean =
        !isProven && start !== undefined && isSameDenial(raw, disproved) && !replacesDocument(start, link);
      disproved = (isProven || carried) && raw?.state === 'denied' ? raw : null;
      if (!isProven && !carried) continue;
      isRevoked = carried && (isRevoked || start?.call?.action.kind === 'revoke-grant');
      const isPutBack =
        link === 'configuration' && countBetween(runs, from ?? Number.NEGATIVE_INFINITY, to) >= 2 && isStopped(raw);
      for (let index = first; index < end; index += 1) {
        const state = proven[index]?.[link];
        if (state === undefined) continue;
        const observed = isRevoked
          ? REVOKED
          : carried
            ? stillDisproved(state)
            : link === 'configuration' && state.state === 'denied' && !isPutBack
              ? state
              : observe(state);
        if (observed !== state && state.state === 'denied' && state.basis === 'document' && steps[index]?.from !== now)
          atNow[link] = state;
        const links = proven[index];
        if (links !== undefined) links[link] = observed;
      }
    }
  }
  const result: PathStep[] = steps.map((step, index) => ({ ...step, links: proven[index] ?? step.links }));
  const last = result[result.length - 1];
  const contradicted = LINKS.filter((link) => atNow[link] !== undefined);
  if (last === undefined || contradicted.length === 0) return result;
  const links: LinkStates = { ...last.links, ...atNow };
  return [...result, { from: now, call: null, links, touched: new Set(contradicted), replaced: null }];
}

/** When the deliveries arrived that speak for a link, in order: not those whose run began before a change of configuration that reaches it. */
function arrivalsThatProve(link: Link, steps: readonly PathStep[], dated: readonly Delivery[]): Instant[] {
  const changes = steps.flatMap(({ from, touched }) =>
    from !== null && touched.has('configuration') && touched.has(link) ? [from] : [],
  );
  return dated
    .flatMap(({ runTime, deliveredAt }) =>
      deliveredAt === null || hasBetween(changes, runTime + 1, deliveredAt + 1) ? [] : [deliveredAt],
    )
    .sort((a, b) => a - b);
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

function isStopped(state: LinkState | undefined): boolean {
  return state?.state === 'denied' && (state.decision === 'disabled' || state.decision === 'deleted');
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
      if (state.basis === 'document') return byDelivery;
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

/** Whether a sorted list has a moment in [from, to). */
function hasBetween(sorted: readonly Instant[], from: Instant, to: Instant): boolean {
  return countBetween(sorted, from, to) > 0;
}

function countBetween(sorted: readonly Instant[], from: Instant, to: Instant): number {
  return firstAtOrAfter(sorted, to) - firstAtOrAfter(sorted, from);
}

/** Index of the first moment of a sorted list that is not before another. */
function firstAtOrAfter(sorted: readonly Instant[], moment: Instant): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
