import { parentPort, workerData } from 'node:worker_threads';
import type { ReadingTask } from './task.ts';

/** Does a task, and gives what it finds in pieces of bounded size. */
export type TaskHandler<Answer> = (task: ReadingTask, note: ReadNote) => AsyncIterable<Answer>;

/** Told how much of a source has been read, where it is long until its account: for whoever shows progress. */
export type ReadNote = (index: number, bytes: number) => void;

/** What a thread is started with. */
export interface WorkerStart<Setup> {
  readonly setup: Setup;
  /** How many of this thread's pieces the main thread has taken: what holds a thread back that is ahead. */
  readonly taken: Int32Array<SharedArrayBuffer>;
}

export type FromWorker<Answer> =
  | { readonly kind: 'piece'; readonly answer: Answer }
  | { readonly kind: 'read'; readonly index: number; readonly bytes: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Pieces that a thread may have made and the main thread not yet taken. */
const MOST_PIECES_AHEAD = 4;

/**
 * Turns a worker thread into a server of tasks, which come as messages and are done one after the other. A thread
 * that is ahead of the main thread stops until that has caught up, so memory does not follow the evidence.
 *
 * @param movable memory of an answer that can be handed over as it is, being of no more use here; the rest is copied
 */
export function serveTasks<Setup, Answer>(
  handlerFor: (setup: Setup) => TaskHandler<Answer>,
  movable: (answer: Answer) => readonly ArrayBufferLike[] = () => [],
): void {
  const port = parentPort;
  if (port === null) throw new Error('a worker module was loaded outside of a worker thread');
  const { setup, taken } = workerData as WorkerStart<Setup>;
  const handle = handlerFor(setup);
  let given = 0;
  let work: Promise<void> = Promise.resolve();
  const say = (message: FromWorker<Answer>, moved: readonly ArrayBufferLike[] = []): void =>
    port.postMessage(message, moved as ArrayBuffer[]);

  const note: ReadNote = (index, bytes) => say({ kind: 'read', index, bytes });

  port.on('message', (task: ReadingTask) => {
    work = work.then(() => answer(task));
  });

  async function answer(task: ReadingTask): Promise<void> {
    try {
      for await (const piece of handle(task, note)) {
        waitForRoom();
        given++;
        say({ kind: 'piece', answer: piece }, movable(piece));
      }
      say({ kind: 'done' });
    } catch (error) {
      say({ kind: 'failed', error });
    }
  }

  function waitForRoom(): void {
    for (let seen = Atomics.load(taken, 0); given - seen >= MOST_PIECES_AHEAD; seen = Atomics.load(taken, 0)) {
      Atomics.wait(taken, 0, seen);
    }
  }
}
