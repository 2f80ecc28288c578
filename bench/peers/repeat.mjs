// A log of so many megabytes as a stream: one file's bytes, over and over.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const [, , path, megabytes] = process.argv;
const block = readFileSync(path);
for (let left = Number(megabytes) * 1e6; left > 0; left -= block.length) {
  if (!process.stdout.write(block)) await once(process.stdout, 'drain');
}
