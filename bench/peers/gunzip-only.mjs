// The floor for compressed trees: every file decompressed and let go, on as many threads as there are cores.
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';

if (isMainThread) {
  const entries = await readdir(process.argv[2], { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const threads = availableParallelism();
  for (let thread = 0; thread < threads; thread++) {
    const share = paths.filter((_, index) => index % threads === thread);
    new Worker(new URL(import.meta.url), { workerData: share });
  }
} else {
  for (const path of workerData) {
    const bytes = readFileSync(path);
    gunzipSync(bytes, { chunkSize: bytes.readUInt32LE(bytes.length - 4) + 1 });
  }
}
