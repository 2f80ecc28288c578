import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';

/** What goes wrong with one answer. */
export type BucketFault =
  | Refused
  /** The connection ends, or stands still for good, behind so many bytes of the body. */
  | { readonly kind: 'cut' | 'stalled'; readonly afterBytes: number }
  /** The whole object, though a range was asked for. */
  | { readonly kind: 'no-ranges' }
  /** Other bytes under another ETag, whatever If-Match says. */
  | { readonly kind: 'replaced'; readonly body: Buffer; readonly etag?: string }
  /** Another page than the one asked for. */
  | { readonly kind: 'page'; readonly xml: string };

interface Refused {
  readonly kind: 'refused';
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface BucketRequest {
  readonly operation: 'list' | 'get';
  /** Key of an object, prefix of a listing. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly range: string | null;
  /** The Region that the request is signed for. */
  readonly region: string | null;
  /** How many requests were open when it came, itself included. */
  readonly atOnce: number;
  /** How many requests of the same operation and key came before. */
  readonly nth: number;
}

export interface BucketServerOptions {
  /** Key and bytes. */
  readonly objects: ReadonlyMap<string, Buffer>;
  readonly latencyMs?: number;
  /** Keys in a page of a listing; 1,000 unless given. */
  readonly pageSize?: number;
  readonly fault?: (request: BucketRequest) => BucketFault | null;
  /** `x-amz-version-id` and `x-amz-meta-*` of every object. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface BucketServer {
  readonly url: string;
  readonly requests: BucketRequest[];
  close(): void;
}

export const BUCKET = 'acme-logs';

/** One bucket on 127.0.0.1, as S3 serves it in path style: ListObjectsV2 and GetObject. */
export async function startBucket(options: BucketServerOptions): Promise<BucketServer> {
  const requests: BucketRequest[] = [];
  const counts = new Map<string, number>();
  const keys = [...options.objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  let open = 0;
  const server = createServer(async (message, response) => {
    open += 1;
    response.once('close', () => {
      open -= 1;
    });
    const request = { ...read(message, counts), atOnce: open };
    requests.push(request);
    if (options.latencyMs !== undefined) await sleep(options.latencyMs);
    const fault = options.fault?.(request) ?? null;
    if (fault?.kind === 'refused') refuse(response, fault);
    else if (request.operation === 'list') list(response, request, keys, options, fault);
    else get(response, request, message.headers['if-match'], options, fault);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The real client, quick to see that a body stands still unless told otherwise. */
export function clientOf(server: { readonly url: string }, socketTimeout = 300): S3Client {
  return new S3Client({
    endpoint: server.url,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 3,
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { socketTimeout },
  });
}

export function etagOf(body: Buffer): string {
  const known = ETAGS.get(body) ?? createHash('md5').update(body).digest('hex');
  ETAGS.set(body, known);
  return known;
}

const ETAGS = new WeakMap<Buffer, string>();

function read(message: IncomingMessage, counts: Map<string, number>): Omit<BucketRequest, 'atOnce'> {
  const url = new URL(message.url ?? '/', 'http://bucket');
  const isList = url.searchParams.has('list-type');
  const key = isList
    ? (url.searchParams.get('prefix') ?? '')
    : decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
  const operation = isList ? 'list' : 'get';
  const nth = counts.get(`${operation} ${key}`) ?? 0;
  counts.set(`${operation} ${key}`, nth + 1);
  const region = /Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(message.headers.authorization ?? '')?.[1] ?? null;
  return { operation, key, query: url.searchParams, range: message.headers.range ?? null, region, nth };
}

function refuse(
  response: ServerResponse,
  { status, code, message = 'Injected', headers = {} }: Omit<Refused, 'kind'>,
): void {
  response.writeHead(status, { 'content-type': 'application/xml', ...headers });
  response.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

function list(
  response: ServerResponse,
  { query, key: prefix }: BucketRequest,
  keys: readonly string[],
  { objects, pageSize = 1000 }: BucketServerOptions,
  fault: BucketFault | null,
): void {
  const after = query.get('continuation-token') ?? query.get('start-after');
  const from = firstAfter(keys, after ?? '');
  const below = keys.slice(Math.max(from, firstAfter(keys, prefix, true)));
  const end = below.findIndex((key) => !key.startsWith(prefix));
  const rest = end === -1 ? below : below.slice(0, end);
  const page = rest.slice(0, pageSize);
  const encode = query.get('encoding-type') === 'url' ? formEncoded : (key: string) => key;
  const token = rest.length > page.length ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  const entries = page.map((key) => {
    const body = objects.get(key) ?? Buffer.alloc(0);
    return `<Contents><Key>${encode(key)}</Key><Size>${body.length}</Size><ETag>&quot;${etagOf(body)}&quot;</ETag><LastModified>2026-02-19T00:00:00.000Z</LastModified></Contents>`;
  });
  const xml = `<ListBucketResult><Name>${BUCKET}</Name><EncodingType>${query.get('encoding-type') ?? ''}</EncodingType><IsTruncated>${token !== ''}</IsTruncated>${token}${entries.join('')}</ListBucketResult>`;
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(fault?.kind === 'page' ? fault.xml : xml);
}

/** The place of the first key behind `key`, or of the first that is not in front of it. */
function firstAfter(keys: readonly string[], key: string, orAt = false): number {
  const wanted = Buffer.from(key);
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = Buffer.compare(Buffer.from(keys[middle] ?? ''), wanted);
    if (order < 0 || (order === 0 && !orAt)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function formEncoded(key: string): string {
  return encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
}

function get(
  response: ServerResponse,
  { key, range }: BucketRequest,
  ifMatch: string | undefined,
  { objects, headers = {} }: BucketServerOptions,
  fault: BucketFault | null,
): void {
  const body = fault?.kind === 'replaced' ? fault.body : objects.get(key);
  if (body === undefined) {
    refuse(response, { status: 404, code: 'NoSuchKey' });
    return;
  }
  const etag = fault?.kind === 'replaced' ? (fault.etag ?? etagOf(body)) : etagOf(body);
  if (fault?.kind !== 'replaced' && ifMatch !== undefined && ifMatch !== `"${etag}"`) {
    refuse(response, { status: 412, code: 'PreconditionFailed' });
    return;
  }
  const start = fault?.kind === 'no-ranges' ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const part = body.subarray(start);
  const ranged = start > 0 ? { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` } : {};
  response.writeHead(start > 0 ? 206 : 200, {
    ...headers,
    etag: `"${etag}"`,
    'content-length': part.length,
    ...ranged,
  });
  if (fault?.kind === 'cut') response.write(part.subarray(0, fault.afterBytes), () => response.destroy());
  else if (fault?.kind === 'stalled') response.write(part.subarray(0, fault.afterBytes));
  else response.end(part);
}
