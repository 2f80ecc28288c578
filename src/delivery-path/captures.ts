import { MINUTE } from '../instant.ts';
import { type Captured, componentName, entriesOf, knowledgeIn, meanTheSame, withAnchored } from './anchors.ts';
import type { World } from './world.ts';

/**
 * How far apart the moment of a capture and that of which an item tells may be: it is read once its recording has begun,
 * from a service that may take a while to answer as it was told to, and by another clock. To be safe: no AWS page says
 * how long.
 */
export const READING: number = 2 * MINUTE;

/** What an item of AWS Config says beside what was known. */
export interface HeldItem {
  readonly world: World;
  /** What it tells of its moment, by `componentName`. */
  readonly shown: ReadonlySet<string>;
  /** Of that, what was not known to be so: another value, or one that was merely inferred. */
  readonly anew: ReadonlySet<string>;
  /** Of that, what was known to be otherwise: it was changed unseen. */
  readonly contradicted: ReadonlySet<string>;
}

/**
 * Holds an item against what is known at its moment. One that shows what stood right before, or may have, or what a call
 * right behind it wrote, tells nothing.
 *
 * @param before the worlds of the time of `READING` before
 * @param behind what calls within that time behind it wrote
 */
export function holdItem(
  item: Captured,
  world: World,
  before: readonly World[] = [],
  behind: readonly World[] = [],
): HeldItem {
  const shown = new Set<string>();
  const anew = new Set<string>();
  const contradicted = new Set<string>();
  let next = world;
  for (const { component, name, value } of entriesOf(item)) {
    const isAsIn = (other: World): boolean => {
      const known = knowledgeIn(other, component, name);
      return known?.state === 'known' && meanTheSame(component, known.value, value);
    };
    const left = knowledgeIn(world, component, name);
    const isSame = isAsIn(world);
    const mayBeIn = (other: World): boolean => knowledgeIn(other, component, name)?.state !== 'known' || isAsIn(other);
    const mayBeBefore = left?.state === 'known' && before.some(mayBeIn);
    if (!isSame && (mayBeBefore || behind.some(isAsIn))) continue;
    const key = componentName(component, name);
    shown.add(key);
    const isInferred = left?.state === 'known' && left.basis === 'capture' && left.capturedAt === item.capturedAt;
    if (isSame && !isInferred) continue;
    anew.add(key);
    next = withAnchored(next, component, name, item);
    if (!isSame && left?.state === 'known') contradicted.add(key);
  }
  return { world: next, shown, anew, contradicted };
}
