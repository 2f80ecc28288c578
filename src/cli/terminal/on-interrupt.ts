import process from 'node:process';

/** What the user's giving up aborts, until it is let go. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** From here on an interrupt ends the process, as it did before. */
  readonly release: () => void;
}

/** The first interrupt aborts the signal instead of ending the process; a second one ends it. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const others = process.listeners('SIGINT');
  const abort = () => {
    release();
    controller.abort();
  };
  let held = true;
  const release = () => {
    if (!held) return;
    held = false;
    process.off('SIGINT', abort);
    for (const listener of others) process.on('SIGINT', listener);
  };
  for (const listener of others) process.off('SIGINT', listener);
  process.on('SIGINT', abort);
  return { signal: controller.signal, release };
}
