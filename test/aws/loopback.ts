import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One answer of the endpoint. `cut` ends the connection in the middle of the body. */
export interface Answer {
  readonly status?: number;
  readonly body: string;
  readonly cut?: boolean;
}

export interface Asked {
  /** `GET /bucket/?policy=` for S3, the operation for the others (`LookupEvents`, `GetCallerIdentity`). */
  readonly request: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface Loopback {
  readonly url: string;
  readonly asked: Asked[];
  close(): void;
}

/** An AWS endpoint on 127.0.0.1 that speaks the wire protocols of S3 (REST, XML), CloudTrail and KMS (JSON), STS (query). */
export async function startLoopback(answer: (asked: Asked, nth: number) => Answer): Promise<Loopback> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const seen = await read(request);
    const nth = asked.filter(({ request: name }) => name === seen.request).length;
    asked.push(seen);
    const { status = 200, body, cut = false } = answer(seen, nth);
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), 'x-amz-request-id': 'LOOPBACK' });
    if (!cut) {
      response.end(body);
      return;
    }
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const body = await text(request);
  const url = new URL(request.url ?? '/', 'http://loopback');
  const target = request.headers['x-amz-target'];
  const operation = typeof target === 'string' ? target.split('.').at(-1) : new URLSearchParams(body).get('Action');
  const settings = [...url.searchParams.keys()].filter((name) => SETTINGS.has(name));
  const request_ = operation ?? `${request.method} ${url.pathname.replace(/\/$/, '')}?${settings.join('&')}`;
  return { request: request_, query: url.searchParams, body };
}

const SETTINGS: ReadonlySet<string> = new Set(['policy', 'location', 'inventory', 'encryption', 'list-type']);
