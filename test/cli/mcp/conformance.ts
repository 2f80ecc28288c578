import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { serverMaker } from '../../../src/cli/mcp/serve.ts';

// `npm run test:conformance`: the protocol's own suite, as far as it needs no tools made for it, over HTTP, which the suite
// speaks and the program does not. It comes from npm the first time, with the Node that it asks for.
const SCENARIOS = ['server-initialize', 'ping', 'tools-list', 'resources-list', 'prompts-list'];
const SUITE = ['-y', '-p', 'node@22', '-p', '@modelcontextprotocol/conformance@0.1', '--', 'conformance', 'server'];

const handler = createMcpHandler(await serverMaker({ roots: ['.'], allowAws: false }));
const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.destroy(error as Error));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;

let failed = 0;
for (const scenario of SCENARIOS) {
  const suite = spawn('npx', [...SUITE, '--url', url, '--scenario', scenario], { stdio: 'inherit' });
  const [code] = await once(suite, 'close');
  if (code !== 0) failed += 1;
}
process.stdout.write(`${SCENARIOS.length - failed} of ${SCENARIOS.length} scenarios pass\n`);
process.exitCode = failed === 0 ? 0 : 1;
await handler.close();
server.closeAllConnections();
server.close();

/** A request of Node as one of the web, and the answer back. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = new Headers(
    Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])) as [
      string,
      string,
    ][],
  );
  const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
  const asked = new Request(new URL(request.url ?? '/', url), { method: request.method ?? 'GET', headers, ...body });
  const { status, headers: answered, body: stream } = await handler.fetch(asked);
  response.writeHead(status, Object.fromEntries(answered));
  for await (const chunk of stream ?? []) response.write(chunk);
  response.end();
}
