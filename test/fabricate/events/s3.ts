import type { JsonObject, JsonValue } from '../../../src/json.ts';
import type { Caller } from '../caller.ts';
import { awsService } from '../caller.ts';
import { DESTINATION_ACCOUNT, DESTINATION_BUCKET, REGION, SOURCE_ACCOUNT, SOURCE_BUCKET } from '../cast.ts';
import { derivedBase64, derivedUpper } from '../derive.ts';
import { type ApiError, apiCall, type TrailEvent } from './event.ts';

/** A call on a bucket; without `bucket` and `account`, on the destination. */
export interface BucketCall {
  readonly time: string;
  readonly by: Caller;
  readonly bucket?: string;
  readonly account?: string;
  readonly region?: string;
  readonly error?: ApiError;
  readonly sharedEventId?: string;
  readonly salt?: string;
}

export function putBucketPolicy(call: BucketCall & { readonly policy: JsonValue }): TrailEvent {
  return bucketEvent(call, 'PutBucketPolicy', { bucketPolicy: call.policy, policy: '' });
}

export function deleteBucketPolicy(call: BucketCall): TrailEvent {
  return bucketEvent(call, 'DeleteBucketPolicy', { policy: '' });
}

/** On the source bucket unless told otherwise; the body is JSON under the XML root element. */
export function putInventoryConfiguration(
  call: BucketCall & { readonly id: string; readonly configuration: JsonObject },
): TrailEvent {
  return bucketEvent(onSource(call), 'PutBucketInventoryConfiguration', {
    InventoryConfiguration: { xmlns: XML_NAMESPACE, ...call.configuration },
    inventory: '',
    id: call.id,
  });
}

export function deleteInventoryConfiguration(call: BucketCall & { readonly id: string }): TrailEvent {
  return bucketEvent(onSource(call), 'DeleteBucketInventoryConfiguration', { inventory: '', id: call.id });
}

export function createBucket(call: BucketCall): TrailEvent {
  return bucketEvent(call, 'CreateBucket', {
    CreateBucketConfiguration: { xmlns: XML_NAMESPACE, LocationConstraint: call.region ?? REGION },
  });
}

export function deleteBucket(call: BucketCall): TrailEvent {
  return bucketEvent(call, 'DeleteBucket', {});
}

export function putBucketEncryption(
  call: BucketCall & { readonly algorithm: string; readonly keyArn?: string },
): TrailEvent {
  return bucketEvent(call, 'PutBucketEncryption', {
    encryption: '',
    ServerSideEncryptionConfiguration: {
      xmlns: XML_NAMESPACE,
      Rule: {
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: call.algorithm,
          ...(call.keyArn === undefined ? {} : { KMSMasterKeyID: call.keyArn }),
        },
        BucketKeyEnabled: true,
      },
    },
  });
}

export function putBucketLifecycle(call: BucketCall & { readonly prefix: string; readonly days: number }): TrailEvent {
  return bucketEvent(call, 'PutBucketLifecycle', {
    lifecycle: '',
    LifecycleConfiguration: {
      xmlns: XML_NAMESPACE,
      Rule: {
        ID: 'expire-reports',
        Status: 'Enabled',
        Filter: { Prefix: call.prefix },
        Expiration: { Days: call.days },
      },
    },
  });
}

export function putPublicAccessBlock(call: BucketCall): TrailEvent {
  return bucketEvent(call, 'PutBucketPublicAccessBlock', {
    publicAccessBlock: '',
    PublicAccessBlockConfiguration: {
      xmlns: XML_NAMESPACE,
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  });
}

export function putOwnershipControls(call: BucketCall): TrailEvent {
  return bucketEvent(call, 'PutBucketOwnershipControls', {
    ownershipControls: '',
    OwnershipControls: { xmlns: XML_NAMESPACE, Rule: { ObjectOwnership: 'BucketOwnerEnforced' } },
  });
}

/** Reads that auditors and tools make all day. */
export function readBucket(
  call: BucketCall & { readonly eventName: 'GetBucketAcl' | 'GetBucketPolicy' | 'GetBucketLocation' },
): TrailEvent {
  const parameter = { GetBucketAcl: 'acl', GetBucketPolicy: 'policy', GetBucketLocation: 'location' }[call.eventName];
  return bucketEvent(call, call.eventName, { [parameter]: '' }, { readOnly: true });
}

/** A write, seen by trails that log data events. */
export function putObject(call: BucketCall & { readonly key: string }): TrailEvent {
  return bucketEvent(call, 'PutObject', { key: call.key }, { isDataEvent: true, objectKey: call.key });
}

/** A delivery's own write: S3 acts as a service principal and hands the object to the bucket owner. */
export function inventoryWrite(
  call: Omit<BucketCall, 'by'> & { readonly key: string; readonly sse?: 'Default_SSE_S3' | 'SSE_KMS' },
): TrailEvent {
  return bucketEvent(
    { ...call, by: awsService('s3.amazonaws.com') },
    'PutObject',
    { 'x-amz-acl': 'bucket-owner-full-control', key: call.key },
    {
      isDataEvent: true,
      objectKey: call.key,
      ...(call.error === undefined ? { sse: call.sse ?? 'Default_SSE_S3' } : {}),
    },
  );
}

export function deleteObject(call: BucketCall & { readonly key: string }): TrailEvent {
  return bucketEvent(call, 'DeleteObject', { key: call.key }, { isDataEvent: true, objectKey: call.key });
}

const XML_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

function onSource<T extends BucketCall>(call: T): T {
  return { ...call, bucket: call.bucket ?? SOURCE_BUCKET, account: call.account ?? SOURCE_ACCOUNT };
}

interface BucketEventDetails {
  readonly readOnly?: boolean;
  readonly isDataEvent?: boolean;
  readonly objectKey?: string;
  readonly sse?: string;
}

function bucketEvent(
  call: BucketCall,
  eventName: string,
  parameters: JsonObject,
  details: BucketEventDetails = {},
): TrailEvent {
  const bucket = call.bucket ?? DESTINATION_BUCKET;
  const account = call.account ?? DESTINATION_ACCOUNT;
  const host = `${bucket}.s3.${call.region ?? REGION}.amazonaws.com`;
  const identity = [eventName, call.time, call.by.requester, bucket, details.objectKey ?? '', call.salt ?? ''];
  const bucketResource = { accountId: account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` };
  return apiCall({
    ...call,
    eventSource: 's3.amazonaws.com',
    eventName,
    account,
    parameters: { bucketName: bucket, Host: host, ...parameters },
    additional: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: details.readOnly === true || call.error !== undefined ? 0 : 742,
      ...(details.sse === undefined ? {} : { SSEApplied: details.sse }),
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': derivedBase64(56, 'host id', ...identity),
      bytesTransferredOut: call.error === undefined ? 0 : 243,
    },
    requestId: derivedUpper(16, 'request id', ...identity),
    readOnly: details.readOnly,
    isDataEvent: details.isDataEvent,
    resources:
      details.objectKey === undefined
        ? [bucketResource]
        : [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${details.objectKey}` }, bucketResource],
    tlsHost: host,
  });
}
