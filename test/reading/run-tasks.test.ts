import { expect, it } from 'vitest';
import { runTasks } from '../../src/reading/run-tasks.ts';
import type { ReadingTask } from '../../src/reading/task.ts';

const TASKS: readonly ReadingTask[] = Array.from({ length: 20 }, () => ({ kind: 'files', files: [] }));

/** The main thread does tasks as well. */
async function runWith(code: string): Promise<void> {
  const worker = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const handle = async function* () {
    yield 1;
  };
  for await (const _ of runTasks<null, number>(TASKS, { worker, setup: null, threads: 1, handle, note: () => {} }));
}

it.each([
  ['throws', 'throw new Error("broken");', 'broken'],
  ['ends', 'process.exit(1);', 'a thread ended before its work was done'],
  [
    'ends at its first task',
    'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(1));',
    'a thread ended before its work was done',
  ],
])('a thread that dies ends the reading: one that %s', async (_, code, told) => {
  await expect(runWith(code)).rejects.toThrow(told);
});
