import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/run.ts';
import type { Shell } from '../../src/cli/terminal/shell.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly stdin?: string;
  readonly env?: Record<string, string>;
  /** Both outputs are terminals of this width. */
  readonly terminal?: number;
}

/** The clock of every test of the command line. */
const CLOCK: number = Date.UTC(2026, 1, 20, 12);

/** Runs a command line in this process, with streams that remember. */
export async function runCommand(args: readonly string[], surroundings: Surroundings = {}): Promise<Ran> {
  const terminal = surroundings.terminal === undefined ? {} : { isTTY: true, columns: surroundings.terminal };
  const [stdout, stderr] = [memory(), memory()];
  const shell: Shell = {
    stdin: Readable.from(surroundings.stdin === undefined ? [] : [Buffer.from(surroundings.stdin)]),
    stdout: Object.assign(stdout.stream, terminal),
    stderr: Object.assign(stderr.stream, terminal),
    env: surroundings.env ?? {},
    now: () => CLOCK,
    lookupIntervalMs: 0,
  };
  const code = await run(args, shell);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function memory(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}
