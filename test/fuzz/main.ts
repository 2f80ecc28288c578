import { parseArgs } from 'node:util';
import { subjectsOnDisk, tryOne } from './campaign.ts';

/*
 * npm run fuzz -- --count 5000 --seed 1     every seed is one input; what is wrong with the answer is told with it
 */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const subjects = subjectsOnDisk();
const first = Number(values.seed);
const count = Number(values.count);
const perMutation = new Map<string, number>();
let failed = 0;
let slowest = { seed: 0, cpuMs: 0 };
for (let tried = 1; tried <= count; tried += 1) {
  const trial = await tryOne(first + tried - 1, subjects);
  for (const name of trial.mutations) perMutation.set(name, (perMutation.get(name) ?? 0) + 1);
  if (trial.cpuMs > slowest.cpuMs) slowest = trial;
  if (trial.faults.length > 0) {
    failed += 1;
    const what = trial.faults.join('\n  ').slice(0, 2_000);
    print(`seed ${trial.seed}: ${trial.subject}: ${trial.mutations.join(', ')}\n  ${what}`);
  }
  if (tried % 250 === 0 || tried === count) print(`${tried} inputs of ${subjects.length} cases, ${failed} with faults`);
}
print(`slowest: seed ${slowest.seed}, ${Math.round(slowest.cpuMs)} ms of processor time`);
for (const [name, times] of [...perMutation].sort()) print(`${String(times).padStart(7)}  ${name}`);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
