import type { ContextRule, DeliveryRequest, Knowledge, ToldBy } from '../profile.ts';
import { type CallingService, serviceContext } from '../service-context.ts';

const S3_KEYS =
  'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys';
const TLS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/network-isolation.html';
const ENCRYPTION_CONTEXT = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html';

/** What a policy sees of a write by a service: what its own page tells wins over what is true of all services. */
export function siblingContext(caller: CallingService, ...own: readonly ContextRule[]): readonly ContextRule[] {
  return [...serviceContext(caller), TLS_VERSION, ...own];
}

/** What it sees of a request on the bucket, which sends no headers of an object. */
export function bucketContext(caller: CallingService): readonly ContextRule[] {
  return siblingContext(caller, ...OBJECT_HEADERS.map((key) => rule(key, { state: 'absent' }, OF_OBJECTS, S3_KEYS)));
}

/** What a key policy sees of the data key for an object. */
export function dataKeyContext(caller: CallingService, ...own: readonly ContextRule[]): readonly ContextRule[] {
  return [
    ...serviceContext(caller),
    rule(
      'kms:EncryptionContext:aws:s3:arn',
      { state: 'told', by: 'encryption-context' },
      'the ARN of the object, or of the bucket if it uses an S3 Bucket Key',
      ENCRYPTION_CONTEXT,
    ),
    ...own,
  ];
}

export function rule(key: string, knowledge: Knowledge, basis: string, url: string): ContextRule {
  return { key, knowledge, basis, url };
}

export function told(key: string, by: ToldBy, basis: string, url: string): ContextRule {
  return rule(key, { state: 'told', by }, basis, url);
}

/** The ACL that the recommended Allow of a page asks for. */
export function ownerFullControl(url: string): ContextRule {
  return rule(
    's3:x-amz-acl',
    { state: 'present', values: ['bucket-owner-full-control'] },
    'the ACL that the recommended Allow asks for',
    url,
  );
}

/** A check of the bucket that AWS's page allows beside the write. */
export function setUpRequest(action: string, caller: CallingService): DeliveryRequest {
  return { action, on: 'bucket', context: bucketContext(caller), unsure: () => SET_UP };
}

const SET_UP = 'it is asked for at set-up, and no page says whether a delivery that is set up needs it';

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
