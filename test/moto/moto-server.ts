import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where moto answers. */
    readonly motoUrl: string;
  }
}

/** https://pypi.org/project/moto/ */
const MOTO = 'moto[server]==5.2.5';
const ENVIRONMENT = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'moto', '5.2.5');
const START_TIMEOUT_MS = 60_000;

/**
 * Starts moto on 127.0.0.1 before the tests and stops it after them. It is installed once, into a virtual
 * environment beside the packages.
 *
 * @throws when there is no python3, or moto can be neither found nor fetched: the run fails
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const program = join(ENVIRONMENT, 'bin', 'moto_server');
  const installed = join(ENVIRONMENT, 'installed');
  if (!existsSync(installed)) {
    must('python3', ['-m', 'venv', '--clear', ENVIRONMENT], 'python3 with its venv module is needed');
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', MOTO];
    must(join(ENVIRONMENT, 'bin', 'python'), pip, `${MOTO} could not be installed; the network is needed once`);
    must('touch', [installed], 'the installation could not be marked as done');
  }
  const port = await freePort();
  const server = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: Buffer[] = [];
  server.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
  const url = `http://127.0.0.1:${port}`;
  await answering(server, url, () => Buffer.concat(said).toString('utf8'));
  project.provide('motoUrl', url);
  return async () => {
    if (server.exitCode !== null) return;
    server.kill();
    await once(server, 'exit');
  };
}

function must(program: string, args: readonly string[], need: string): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`test:moto: ${need}: ${error?.message ?? stderr.trim()}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('test:moto: no port is free');
  return address.port;
}

async function answering(server: ChildProcess, url: string, said: () => string): Promise<void> {
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until) {
    if (server.exitCode !== null) throw new Error(`test:moto: moto ended at once: ${said()}`);
    const answer = await fetch(`${url}/moto-api/data.json`).catch(() => null);
    if (answer?.ok === true) return;
    await sleep(200);
  }
  server.kill();
  throw new Error(`test:moto: moto does not answer: ${said()}`);
}
