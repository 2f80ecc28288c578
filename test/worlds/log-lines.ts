import type { Json } from './documents.ts';
import { actorArn, hostIdOf, requestIdOf, type TrailRecord } from './records.ts';
import { DESTINATION_ACCOUNT, isoSeconds } from './world.ts';

/** A line of a server access log. */
export interface LogLine {
  readonly bucket: string;
  readonly time: number;
  readonly text: string;
  /** The world's event that it tells; null for S3's own writes. */
  readonly event: string | null;
}

const OPERATIONS: Readonly<Record<string, readonly [operation: string, query: string]>> = {
  PutBucketPolicy: ['REST.PUT.BUCKETPOLICY', '?policy'],
  DeleteBucketPolicy: ['REST.DELETE.BUCKETPOLICY', '?policy'],
  CreateBucket: ['REST.PUT.BUCKET', ''],
  DeleteBucket: ['REST.DELETE.BUCKET', ''],
  PutBucketTagging: ['REST.PUT.TAGGING', '?tagging'],
  PutObject: ['REST.PUT.OBJECT', ''],
  DeleteObject: ['REST.DELETE.OBJECT', ''],
};

/** The access log's line for a request that CloudTrail records as well. */
export function lineOfRecord({ json, time, event }: TrailRecord): LogLine {
  const parameters = json['requestParameters'] as Json;
  const bucket = String(parameters['bucketName']);
  const key = parameters['key'] === undefined ? '-' : String(parameters['key']);
  const [operation, query] = OPERATIONS[String(json['eventName'])] ?? ['REST.GET.ACL', '?acl'];
  const verb = operation.split('.')[1] ?? 'GET';
  const identity = json['userIdentity'] as Json;
  const isService = identity['type'] === 'AWSService';
  const requester = isService ? 'svc:s3.amazonaws.com' : actorArn(String(identity['userName']), DESTINATION_ACCOUNT);
  const id = String(json['eventID']);
  const error = json['errorCode'] === undefined ? null : String(json['errorCode']);
  const fields = [
    '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be',
    bucket,
    `[${logTime(time)}]`,
    isService ? '-' : '198.51.100.23',
    requester,
    requestIdOf(id),
    operation,
    key,
    `"${verb} /${key === '-' ? query : `${bucket}/${key}`} HTTP/1.1"`,
    statusOf(error, operation),
    error ?? '-',
    ...['-', '-', '21', '11', '"-"', isService ? '"-"' : '"aws-cli/2.22.12"', '-'],
    hostIdOf(id),
    ...[
      'SigV4',
      'TLS_AES_128_GCM_SHA256',
      'AuthHeader',
      `${bucket}.s3.eu-west-1.amazonaws.com`,
      'TLSv1.3',
      '-',
      '-',
      '-',
    ],
  ];
  return { bucket, time, text: fields.join(' '), event };
}

function statusOf(error: string | null, operation: string): string {
  if (error !== null) return error.startsWith('KMS.') ? '400' : '403';
  return operation.endsWith('OBJECT') || operation.endsWith('BUCKET') ? '200' : '204';
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function logTime(time: number): string {
  const iso = isoSeconds(time);
  return `${iso.slice(8, 10)}/${MONTHS[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}
