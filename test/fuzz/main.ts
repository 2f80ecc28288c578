import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type Trial, tryOne } from './campaign.ts';
import { REGRESSIONS } from './regressions.ts';
import { subjectsOnDisk } from './subjects.ts';

/*
 * npm run fuzz -- --count 5000 --seed 1     every seed is one input; what is wrong with the answer is told with it
 * npm run fuzz -- --seed 17 --save NAME     keeps an input among the regressions
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
    save: { type: 'string' },
  },
});
const subjects = subjectsOnDisk();
const first = Number(values.seed);
const count = Number(values.count ?? (values.save === undefined ? 1_000 : 1));
const perMutation = new Map<string, number>();
let failed = 0;
let slowest = { seed: 0, cpuMs: 0 };
const beat = watchdog();
for (let tried = 1; tried <= count; tried += 1) {
  const seed = first + tried - 1;
  beat(seed);
  const trial = await tryOne(seed, subjects);
  for (const name of trial.mutations) perMutation.set(name, (perMutation.get(name) ?? 0) + 1);
  if (trial.cpuMs > slowest.cpuMs) slowest = { seed, cpuMs: trial.cpuMs };
  if (values.save !== undefined) save(values.save, trial);
  if (trial.faults.length > 0) {
    failed += 1;
    const what = trial.faults.join('\n  ').slice(0, 2_000);
    print(`seed ${trial.seed}: ${trial.subject}: ${trial.mutations.join(', ')}\n  ${what}`);
  }
  if (tried % 1_000 === 0 || tried === count)
    print(`${tried} inputs of ${subjects.length} cases, ${failed} with faults`);
}
print(`slowest: seed ${slowest.seed}, ${Math.round(slowest.cpuMs)} ms of processor time`);
for (const [name, times] of [...perMutation].sort()) print(`${String(times).padStart(7)}  ${name}`);
process.exit(failed === 0 ? 0 : 1);

/** Names the input that the program never comes back from, and ends: a thread that does not wait for it. */
function watchdog(): (seed: number) => void {
  const seeds = new Int32Array(new SharedArrayBuffer(4));
  new Worker(
    `const { workerData: seeds } = require('node:worker_threads');
     let last = null;
     setInterval(() => {
       if (seeds[0] === last) {
         require('node:fs').writeSync(1, 'seed ' + last + ': hangs\\n');
         process.kill(process.pid, 'SIGKILL');
       }
       last = seeds[0];
     }, 120_000);`,
    { eval: true, workerData: seeds },
  ).unref();
  return (seed) => void Atomics.store(seeds, 0, seed);
}

function save(name: string, { files, subject, effect, mutations, seed, faults }: Trial): void {
  const folder = join(REGRESSIONS, name);
  for (const [file, bytes] of files) {
    const path = join(folder, 'evidence', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  const told = { subject, effect, mutations, seed, faults };
  writeFileSync(join(folder, 'regression.json'), `${JSON.stringify(told, null, 2)}\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
