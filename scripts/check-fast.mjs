// What a change is checked with before anything else: types, lint of what changed, and the tests closest to it. Which
// files those are is told by git: everything since the branch left main, what is not committed included.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** However long they take: they are the specification. */
const SCENARIOS = 'test/scenarios.test.ts';
/** What changes with these, the types tell. */
const TYPES_ALONE = /^(?:import|export) type [^;]*;/gm;
/** Beside the scenarios; the nearest are the likeliest to fail. */
const MOST_TESTS = 20;

const main = process.argv[2] ?? 'main';
const base = git('merge-base', 'HEAD', main)[0] ?? 'HEAD';
const changed = [...git('diff', '--name-only', base), ...git('ls-files', '--others', '--exclude-standard')]
  .filter((file) => existsSync(file))
  .sort();

const long = new Set(JSON.parse(readFileSync('test/long.json', 'utf8')).map((name) => `test/${name}.test.ts`));
const touched = nearestFirst(changed).filter((file) => !long.has(file) || changed.includes(file));
const tests = new Set(touched.slice(0, MOST_TESTS));
if (changed.some((file) => /^(?:src|samples|test\/cases)\//.test(file))) tests.add(SCENARIOS);

const steps = [
  ['tsc', '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/check-fast.tsbuildinfo'],
];
if (changed.length > 0) steps.push(['biome', 'check', '--error-on-warnings', '--no-errors-on-unmatched', ...changed]);
if (tests.size > 0) steps.push(['vitest', 'run', ...tests]);

// All at a time, since no step keeps every core busy; told one after the other.
for (const step of steps.map(([tool, ...args]) => start(`node_modules/.bin/${tool}`, args))) {
  const { status, output } = await step;
  process.stdout.write(output);
  if (status !== 0) process.exitCode = 1;
}

const left = touched.slice(MOST_TESTS);
if (left.length > 0) {
  const more = left.length > 10 ? ` and ${left.length - 10} further away` : '';
  process.stdout.write(`Not run, though they can be touched: ${left.slice(0, 10).join(', ')}${more}.\n`);
}

function start(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const parts = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output: Buffer.concat(parts) }));
  });
}

/** Tests that import any of the files, by however many others; those with fewest between first. */
function nearestFirst(files) {
  const importers = new Map();
  for (const file of git('ls-files', '--cached', '--others', '--exclude-standard', 'src/*.ts', 'test/*.ts')) {
    if (!existsSync(file)) continue;
    for (const [, name] of readFileSync(file, 'utf8')
      .replace(TYPES_ALONE, '')
      .matchAll(/'(\.{1,2}\/[^']+\.(?:ts|json))'/g)) {
      const imported = join(dirname(file), name);
      importers.set(imported, [...(importers.get(imported) ?? []), file]);
    }
  }
  const found = new Set(files);
  for (const file of found) for (const importer of importers.get(file) ?? []) found.add(importer);
  return [...found].filter((file) => file.endsWith('.test.ts'));
}

function git(...args) {
  const { stdout } = spawnSync('git', args, { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '');
}
