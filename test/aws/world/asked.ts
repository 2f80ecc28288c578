import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AwsService } from '../../../src/aws/calls.ts';
import type { JsonObject } from '../../../src/json.ts';

/** One request as the wire protocols say it. */
export interface Asked {
  readonly service: AwsService;
  /** As the API names it; `GET <path>?<query>` when it is none that is known here. */
  readonly operation: string;
  readonly bucket: string | null;
  /** Key of an object, prefix of a listing, value that events are looked up by, else null. */
  readonly key: string | null;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Body of CloudTrail, KMS and STS requests. */
  readonly input: JsonObject;
  /** Both from the signature; null when unsigned. */
  readonly accessKeyId: string | null;
  readonly region: string | null;
}

/**
 * Reads a request: S3 is REST with the bucket in the path, CloudTrail and KMS are JSON with the operation in
 * `X-Amz-Target`, STS is a form with it in `Action`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export async function readAsked(request: IncomingMessage): Promise<Asked> {
  const body = await text(request);
  const url = new URL(request.url ?? '/', 'http://world');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  ) as Record<string, string>;
  const credential = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\//.exec(headers['authorization'] ?? '');
  const signed = { headers, accessKeyId: credential?.[1] ?? null, region: credential?.[2] ?? null };
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const [service = '', operation = ''] = target.split('.');
    const named = {
      service: TARGETS.get(service) ?? (service.startsWith('CloudTrail') ? 'cloudtrail' : 'kms'),
      operation,
    } as const;
    const input = JSON.parse(body);
    const key = input['LookupAttributes']?.[0]?.AttributeValue ?? null;
    return { ...signed, ...named, bucket: null, key, query: url.searchParams, input };
  }
  const form = new URLSearchParams(request.method === 'POST' ? body : '');
  const action = form.get('Action');
  if (action !== null) {
    const isOfStacks = form.get('Version') === '2010-05-15';
    const named = { service: isOfStacks ? 'cloudformation' : 'sts', operation: action } as const;
    return { ...signed, ...named, bucket: null, key: null, query: url.searchParams, input: Object.fromEntries(form) };
  }
  const [, bucket = '', path = ''] = /^\/([^/]*)\/?(.*)$/s.exec(url.pathname) ?? [];
  const key = path === '' ? url.searchParams.get('prefix') : decodeURIComponent(path);
  const operation = s3Operation(request.method ?? '', path, url.searchParams) ?? `${request.method} ${request.url}`;
  return { ...signed, service: 's3', operation, bucket, key, query: url.searchParams, input: {} };
}

/** As the protocol names services. */
const TARGETS: ReadonlyMap<string, AwsService> = new Map([
  ['StarlingDoveService', 'config'],
  ['Logs_20140328', 'logs'],
]);

function s3Operation(method: string, path: string, query: URLSearchParams): string | null {
  if (method === 'HEAD' && path === '') return 'HeadBucket';
  if (method !== 'GET') return null;
  if (path !== '') return 'GetObject';
  if (query.get('list-type') === '2') return 'ListObjectsV2';
  if (query.has('inventory')) {
    return query.has('id') ? 'GetBucketInventoryConfiguration' : 'ListBucketInventoryConfigurations';
  }
  return [...query.keys()].map((name) => SETTINGS.get(name)).find((operation) => operation !== undefined) ?? null;
}

const SETTINGS: ReadonlyMap<string, string> = new Map([
  ['location', 'GetBucketLocation'],
  ['policy', 'GetBucketPolicy'],
  ['encryption', 'GetBucketEncryption'],
  ['logging', 'GetBucketLogging'],
  ['ownershipControls', 'GetBucketOwnershipControls'],
  ['publicAccessBlock', 'GetPublicAccessBlock'],
]);
