import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The program as it is installed: `npm test` builds it first. */
const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
/** Makes the child take its standard error for a terminal; everything else is as it is. */
const TERMINAL = 'data:text/javascript,process.stderr.isTTY=true;process.stderr.columns=100';

export interface StartedProgram {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Until standard error matches. */
  readonly until: (pattern: RegExp) => Promise<void>;
  readonly ended: Promise<number | null>;
}

/** Starts the program in a process of its own, its streams pipes. */
export function startProgram(
  args: readonly string[],
  { cwd, terminal = false }: { readonly cwd: string; readonly terminal?: boolean },
): StartedProgram {
  const child = spawn(process.execPath, [...(terminal ? ['--import', TERMINAL] : []), MAIN, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], TERM: 'xterm' },
    stdio: 'pipe',
  });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  // Who ends before all of its input is read is no failure here.
  child.stdin?.on('error', () => {});
  const until = async (pattern: RegExp) => {
    while (!pattern.test(err)) await once(child.stderr ?? child, 'data');
  };
  return {
    child,
    stdout: () => out,
    stderr: () => err,
    until,
    ended: once(child, 'close').then(([code]) => code as number | null),
  };
}
