import type { AwsService } from '../../../src/aws/calls.ts';
import { element, XML_HEADER } from './xml.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What goes wrong in the same way at every service, which each says in its own words. */
export type Failure = 'denied' | 'throttled' | 'expired' | 'internal' | 'not-found' | 'unavailable';

/** A refusal by name and status, in the format of the service. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** More members of an S3 error, and headers. */
  readonly details?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export function xmlAnswer(body: string): Answer {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: Buffer.from(XML_HEADER + body) };
}

/** Times are seconds since 1970, blobs base64. */
export function jsonAnswer(value: unknown): Answer {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { status: 200, headers, body: Buffer.from(JSON.stringify(wireValue(value))) };
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function refuse(service: AwsService, { status, code, message, details = {}, headers = {} }: Refusal): Answer {
  switch (service) {
    case 's3': {
      const members = { Code: code, Message: message, ...details, RequestId: 'WORLD', HostId: 'WORLD' };
      return { ...xmlAnswer(element('Error', members)), status, headers: { ...XML, ...headers } };
    }
    case 'sts':
    case 'cloudformation': {
      const error = element('Error', { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message });
      const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${error}</ErrorResponse>`;
      return { ...xmlAnswer(body), status };
    }
    case 'cloudtrail':
    case 'kms':
    case 'config':
    case 'logs':
    case 'athena':
      return { ...jsonAnswer({ __type: code, message }), status };
    default:
      return service satisfies never;
  }
}

export function fail(service: AwsService, failure: Failure): Answer {
  const [status, code, message] = service === 's3' ? S3_FAILURES[failure] : OTHER_FAILURES[failure];
  if (service === 'sts' || service === 'cloudformation') {
    const refused = failure === 'denied' || failure === 'expired';
    return refuse(service, { status: refused ? 403 : status, code: code.replace(/Exception$/, ''), message });
  }
  return refuse(service, { status, code, message });
}

function wireValue(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(wireValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, wireValue(member)]));
}

type Words = readonly [status: number, code: string, message: string];

const XML = { 'content-type': 'application/xml' };
const S3_FAILURES: Readonly<Record<Failure, Words>> = {
  denied: [403, 'AccessDenied', 'Access Denied'],
  throttled: [503, 'SlowDown', 'Please reduce your request rate.'],
  expired: [400, 'ExpiredToken', 'The provided token has expired.'],
  internal: [500, 'InternalError', 'We encountered an internal error. Please try again.'],
  'not-found': [404, 'NoSuchKey', 'The specified key does not exist.'],
  unavailable: [503, 'ServiceUnavailable', 'Service is unable to handle request.'],
};
const OTHER_FAILURES: Readonly<Record<Failure, Words>> = {
  denied: [400, 'AccessDeniedException', 'The caller is not authorized to perform this operation'],
  throttled: [400, 'ThrottlingException', 'Rate exceeded'],
  expired: [400, 'ExpiredTokenException', 'The security token included in the request is expired'],
  internal: [500, 'InternalFailure', 'The request processing has failed because of an unknown error.'],
  'not-found': [400, 'NotFoundException', 'There is no such resource'],
  unavailable: [503, 'ServiceUnavailable', 'The request has failed due to a temporary failure of the server.'],
};
