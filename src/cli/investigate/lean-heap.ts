import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 tidy up before the heap has grown by more than half of what is in use, and keep the young generation small; left
 * to itself it waits for a multiple, most of it what threads have handed over. Answers what leaves it to itself again:
 * reasoning makes much and lets little go. A matter of the whole process, and so of the program alone, never of the library.
 * https://nodejs.org/api/v8.html#v8setflagsfromstringflags
 */
export function keepHeapLean(): () => void {
  grow(50, 1);
  // A thread that starts sets the factor back to 2.
  const again = setInterval(() => grow(50, 1), MOMENT_MS).unref();
  return () => {
    clearInterval(again);
    grow(0, 2);
  };
}

function grow(percent: number, factor: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

const MOMENT_MS = 20;
