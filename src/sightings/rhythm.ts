import { DAY, HOUR, MINUTE } from '../instant.ts';
import type { Interval } from '../interval.ts';

/** What records are counted by: a log with a record in these minutes was on in them. */
export const SLOT: number = 5 * MINUTE;

/**
 * The stretches over which a log was on, as far as its records tell: a silence longer than two hours and than four
 * times what nine in ten pauses keep to within three days either side is a hole, and so is every pause where fewer
 * than twelve five minutes of those days have a record, since nothing there tells what is usual. Fitted to simulated
 * histories.
 *
 * @param slots five minutes with a record each, counted since 1970, in order and each once
 */
export function stretchesOf(slots: readonly number[]): Interval[] {
  const stretches: Interval[] = [];
  let from = 0;
  let [first, last] = [0, 0];
  for (let index = 1; index <= slots.length; index += 1) {
    const [before = 0, after] = [slots[index - 1], slots[index]];
    if (after !== undefined) {
      while ((slots[first] ?? 0) < before - AROUND) first += 1;
      while (last < slots.length && (slots[last] ?? 0) <= after + AROUND) last += 1;
      if (last - first >= FEWEST_RECORDS && !isSilence(slots, index, first, last)) continue;
    }
    // A single record is no stretch: it says that the log was on then, and nothing of before and after.
    if (index - from > 1) stretches.push({ from: (slots[from] ?? 0) * SLOT, to: (before + 1) * SLOT });
    from = index;
  }
  return stretches;
}

function isSilence(slots: readonly number[], index: number, first: number, last: number): boolean {
  const length = (slots[index] ?? 0) - (slots[index - 1] ?? 0);
  if (length * SLOT <= SHORTEST_SILENCE) return false;
  let [pauses, short] = [0, 0];
  for (let other = first + 1; other < last; other += 1) {
    if (other === index) continue;
    pauses += 1;
    if (4 * ((slots[other] ?? 0) - (slots[other - 1] ?? 0)) < length) short += 1;
  }
  return short >= Math.ceil(pauses * 0.9);
}

const SHORTEST_SILENCE: number = 2 * HOUR;
const AROUND: number = (3 * DAY) / SLOT;
const FEWEST_RECORDS = 12;
