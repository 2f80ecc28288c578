import { spawn } from 'node:child_process';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ProgressState } from '../../display/progress-line.ts';
import { programFile } from '../../program-file.ts';

/** One run of the program in a process of its own: it can be ended at any time, and leaves no memory behind. */
export interface ProgramRun {
  readonly code: number;
  readonly stdout: string;
  /** The end of what it said beside its answer. */
  readonly stderr: string;
  /** There was more on standard output than was asked for, and the run was ended there. */
  readonly isCut: boolean;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly onProgress: (state: ProgressState) => void;
  readonly stdin?: string;
  /** Bound on its standard output. */
  readonly maxBytes: number;
}

/** Runs the program with the arguments; rejects with the signal's reason once that is given. */
export async function runProgram(args: readonly string[], options: ProgramOptions): Promise<ProgramRun> {
  const { cwd, signal, onProgress, stdin = '', maxBytes } = options;
  signal.throwIfAborted();
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, stdio: ['pipe', 'pipe', 'pipe', 'ipc'] });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  const stop = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
  };
  signal.addEventListener('abort', stop, { once: true });
  child.on('message', (state) => onProgress(state as ProgressState));
  // A program that has heard enough is no failure.
  child.stdin?.on('error', () => {});
  child.stdin?.end(stdin);
  try {
    const [out, err, code] = await Promise.all([
      textOf(child.stdout, maxBytes, stop),
      textOf(child.stderr, MOST_STDERR, () => {}),
      ended,
    ]);
    signal.throwIfAborted();
    return { code, stdout: out.text, stderr: err.text, isCut: out.isCut };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function textOf(
  stream: Readable | null,
  maxBytes: number,
  onEnough: () => void,
): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream ?? []) {
    // Once there is enough the pipe is only emptied.
    if (bytes > maxBytes) continue;
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) onEnough();
  }
  return { text: Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8'), isCut: bytes > maxBytes };
}

const MAIN = fileURLToPath(programFile('cli/main.js'));
const PATIENCE_MS = 1_000;
const MOST_STDERR = 64 * 1024;
