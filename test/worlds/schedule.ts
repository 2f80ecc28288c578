import { indexAt, type Step, stateAt, stretchStart } from './evaluate.ts';
import type { State } from './state.ts';
import { DAY, MINUTE, type World } from './world.ts';

/** Whether a run begins, and if not, whose doing that is. */
export type Due =
  /** `isFresh`: so soon after an enabling, a creation or a move that the stop before it explains it as well. */
  | { readonly kind: 'begins'; readonly isFresh: boolean }
  /** No run by a schedule that has been in force for long enough. */
  | { readonly kind: 'never'; readonly lenient: boolean }
  | {
      readonly kind: 'not-due';
      readonly breakers: ReadonlySet<string>;
      readonly definite: boolean;
      readonly lenient: boolean;
      readonly isFresh: boolean;
      readonly why: string;
    };

export function judgeDue(world: World, steps: readonly Step[], time: number, usualEnd: number): Due {
  const index = indexAt(steps, time);
  const state = stateAt(steps, time);
  const { configuration } = state;
  const resumed = lastResumption(steps, index);
  const isFresh = resumed !== null && time < resumed.at + 2 * DAY;
  const isSteady = index === indexAt(steps, usualEnd) || sameConfiguration(steps, index, indexAt(steps, usualEnd));
  const isLongSo = sameConfiguration(steps, indexAt(steps, time - 16 * MINUTE), index);
  const isStopped = configuration === null || !configuration.enabled;
  const weekly = weeklySince(steps, index);
  const isOffDay = weekly !== null && new Date(time).getUTCDay() !== 0;
  const isFirstWeek = weekly !== null && !hasSundayBetween(world, weekly.at, time);
  if (isOffDay && !isFirstWeek) return { kind: 'never', lenient: weekly.isUnclear };
  const breakers = new Set<string>();
  if (isStopped) addEvent(breakers, steps, stretchStart(steps, index, isOff));
  if (isOffDay && weekly.start !== null) addEvent(breakers, steps, weekly.start);
  if (isStopped || isOffDay) {
    return {
      kind: 'not-due',
      breakers,
      definite: isSteady && isLongSo && !isFresh && breakers.size === 1,
      lenient: isOffDay && (weekly.isUnclear || isStopped),
      isFresh: isFresh || isOffDay,
      why: isStopped ? 'configuration off' : 'rescheduled',
    };
  }
  if (resumed !== null && time < resumed.at + world.manners.firstReport) {
    addEvent(breakers, steps, resumed.stop);
    if (resumed.isMove) addEvent(breakers, steps, resumed.index);
    return { kind: 'not-due', breakers, definite: false, lenient: true, isFresh: true, why: 'first report not yet' };
  }
  return { kind: 'begins', isFresh };
}

function isOff({ configuration }: State): boolean {
  return configuration === null || !configuration.enabled;
}

interface Resumption {
  readonly at: number;
  readonly index: number;
  /** The step that began the stop which it ended. */
  readonly stop: number | null;
  readonly isMove: boolean;
}

/** The last enabling, creation or move. */
function lastResumption(steps: readonly Step[], from: number): Resumption | null {
  for (let index = from; index > 0; index--) {
    const { at, state } = steps[index] as Step;
    const earlier = (steps[index - 1] as Step).state;
    if (isOff(state) || state.configuration === earlier.configuration) continue;
    const stop = stretchStart(steps, index - 1, isOff);
    const isMove =
      earlier.configuration !== null &&
      (earlier.configuration.bucket !== state.configuration?.bucket ||
        earlier.configuration.prefix !== state.configuration?.prefix);
    if (stop !== null || isMove) return { at, index, stop, isMove };
  }
  return null;
}

/**
 * Since when the schedule is weekly; `start` is null where it always was. While the configuration is off, or was
 * made anew, whether the days between are expected is open.
 */
function weeklySince(steps: readonly Step[], index: number) {
  let last = index;
  while (last > 0 && (steps[last] as Step).state.configuration === null) last--;
  const isWeekly = ({ configuration }: State): boolean =>
    configuration === null || configuration.frequency === 'Weekly';
  if ((steps[last] as Step).state.configuration?.frequency !== 'Weekly') return null;
  let start = stretchStart(steps, last, isWeekly) ?? 0;
  while ((steps[start] as Step).state.configuration === null) start++;
  const isUnclear =
    steps.slice(start, index + 1).some(({ state }) => isOff(state)) ||
    (start > 0 && isOff((steps[start - 1] as Step).state));
  return { start: start === 0 ? null : start, at: (steps[start] as Step).at, isUnclear };
}

function hasSundayBetween(world: World, from: number, to: number): boolean {
  if (from < world.start) return true;
  const hour = world.start + world.manners.hour * 60 * MINUTE;
  for (let run = hour + Math.max(0, Math.ceil((from - hour) / DAY)) * DAY; run < to; run += DAY) {
    if (new Date(run).getUTCDay() === 0) return true;
  }
  return false;
}

function sameConfiguration(steps: readonly Step[], first: number, last: number): boolean {
  return steps
    .slice(first, last + 1)
    .every(({ state }) => state.configuration === (steps[first] as Step).state.configuration);
}

function addEvent(to: Set<string>, steps: readonly Step[], index: number | null): void {
  const event = index === null ? null : steps[index]?.event;
  if (event) to.add(event.id);
}
