// The packed program on each Node.js line that it promises, alone in an empty folder; and its package.json and types as
// publint and "are the types wrong" judge them. Fetches what it needs from the registry, keeps nothing.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const LINES = ['20', '22', '24'];
const sample = resolve('samples/deny-by-ip');
const folder = mkdtempSync(join(tmpdir(), 'check-package-'));
const run = (command, args, cwd = folder) => execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
const tell = (line) => process.stdout.write(`${line}\n`);

const SCRIPT = `
  import { investigate } from 'inventory-forensics';
  const report = await investigate([process.argv[1]]);
  if (report.outcome !== 'broken') throw new Error(report.outcome);`;

try {
  const [{ filename, size, unpackedSize }] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], process.cwd()),
  );
  const tarball = join(folder, filename);
  tell(`${filename}: ${size} bytes packed, ${unpackedSize} unpacked`);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', tarball]);
  for (const line of LINES) {
    const node = (...args) => run('npx', ['--yes', '--package', `node@${line}`, 'node', ...args]);
    const answer = node('node_modules/inventory-forensics/dist/cli/main.js', 'investigate', '--quiet', sample);
    if (!answer.startsWith('BROKEN: 10 daily reports missing')) throw new Error(`Node.js ${line}: ${answer}`);
    node('--input-type=module', '--eval', SCRIPT, sample);
    tell(`Node.js ${node('--version').trim()}: command and library answer`);
  }
  tell(run('npx', ['--yes', 'publint', 'run', tarball, '--strict']).trim());
  tell(run('npx', ['--yes', '@arethetypeswrong/cli', tarball, '--profile', 'esm-only', '--no-emoji']).trim());
} catch (error) {
  process.exitCode = 1;
  process.stderr.write([error.stdout, error.stderr, error.message, ''].filter((text) => text !== undefined).join('\n'));
} finally {
  rmSync(folder, { recursive: true });
}
