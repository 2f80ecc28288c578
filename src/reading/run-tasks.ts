import type { Worker } from 'node:worker_threads';
import type { FromWorker, ReadNote, TaskHandler, WorkerStart } from './serve.ts';
import type { ReadingTask } from './task.ts';

export interface RunTasksOptions<Setup, Answer> {
  /** Module that calls `serveTasks`. */
  readonly worker: URL;
  /** Handed to each thread. */
  readonly setup: Setup;
  /** Beside this one; 0 does everything here. */
  readonly threads: number;
  /** Does tasks in this thread: those that no other can do, and what it has time for. */
  readonly handle: TaskHandler<Answer>;
  readonly note: ReadNote;
}

/**
 * Does tasks on several threads at once, this one among them, and gives their answers in the order of the tasks,
 * whichever is done first. Each thread has a task at hand and one waiting; how far one may be ahead with its answers is
 * bounded, too.
 *
 * Whoever stops iterating stops the threads.
 *
 * @throws what a handler threw, when its task's turn comes
 */
export async function* runTasks<Setup, Answer>(
  tasks: Iterable<ReadingTask>,
  options: RunTasksOptions<Setup, Answer>,
): AsyncGenerator<Answer, void, undefined> {
  const queue: Turn<Answer>[] = [];
  const waiting = tasks[Symbol.iterator]();
  let next = waiting.next();
  const threads = await startThreads<Setup, Answer>(options, handOut);
  try {
    handOut();
    for (let turn = queue.shift(); turn !== undefined; turn = queue.shift()) {
      if (turn.kind === 'done') yield* turn.pieces;
      else if (turn.kind === 'here') yield* options.handle(turn.task, options.note);
      else yield* turn.thread.answersOf(turn.task, lendAHand);
      handOut();
    }
  } finally {
    for (const thread of threads) thread.stop();
  }

  function handOut(): void {
    while (next.done !== true && queue.length < LONGEST_QUEUE) {
      const task = next.value;
      const thread = task.kind === 'source' ? undefined : leastBusy(threads);
      if (thread === undefined) queue.push({ kind: 'here', task });
      else if (thread.load < TASKS_A_THREAD) queue.push({ kind: 'thread', thread, task: thread.start(task) });
      else return;
      next = waiting.next();
    }
  }

  /** Rather than wait for a thread, this one does the next task that none has, if it is not far ahead with those. */
  async function lendAHand(): Promise<boolean> {
    if (next.done === true || next.value.kind === 'source' || queue.length >= LONGEST_QUEUE) return false;
    if (queue.filter(({ kind }) => kind === 'done').length >= MOST_DONE_AHEAD) return false;
    const task = next.value;
    next = waiting.next();
    const pieces: Answer[] = [];
    queue.push({ kind: 'done', pieces });
    for await (const piece of options.handle(task, options.note)) pieces.push(piece);
    // What the threads have said meanwhile is heard before the next.
    await new Promise((resolve) => setImmediate(resolve));
    return true;
  }
}

type Turn<Answer> =
  | { readonly kind: 'done'; readonly pieces: readonly Answer[] }
  | { readonly kind: 'here'; readonly task: ReadingTask }
  | { readonly kind: 'thread'; readonly thread: Thread<Answer>; readonly task: TaskAtWork<Answer> };

interface TaskAtWork<Answer> {
  readonly pieces: Answer[];
  isDone: boolean;
}

interface Thread<Answer> {
  /** Tasks given and not yet done. */
  readonly load: number;
  start(task: ReadingTask): TaskAtWork<Answer>;
  /** @param meanwhile done while there is nothing to be had; answers whether there was anything to do */
  answersOf(task: TaskAtWork<Answer>, meanwhile: () => Promise<boolean>): AsyncGenerator<Answer, void, undefined>;
  stop(): void;
}

/** What threads take is loaded where there are to be any. */
async function startThreads<Setup, Answer>(
  options: RunTasksOptions<Setup, Answer>,
  onIdle: () => void,
): Promise<readonly Thread<Answer>[]> {
  if (options.threads === 0) return [];
  const { Worker } = await import('node:worker_threads');
  return Array.from({ length: options.threads }, () => startThread<Setup, Answer>(Worker, options, onIdle));
}

function startThread<Setup, Answer>(
  Thread: typeof Worker,
  { worker: module, setup, note }: RunTasksOptions<Setup, Answer>,
  onIdle: () => void,
): Thread<Answer> {
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Thread(module, {
    workerData: { setup, taken } satisfies WorkerStart<Setup>,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: OLD_MB },
  });
  const atWork: TaskAtWork<Answer>[] = [];
  let failure: { readonly error: unknown } | null = null;
  /** Wakes who waits for the thread to say something. */
  let wake = (): void => {};
  const fail = (error: unknown): void => {
    failure ??= { error };
    wake();
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('a thread ended before its work was done')));
  worker.on('message', (message: FromWorker<Answer>) => {
    const [current] = atWork;
    if (message.kind === 'failed') fail(message.error);
    else if (message.kind === 'piece') current?.pieces.push(message.answer);
    else if (message.kind === 'read') note(message.index, message.bytes);
    else {
      if (current !== undefined) current.isDone = true;
      atWork.shift();
      onIdle();
    }
    wake();
  });

  return {
    get load(): number {
      return atWork.length;
    },
    start(task) {
      const started: TaskAtWork<Answer> = { pieces: [], isDone: false };
      atWork.push(started);
      worker.postMessage(task);
      return started;
    },
    async *answersOf(task, meanwhile) {
      for (;;) {
        for (let piece = task.pieces.shift(); piece !== undefined; piece = task.pieces.shift()) {
          Atomics.add(taken, 0, 1);
          Atomics.notify(taken, 0);
          yield piece;
        }
        if (task.isDone) return;
        if (failure !== null) throw failure.error;
        const isIdle = !(await meanwhile());
        // All of this may have changed meanwhile.
        if (!isIdle || task.isDone || task.pieces.length > 0 || failure !== null) continue;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    stop() {
      void worker.terminate();
    },
  };
}

function leastBusy<Answer>(threads: readonly Thread<Answer>[]): Thread<Answer> | undefined {
  return threads.reduce<Thread<Answer> | undefined>(
    (best, thread) => (best === undefined || thread.load < best.load ? thread : best),
    undefined,
  );
}

/** What a thread may leave lying about before it tidies up. */
const YOUNG_MB = 12;
/** Far above what any file needs that is read as a whole. */
const OLD_MB = 128;
const TASKS_A_THREAD = 2;
const MOST_DONE_AHEAD = 16;
/** Tasks handed out whose turn has not come. */
const LONGEST_QUEUE = 64;
