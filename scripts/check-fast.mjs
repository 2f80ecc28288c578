// What a change is checked with before anything else: types, lint of what changed, and the tests closest to it. Which
// files those are is told by git: everything since the branch left main, what is not committed included.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

const main = process.argv[2] ?? 'main';
const base = git('merge-base', 'HEAD', main)[0] ?? 'HEAD';
const changed = [...git('diff', '--name-only', base), ...git('ls-files', '--others', '--exclude-standard')]
  .filter((file) => existsSync(file))
  .sort();

const tests = new Set(changed.map(testsOf).filter((place) => place !== null && existsSync(place)));
if (changed.some((file) => file.startsWith('src/'))) tests.add('test/scenarios.test.ts');

const steps = [
  ['tsc', '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/check-fast.tsbuildinfo'],
  ['biome', 'check', '--error-on-warnings', '--no-errors-on-unmatched', ...changed],
];
// Of those tests, the ones that the change can touch.
if (tests.size > 0) steps.push(['vitest', 'run', '--passWithNoTests', '--changed', base, ...tests]);

let failed = false;
for (const [tool, ...args] of steps) {
  if (tool === 'biome' && changed.length === 0) continue;
  const { status } = spawnSync(`node_modules/.bin/${tool}`, args, { stdio: 'inherit' });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;

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
