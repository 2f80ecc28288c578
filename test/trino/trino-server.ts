import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where Trino answers; null without Java and Maven. */
    readonly trinoUrl: string | null;
  }
}

/** https://central.sonatype.com/artifact/io.trino/trino-testing */
const VERSION = '435';
/** What that version is compiled for. */
const LEAST_JAVA = 17;
const LIBRARIES = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'trino', VERSION);

/**
 * Starts Trino before the tests and stops it after them. Its libraries are fetched once, beside the packages. Without
 * Java or Maven there is none, which is said, and nothing is tested.
 *
 * @throws when the libraries can be neither found nor fetched, or Trino does not start: the run fails
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const lacking = lack();
  if (lacking !== null) {
    process.stdout.write(`test:trino: skipped, since ${lacking}\n`);
    project.provide('trinoUrl', null);
    return async () => {};
  }
  fetchLibraries();
  const server = spawn('java', ['-cp', join(LIBRARIES, '*'), join(import.meta.dirname, 'TrinoServer.java')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  server.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const port = await Promise.race([firstLine(server), once(server, 'exit').then(() => null)]);
  if (port === null) throw new Error(`test:trino: Trino ended at once: ${Buffer.concat(said).toString('utf8')}`);
  project.provide('trinoUrl', `http://127.0.0.1:${port}`);
  return async () => {
    if (server.exitCode !== null) return;
    server.kill();
    await once(server, 'exit');
  };
}

/** What is not on this machine; null when all is. */
function lack(): string | null {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = Number(/version "(\d+)/.exec(java.stderr ?? '')?.[1] ?? 0);
  if (version < LEAST_JAVA) return `there is no java of version ${LEAST_JAVA} or later`;
  const isFetched = existsSync(join(LIBRARIES, 'fetched'));
  return isFetched || spawnSync('mvn', ['-version']).status === 0 ? null : 'there is no mvn';
}

function fetchLibraries(): void {
  const fetched = join(LIBRARIES, 'fetched');
  if (existsSync(fetched)) return;
  const pom = ['-f', join(import.meta.dirname, 'pom.xml'), `-Drevision=${VERSION}`];
  must('mvn', ['-q', '-B', ...pom, 'dependency:copy-dependencies', `-DoutputDirectory=${LIBRARIES}`]);
  must('touch', [fetched]);
}

function must(program: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`test:trino: the libraries could not be fetched: ${error?.message ?? (stdout + stderr).trim()}`);
}

async function firstLine({ stdout }: ChildProcess): Promise<string | null> {
  if (stdout === null) return null;
  for await (const line of createInterface({ input: stdout })) return line;
  return null;
}
