import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { figures } from './figures.ts';
import { filesOf } from './files.ts';
import { generateWorld } from './generate.ts';
import { evidenceOf, type Kind, play } from './play.ts';
import { tell } from './story.ts';
import { add, count, countCrash, emptyTally, type Tally } from './tally.ts';

/*
 * npm run worlds -- --count 5000 --seed 1 [--kind whole|degraded|captured]   figures and every miss
 * npm run worlds -- --show SEED [--kind degraded]                    a world's story beside the report
 * npm run worlds -- --write SEED DIR [--kind degraded]               its evidence as files
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string' },
    show: { type: 'string' },
    write: { type: 'string' },
    part: { type: 'boolean', default: false },
  },
});

const kinds: readonly Kind[] = values.kind === undefined ? ['whole', 'degraded', 'captured'] : [kindOf(values.kind)];
const seed = Number(values.seed);
const worlds = Number(values.count);

if (values.show !== undefined) print(tell(await play(Number(values.show), kinds[0] ?? 'whole')));
else if (values.write !== undefined) await writeWorld(Number(values.write), positionals[0] ?? '.', kinds[0] ?? 'whole');
else if (values.part) print(JSON.stringify(await playMany(seed, worlds, kinds[0] ?? 'whole')));
else for (const kind of kinds) await runAll(kind);

/** Half of the worlds in each of two processes. */
async function runAll(kind: Kind): Promise<void> {
  const half = Math.ceil(worlds / 2);
  const parts = await Promise.all([inOwnProcess(seed, half, kind), inOwnProcess(seed + half, worlds - half, kind)]);
  const total = emptyTally();
  for (const part of parts) add(total, part);
  print(figures(kind, total));
  for (const { seed: own, what, detail } of total.misses) print(`  seed ${own}  ${what}: ${detail}`);
}

function inOwnProcess(first: number, howMany: number, kind: Kind): Promise<Tally> {
  const options = ['--part', '--seed', String(first), '--count', String(howMany), '--kind', kind];
  const child = spawn(process.execPath, ['--import', 'tsx', import.meta.filename, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(chunks).toString()) as Tally);
      else reject(new Error(`worlds from seed ${first} on ended with ${code}`));
    });
  });
}

async function playMany(first: number, howMany: number, kind: Kind): Promise<Tally> {
  const tally = emptyTally();
  for (let own = first; own < first + howMany; own++) {
    try {
      count(tally, await play(own, kind), kind);
    } catch (error) {
      countCrash(tally, own, kind, error);
    }
  }
  return tally;
}

async function writeWorld(own: number, folder: string, kind: Kind): Promise<void> {
  const world = generateWorld(own);
  for (const { name, text } of filesOf(evidenceOf(world, kind).evidence)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

function kindOf(name: string): Kind {
  if (name === 'whole' || name === 'degraded' || name === 'captured') return name;
  throw new TypeError(`--kind ${name}: whole, degraded or captured`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
