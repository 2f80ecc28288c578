import type { JsonObject } from '../../src/json.ts';
import { DESTINATION_BUCKET, DESTINATION_CANONICAL_ID, REGION } from './cast.ts';
import { isoSeconds } from './delivery.ts';
import { derivedBase64, derivedUpper } from './derive.ts';
import type { TrailEvent } from './events/event.ts';
import { type EvidenceFile, textFile } from './evidence-file.ts';

/** One request as the server access log tells it; `null` is written as `-`. */
export interface LoggedRequest {
  readonly time: string;
  readonly bucket?: string;
  readonly owner?: string;
  readonly remoteIp: string | null;
  readonly requester: string | null;
  readonly operation: string;
  readonly key: string | null;
  readonly uri: string | null;
  readonly status: number | null;
  readonly errorCode?: string | null;
  readonly bytesSent?: number | null;
  readonly objectSize?: number | null;
  readonly referer?: string | null;
  readonly userAgent: string | null;
  readonly requestId?: string;
  readonly hostId?: string;
}

/** Time first, so that lines can be put into files. */
export interface LogLine {
  readonly time: string;
  readonly text: string;
}

/** All 27 fields. https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html */
export function logLine(request: LoggedRequest): LogLine {
  const bucket = request.bucket ?? DESTINATION_BUCKET;
  const identity = [request.time, request.operation, request.key ?? '', request.uri ?? '', request.remoteIp ?? ''];
  const isSigned = request.requester !== null && request.requester !== 'AmazonS3';
  const fields = [
    request.owner ?? DESTINATION_CANONICAL_ID,
    bucket,
    `[${logTime(request.time)}]`,
    request.remoteIp ?? '-',
    request.requester ?? '-',
    request.requestId ?? derivedUpper(16, 'logged request', ...identity),
    request.operation,
    request.key ?? '-',
    quoted(request.uri),
    orDash(request.status),
    request.errorCode ?? '-',
    orDash(request.bytesSent),
    orDash(request.objectSize),
    '41',
    '18',
    quoted(request.referer ?? null),
    quoted(request.userAgent),
    '-',
    request.hostId ?? derivedBase64(56, 'logged host', ...identity),
    isSigned ? 'SigV4' : '-',
    'TLS_AES_128_GCM_SHA256',
    isSigned ? 'AuthHeader' : '-',
    `${bucket}.s3.${REGION}.amazonaws.com`,
    'TLSv1.3',
    '-',
    '-',
    '-',
  ];
  return { time: request.time, text: fields.join(' ') };
}

/** The access log's line for a call that CloudTrail recorded: same request id, same x-amz-id-2. */
export function lineOfEvent(event: TrailEvent, owner: string = DESTINATION_CANONICAL_ID): LogLine {
  const parameters = event['requestParameters'] as JsonObject;
  const identity = event['userIdentity'] as JsonObject;
  const additional = event['additionalEventData'] as JsonObject;
  const bucket = String(parameters['bucketName']);
  const route = ROUTES[event.eventName];
  if (route === undefined) throw new Error(`The access log has no line for ${event.eventName}`);
  const key = parameters['key'] === undefined ? null : String(parameters['key']);
  const isService = identity['type'] === 'AWSService';
  const isInventoryId = parameters['id'] === undefined ? '' : `&id=${String(parameters['id'])}`;
  const failed = event['errorCode'] !== undefined;
  return logLine({
    time: event.eventTime,
    bucket,
    owner,
    remoteIp: isService ? null : String(event['sourceIPAddress']),
    requester: isService ? `svc:${String(identity['invokedBy'])}` : requesterOf(identity),
    operation: route.operation,
    key,
    uri: `${route.method} /${bucket}${key === null ? route.query + isInventoryId : `/${key}`} HTTP/1.1`,
    status: failed ? (STATUS_OF_ERROR[String(event['errorCode'])] ?? 403) : route.status,
    errorCode: failed ? String(event['errorCode']) : null,
    bytesSent: failed ? 243 : null,
    userAgent: isService ? null : String(event['userAgent']).replace(/^\[|\]$/g, ''),
    requestId: String(event['requestID']),
    hostId: String(additional['x-amz-id-2']),
  });
}

/** Files with native names, each holding the lines of one hour in the order of time. */
export function logFiles(folder: string, lines: readonly LogLine[], hoursPerFile = 24): EvidenceFile[] {
  const span = hoursPerFile * 3_600_000;
  const slots = new Map<number, LogLine[]>();
  for (const line of [...lines].sort(byTime)) {
    const slot = Math.floor(Date.parse(line.time) / span);
    slots.set(slot, [...(slots.get(slot) ?? []), line]);
  }
  return [...slots].map(([slot, held]) => {
    // Lines are delivered within hours of the requests: the name tells the time of delivery.
    const delivered = isoSeconds((slot + 1) * span + 33 * 60_000 + 12_000);
    const name = `${delivered.slice(0, 10)}-${delivered.slice(11, 19).replaceAll(':', '-')}-${derivedUpper(16, 'log file', folder, slot)}`;
    return textFile(`${folder}/${name}`, held.map((line) => `${line.text}\n`).join(''));
  });
}

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly query: string;
  readonly status: number;
}

const ROUTES: Record<string, Route> = {
  PutBucketPolicy: { operation: 'REST.PUT.BUCKETPOLICY', method: 'PUT', query: '?policy', status: 204 },
  DeleteBucketPolicy: { operation: 'REST.DELETE.BUCKETPOLICY', method: 'DELETE', query: '?policy', status: 204 },
  GetBucketPolicy: { operation: 'REST.GET.BUCKETPOLICY', method: 'GET', query: '?policy', status: 200 },
  PutBucketInventoryConfiguration: { operation: 'REST.PUT.INVENTORY', method: 'PUT', query: '?inventory', status: 200 },
  PutBucketPublicAccessBlock: {
    operation: 'REST.PUT.PUBLIC_ACCESS_BLOCK',
    method: 'PUT',
    query: '?publicAccessBlock',
    status: 200,
  },
  PutBucketOwnershipControls: {
    operation: 'REST.PUT.OWNERSHIP_CONTROLS',
    method: 'PUT',
    query: '?ownershipControls',
    status: 200,
  },
  PutBucketEncryption: { operation: 'REST.PUT.ENCRYPTION', method: 'PUT', query: '?encryption', status: 200 },
  PutObject: { operation: 'REST.PUT.OBJECT', method: 'PUT', query: '', status: 200 },
  DeleteObject: { operation: 'REST.DELETE.OBJECT', method: 'DELETE', query: '', status: 204 },
};

const STATUS_OF_ERROR: Record<string, number> = { AccessDenied: 403, MalformedPolicy: 400, NoSuchBucket: 404 };

function requesterOf(identity: JsonObject): string {
  return String(identity['arn'] ?? '-');
}

function logTime(time: string): string {
  const instant = new Date(time);
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][
    instant.getUTCMonth()
  ];
  return `${time.slice(8, 10)}/${month}/${time.slice(0, 4)}:${time.slice(11, 19)} +0000`;
}

function quoted(text: string | null): string {
  return `"${text ?? '-'}"`;
}

function orDash(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : String(value);
}

function byTime(left: LogLine, right: LogLine): number {
  if (left.time !== right.time) return left.time < right.time ? -1 : 1;
  return left.text < right.text ? -1 : left.text > right.text ? 1 : 0;
}
