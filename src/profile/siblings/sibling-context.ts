import type { JsonObject } from '../../json.ts';
import { ABSENT, present, rule, told } from '../context-rule.ts';
import type { ContextRule, DeliveryRequest, KeyRequest, PolicyProfile } from '../profile.ts';
import { type CallingService, serviceContext } from '../service-context.ts';

const S3_KEYS =
  'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys';
const TLS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/network-isolation.html';
const ENCRYPTION_CONTEXT = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html';

/** What a policy sees of a request by a service: what its own page tells wins over what is true of all services. */
function siblingContext(caller: CallingService, ...own: readonly ContextRule[]): readonly ContextRule[] {
  return [...serviceContext(caller), TLS_VERSION, ...own];
}

/** The write itself. */
export function putObject(caller: CallingService, ...own: readonly ContextRule[]): DeliveryRequest {
  return { action: 's3:PutObject', on: 'object', context: siblingContext(caller, ...own) };
}

/** A request on the bucket, which sends no headers of an object. */
export function onBucket(action: string, caller: CallingService, ...own: readonly ContextRule[]): DeliveryRequest {
  const headers = OBJECT_HEADERS.map((key) => rule(key, ABSENT, OF_OBJECTS, S3_KEYS));
  return { action, on: 'bucket', context: siblingContext(caller, ...headers, ...own) };
}

/** A check of the bucket that AWS's page allows beside the write. */
export function setUpRequest(action: string, caller: CallingService): DeliveryRequest {
  return { ...onBucket(action, caller), unsure: () => SET_UP };
}

const SET_UP = 'it is asked for at set-up, and no page says whether a delivery that is set up needs it';

/** The request for the data key of an object. */
export function dataKey(caller: CallingService, ...own: readonly ContextRule[]): KeyRequest {
  const context = told(
    'kms:EncryptionContext:aws:s3:arn',
    'encryption-context',
    'the ARN of the object, or of the bucket if it uses an S3 Bucket Key',
    ENCRYPTION_CONTEXT,
  );
  return { action: 'kms:GenerateDataKey', context: [...serviceContext(caller), context, ...own] };
}

/** The ACL that the recommended Allow of a page asks for. */
export function ownerFullControl(url: string): ContextRule {
  return rule('s3:x-amz-acl', present('bucket-owner-full-control'), 'the ACL that the recommended Allow asks for', url);
}

/** An Allow statement for a service, as pages have them. */
export function allow(
  Service: string,
  Sid: string,
  Action: string | string[],
  Resource: string,
  Condition?: JsonObject,
): JsonObject {
  const statement = { Sid, Effect: 'Allow', Principal: { Service }, Action, Resource };
  return Condition === undefined ? statement : { ...statement, Condition };
}

/** TLS 1.2 is the least that S3 takes; calls between services may lack the key. */
const TLS_VERSION = rule(
  's3:TlsVersion',
  { state: 'either', alternatives: [['1.2'], ['1.3'], null] },
  'S3 takes TLS 1.2 and newer only; a call between services may lack the key',
  TLS,
);

const OF_OBJECTS = 'only requests for objects have it';
const OBJECT_HEADERS = [
  's3:x-amz-acl',
  's3:x-amz-server-side-encryption',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
] as const;

/** Segments of a key, without those that are not there. */
export function joined(...segments: readonly string[]): string {
  return segments.filter((segment) => segment !== '').join('/');
}

/** Keys below the folder AWSLogs, each source in that of its account. */
export const IN_AWS_LOGS: Pick<PolicyProfile['keys'], 'root' | 'folder'> = {
  root: 'AWSLogs',
  folder: ({ prefix }, _, { account }) => joined(prefix, 'AWSLogs', account ?? ''),
};
