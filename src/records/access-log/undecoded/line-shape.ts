import { TIME_LENGTH } from '../parse-time.ts';

/** What the lines of a log look like that have parsed, told by a few of their bytes. */
export interface LineShape {
  /** Takes a line that has parsed for an example. `newline` is where its ending stands. */
  learn(bytes: Buffer, start: number, newline: number): void;
  /** Whether a line has its time where examples had theirs, and ends as one of them did. */
  fits(bytes: Buffer, start: number, newline: number): boolean;
}

/** Lines of one log differ little: the same owner and bucket stand in front of the time. */
export function createLineShape(): LineShape {
  const times: number[] = [];
  const endings = new Set<number>();

  return {
    learn(bytes, start, newline) {
      const time = bytes.indexOf(OPEN, start) - start;
      if (!times.includes(time)) {
        if (times.length === KEPT_PLACES) times.pop();
        times.unshift(time);
      }
      if (endings.size < KEPT_ENDINGS) endings.add(endingOf(bytes, newline));
    },
    fits(bytes, start, newline) {
      for (const time of times) {
        const open = start + time;
        if (bytes[open] === OPEN && bytes[open + TIME_LENGTH + 1] === CLOSE && open + LEAST_BEHIND < newline) {
          return endings.has(endingOf(bytes, newline));
        }
      }
      return false;
    },
  };
}

function endingOf(bytes: Buffer, newline: number): number {
  return ((bytes[newline - 2] ?? 0) << 8) | (bytes[newline - 1] ?? 0);
}

const OPEN = 0x5b;
const CLOSE = 0x5d;
const KEPT_PLACES = 8;
const KEPT_ENDINGS = 256;
/** Bytes from the time to the end of the shortest line there can be. */
const LEAST_BEHIND = 60;
