import { formatInstant, type Instant } from '../instant.ts';
import { isOpen, type Link, type PathStep, unknown } from './link.ts';

/** What makes a step one that nobody's call began. */
export const UNSEEN: Pick<PathStep, 'call' | 'replaced' | 'asTold' | 'shown' | 'byClock'> = {
  call: null,
  replaced: null,
  asTold: null,
  shown: new Set(),
  byClock: false,
};

/**
 * Where an item of AWS Config shows a link denied that no call is known to have closed, it was closed at some moment
 * between: from when it was last known to be open until the capture, whether it was is not known.
 *
 * @param arrivals when reports arrived that show the link open, in order
 */
export function unknownBeforeCaptures<T extends PathStep>(
  steps: readonly T[],
  link: Link,
  arrivals: readonly Instant[],
): readonly T[] {
  if (!steps.some(({ shown }) => shown.has(link))) return steps;
  const result: T[] = [];
  for (const step of steps) {
    const before = result[result.length - 1];
    const { from, links } = step;
    const isClosed = step.call === null && from !== null && step.shown.has(link) && links[link].state === 'denied';
    if (isClosed && before !== undefined && isOpen(before.links[link])) closeUnseen(result, link, from, arrivals);
    result.push(step);
  }
  return result;
}

function closeUnseen<T extends PathStep>(steps: T[], link: Link, until: Instant, arrivals: readonly Instant[]): void {
  let first = steps.length - 1;
  while (first > 0 && steps[first]?.touched.has(link) !== true && !shows(steps[first], link)) first -= 1;
  const arrived = arrivals.findLast((time) => time < until);
  const lastOpen = Math.max(steps[first]?.from ?? Number.NEGATIVE_INFINITY, arrived ?? Number.NEGATIVE_INFINITY);
  // Nothing tells of any moment that it was open: what is shown is taken for the time before as well.
  if (lastOpen === Number.NEGATIVE_INFINITY || lastOpen + 1 >= until) return;
  const state = unknown(`AWS Config shows it denied ${formatInstant(until)}; since when is not known`);
  const at = steps.findLastIndex(({ from }) => (from ?? Number.NEGATIVE_INFINITY) <= lastOpen);
  const begin = steps[at];
  if (begin === undefined) return;
  for (let index = at + 1; index < steps.length; index += 1) {
    const step = steps[index];
    if (step !== undefined) steps[index] = { ...step, links: { ...step.links, [link]: state } };
  }
  const links = { ...begin.links, [link]: state };
  steps.splice(at + 1, 0, { ...begin, ...UNSEEN, from: lastOpen + 1, links, touched: new Set([link]) });
}

function shows(step: PathStep | undefined, link: Link): boolean {
  return step?.shown.has(link) === true && isOpen(step.links[link]);
}
