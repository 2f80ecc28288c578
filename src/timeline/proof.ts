import type { Delivery } from '../delivery/delivery.ts';
import { type Instant, MINUTE } from '../instant.ts';
import { LINKS, type Link, type LinkState, type LinkStates, type PathStep } from './link.ts';

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
 * the configuration was disabled, and a deleted one may deliver once more.
 */
export function proveByDeliveries(
  steps: readonly PathStep[],
  deliveries: readonly Delivery[],
  now: Instant,
): PathStep[] {
  const dated = deliveries.filter(({ deliveredAt, timeIsApproximate }) => deliveredAt !== null && !timeIsApproximate);
  const arrivals = dated.map(({ deliveredAt }) => deliveredAt ?? 0).sort((a, b) => a - b);
  const runs = deliveries.map(({ runTime }) => runTime).sort((a, b) => a - b);
  const proven = steps.map(({ links }) => ({ ...links }) as Record<Link, LinkState>);
  const atNow: Partial<Record<Link, LinkState>> = {};
  for (const link of LINKS) {
    for (const { first, end } of segments(steps, link)) {
      const from = steps[first]?.from ?? null;
      const to = steps[end]?.from ?? Number.POSITIVE_INFINITY;
      const isProven =
        link === 'configuration'
          ? hasBetween(runs, from ?? Number.NEGATIVE_INFINITY, to)
          : hasBetween(arrivals, from === null ? Number.NEGATIVE_INFINITY : from + PROPAGATION, to);
      if (!isProven) continue;
      for (let index = first; index < end; index += 1) {
        const state = proven[index]?.[link];
        if (state === undefined) continue;
        const observed = observe(link, state);
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

function observe(link: Link, state: LinkState): LinkState {
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
      if (link === 'configuration') return state;
      if (state.basis === 'document') return byDelivery;
      return {
        ...byDelivery,
        warnings: [
          ...state.warnings,
          {
            code: 'replay-contradicted',
            message: `the replay says that delivery was denied (${state.explanation}), yet reports arrived: the observation is taken as right`,
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
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const found = sorted[low];
  return found !== undefined && found < to;
}
