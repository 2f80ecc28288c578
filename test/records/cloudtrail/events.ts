import type { JsonObject } from '../../../src/json.ts';
import { parseCloudTrailEvent } from '../../../src/records/cloudtrail/parse.ts';
import type { CloudTrailRecord } from '../../../src/records/cloudtrail/record.ts';

/** The IAM user who makes most test calls. */
export const ALICE: JsonObject = {
  type: 'IAMUser',
  principalId: 'AIDAALICE0000EXAMPLE',
  arn: 'arn:aws:iam::444455556666:user/platform/alice',
  accountId: '444455556666',
  accessKeyId: 'AKIAALICE0000EXAMPLE',
  userName: 'alice',
};

/** An S3 management event as today's trails write it; `members` override. */
export function s3Event(eventName: string, requestParameters: JsonObject, members: JsonObject = {}): JsonObject {
  return {
    eventVersion: '1.11',
    userIdentity: ALICE,
    eventTime: '2026-02-10T14:22:31Z',
    eventSource: 's3.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent:
      '[aws-cli/2.15.0 Python/3.11.6 Linux/5.10.205 exe/x86_64.amzn.2 prompt/off command/s3api.put-bucket-policy]',
    requestParameters: {
      ...requestParameters,
      bucketName: 'acme-reports',
      Host: 'acme-reports.s3.eu-west-1.amazonaws.com',
    },
    responseElements: null,
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: 494,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': 'hostIdExample=',
      bytesTransferredOut: 0,
    },
    requestID: '3E57427F33A59F07',
    eventID: '5b1d31c6-32f6-4a4e-a6a3-4a9bb0f0a001',
    readOnly: false,
    resources: [{ accountId: '444455556666', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::acme-reports' }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '444455556666',
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: 'acme-reports.s3.eu-west-1.amazonaws.com',
    },
    ...members,
  };
}

/** An event of any other service. */
export function serviceEvent(eventSource: string, eventName: string, members: JsonObject): JsonObject {
  return {
    eventVersion: '1.09',
    userIdentity: ALICE,
    eventTime: '2026-02-10T14:22:31Z',
    eventSource,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.15.0',
    requestParameters: null,
    responseElements: null,
    requestID: '0771bcfb-3e24-4332-9ac8-e1c06563eecf',
    eventID: '5b1d31c6-32f6-4a4e-a6a3-4a9bb0f0a002',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '444455556666',
    eventCategory: 'Management',
    ...members,
  };
}

/** The record of an event that must parse. */
export function recordOf(event: JsonObject): CloudTrailRecord {
  const parsed = parseCloudTrailEvent(event, 'file');
  if (!parsed.ok) {
    throw new Error(parsed.reason);
  }
  return parsed.record;
}
