// What a change is checked with before anything else: types, lint of what changed, and the tests closest to it. Which
// files those are is told by git: everything since the branch left main, what is not committed included.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** However long they take: they are the specification. */
const SCENARIOS = 'test/scenarios.test.ts';

const main = process.argv[2] ?? 'main';
const base = git('merge-base', 'HEAD', main)[0] ?? 'HEAD';
const changed = [...git('diff', '--name-only', base), ...git('ls-files', '--others', '--exclude-standard')]
  .filter((file) => existsSync(file))
  .sort();

const tests = new Set(changed.map(testsOf).filter((place) => place !== null && existsSync(place)));
if (changed.some((file) => file.startsWith('src/'))) tests.add(SCENARIOS);

const steps = [
  ['tsc', '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/check-fast.tsbuildinfo'],
];
if (changed.length > 0) steps.push(['biome', 'check', '--error-on-warnings', '--no-errors-on-unmatched', ...changed]);
// Of those tests, the ones that the change can touch; of the long ones, those that changed themselves.
const passedOver = JSON.parse(readFileSync('test/long.json', 'utf8'))
  .map((name) => `test/${name}.test.ts`)
  .filter((file) => file !== SCENARIOS && !changed.includes(file));
const exclusions = passedOver.flatMap((file) => ['--exclude', file]);
if (tests.size > 0) steps.push(['vitest', 'run', '--passWithNoTests', '--changed', base, ...exclusions, ...tests]);

// All at a time, since no step keeps every core busy; told one after the other.
for (const step of steps.map(([tool, ...args]) => start(`node_modules/.bin/${tool}`, args))) {
  const { status, output } = await step;
  process.stdout.write(output);
  if (status !== 0) process.exitCode = 1;
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

/** A test is itself; of source, the tests of its folder. */
function testsOf(file) {
  if (file.endsWith('.test.ts')) return file;
  if (file.startsWith('src/')) return dirname(file).replace(/^src/, 'test');
  return file.startsWith('test/') && !file.startsWith('test/cases/') ? dirname(file) : null;
}

function git(...args) {
  const { stdout } = spawnSync('git', args, { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '');
}
