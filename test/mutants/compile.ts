import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Mutant, mutated } from './mutant.ts';

/**
 * Those that the compiler takes: what it refuses no test has to find. Each becomes a file of its own beside the one that it
 * changes, and all are compiled at once.
 */
export function compilable(mutants: readonly Mutant[]): readonly Mutant[] {
  const root = mkdtempSync(join(tmpdir(), 'mutants-'));
  try {
    cpSync('src', join(root, 'src'), { recursive: true });
    cpSync('package.json', join(root, 'package.json'));
    symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
    const { compilerOptions } = JSON.parse(readFileSync('tsconfig.json', 'utf8'));
    const options = { ...compilerOptions, noUnusedLocals: false, noUnusedParameters: false };
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['src'] }));
    mutants.forEach((mutant, index) => {
      const { start, end } = mutant.host;
      const source = readFileSync(mutant.file, 'utf8');
      // As the switch has it: in parentheses, where it is an expression.
      const [open, close] = mutant.host.kind === 'expression' ? ['(', ')'] : ['', ''];
      const changed = `${open}${changedHost(source, mutant)}${close}`;
      writeFileSync(join(root, fileOf(mutant, index)), mutated(source, { start, end, now: changed }));
    });
    const { stdout } = spawnSync(
      process.execPath,
      [resolve('node_modules/typescript/bin/tsc'), '-p', root, '--pretty', 'false'],
      {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      },
    );
    const refused = new Set([...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(([, file]) => file));
    return mutants.filter((mutant, index) => !refused.has(fileOf(mutant, index)));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The text between the switch's two sides. */
export function changedHost(source: string, { start, end, now, host }: Mutant): string {
  return source.slice(host.start, start) + now + source.slice(end, host.end);
}

function fileOf({ file }: Mutant, index: number): string {
  return file.replace(/\.ts$/, `.mutant${index}.ts`);
}
