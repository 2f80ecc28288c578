// The floor for many small files: each opened, read to its end, closed and let go, on as many threads as there are cores.
import { closeSync, openSync, readSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

if (isMainThread) {
  const [, , directory] = process.argv;
  const paths = (await readdir(directory)).map((name) => join(directory, name));
  const threads = availableParallelism();
  for (let thread = 1; thread < threads; thread++) {
    new Worker(new URL(import.meta.url), { workerData: paths.filter((_, index) => index % threads === thread) });
  }
  readAll(paths.filter((_, index) => index % threads === 0));
} else readAll(workerData);

function readAll(paths) {
  const buffer = Buffer.allocUnsafeSlow(128 * 1024);
  for (const path of paths) {
    const file = openSync(path, 'r');
    while (readSync(file, buffer) > 0);
    closeSync(file);
  }
}
