import type { Case } from '../case/case.ts';
import type { Instant } from '../instant.ts';
import type { Call } from '../sightings/call.ts';
import type { ConfigurationHistory, ConfigurationStep } from './configuration-state.ts';
import { isOpen, type Link, type LinkState, type PathStep } from './link.ts';
import type { Path } from './path.ts';
import { isSameFor, type Place, placeOf } from './place.ts';

/** How the unbroken denial of a link at a place began. */
export interface Beginning {
  /** The change that began it; null where none is seen. */
  readonly call: Call | null;
  /** null where it was denied from the start of the evidence. */
  readonly time: Instant | null;
  /** The state with which it began. */
  readonly state: LinkState;
  /** A configuration call made the place while what decides there was not known: it may have been open for a while. */
  readonly isUnsure: boolean;
}

/**
 * A denial begins with the later of two: the call that closed the place, and the configuration call that made it the
 * place. What rewrites a denial does not begin it; nor does a change to a place that was not known to be open when the
 * configuration went there.
 */
export function beginningOfDenial(link: Link, placed: PlacedMoment): Beginning {
  const { path, moment } = placed;
  const since = path.deniedSince(link, moment);
  if (since === null) throw new RangeError(`the ${link} is not denied at that moment`);
  const { step, before } = since;
  const state = step.links[link];
  const closed = callBehind(step, link, path);
  const unseen = unseenMove(link, placed);
  if (unseen !== null) {
    const isLater = step.from !== null && step.from > unseen;
    return { call: isLater ? closed : null, time: isLater ? step.from : unseen, state, isUnsure: isLater };
  }
  const made = placeMadeBy(link, placed);
  if (made !== null && made.from !== null && made.from >= (step.from ?? Number.NEGATIVE_INFINITY)) {
    return { call: made.call, time: made.from, state, isUnsure: path.at(made.from).links[link].state !== 'denied' };
  }
  const isKnownOpen = before !== null && isOpen(before.links[link]);
  if (made !== null && made.from !== null && !isKnownOpen && !wasOpenBetween(path, link, made.from, step.from)) {
    return { call: made.call, time: made.from, state, isUnsure: true };
  }
  return { call: closed, time: step.from, state, isUnsure: false };
}

/** A moment at a place, to which a state of the configuration sent the reports. */
export interface PlacedMoment {
  readonly moment: Instant;
  readonly step: ConfigurationStep;
  readonly place: Place;
  /** At that place. */
  readonly path: Path;
  readonly input: BeginningInput;
}

export interface BeginningInput {
  readonly configuration: ConfigurationHistory;
  readonly subject: Case;
  /** The folder time of the last run before a moment that was delivered to another place, as far as a link minds. */
  readonly lastElsewhere: (link: Link, place: Place, moment: Instant) => Instant;
}

/**
 * A refused write tells its place, and so do reports: where the configuration in evidence names another, or reports
 * came to another place since it came to name this one, they were sent here by a change that nobody saw, later than
 * this moment. Null where nothing speaks of one.
 */
function unseenMove(link: Link, placed: PlacedMoment): Instant | null {
  const { moment, step, place, input } = placed;
  const elsewhere = input.lastElsewhere(link, place, moment);
  if (!isSameFor(link, placeOf(step.state, input.subject), place)) {
    return Math.max(step.from ?? Number.NEGATIVE_INFINITY, elsewhere);
  }
  const since = placeMadeBy(link, placed)?.from ?? Number.NEGATIVE_INFINITY;
  return elsewhere > since ? elsewhere : null;
}

/** The call that put the document there that denies; where its own date began the denial, also long before. */
function callBehind(step: PathStep, link: Link, path: Path): Call | null {
  let behind = step;
  while (behind.byClock && behind.from !== null) behind = path.lastTouch(link, behind.from - 1);
  return behind.call;
}

/** The step at which the configuration came to name a place, as far as a link minds; null where it always did. */
export function placeMadeBy(
  link: Link,
  { step: configured, place, input: { configuration, subject } }: PlacedMoment,
): ConfigurationStep | null {
  const { steps } = configuration;
  // A configuration that was deleted and is there again names its place as before.
  const isHere = ({ state }: ConfigurationStep): boolean =>
    state.exists === false || isSameFor(link, placeOf(state, subject), place);
  let index = steps.findLastIndex((step, position) => position <= steps.indexOf(configured) && isHere(step));
  while (index > 0) {
    const before = steps[index - 1];
    if (before === undefined || !isHere(before)) break;
    index -= 1;
  }
  // A deletion names no place: the call behind it did.
  while (index > 0 && steps[index]?.state.exists === false) index += 1;
  return index <= 0 ? null : (steps[index] ?? null);
}

function wasOpenBetween(path: Path, link: Link, from: Instant, to: Instant | null): boolean {
  if (to === null) return false;
  return isOpen(path.at(from).links[link]) || path.between(from, to).some(({ links }) => isOpen(links[link]));
}
