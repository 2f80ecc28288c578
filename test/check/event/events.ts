import type { JsonObject, JsonValue } from '../../../src/json.ts';
import { KEY } from '../documents.ts';

/** CloudTrail events of changes, as they are recorded; each call makes another event. */
let made = 0;

export function trailEvent(eventName: string, changes: JsonObject = {}): JsonObject {
  made += 1;
  const hex = made.toString(16).padStart(12, '0');
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: 'arn:aws:iam::444455556666:user/ana',
      accountId: '444455556666',
      accessKeyId: 'AKIAEXAMPLE',
      userName: 'ana',
    },
    eventTime: '2026-02-09T14:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: '[aws-cli/2.15.0]',
    requestParameters: null,
    responseElements: null,
    requestID: `REQ${hex}`,
    eventID: `00000000-0000-4000-8000-${hex}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '444455556666',
    eventCategory: 'Management',
    ...changes,
  };
}

export function bucketEvent(eventName: string, body: JsonObject = {}, bucket = 'acme-reports'): JsonObject {
  return trailEvent(eventName, { requestParameters: { bucketName: bucket, ...body } });
}

export function putPolicy(policy: JsonValue, bucket = 'acme-reports'): JsonObject {
  return bucketEvent('PutBucketPolicy', { bucketPolicy: policy, policy: '' }, bucket);
}

/** Of CloudTrail, with the names of the XML. */
export function putConfiguration(changes: JsonObject = {}, destination: JsonObject = {}): JsonObject {
  return bucketEvent(
    'PutBucketInventoryConfiguration',
    {
      inventory: '',
      id: 'daily-full',
      InventoryConfiguration: {
        Id: 'daily-full',
        IsEnabled: true,
        IncludedObjectVersions: 'Current',
        Schedule: { Frequency: 'Daily' },
        Destination: {
          S3BucketDestination: { Bucket: 'arn:aws:s3:::acme-reports', Format: 'CSV', Prefix: 'inv', ...destination },
        },
        ...changes,
      },
    },
    'acme-lake',
  );
}

export function deleteConfiguration(id = 'daily-full'): JsonObject {
  return bucketEvent('DeleteBucketInventoryConfiguration', { inventory: '', id }, 'acme-lake');
}

export function putEncryption(byDefault: JsonObject): JsonObject {
  const rule = { ApplyServerSideEncryptionByDefault: byDefault };
  return bucketEvent('PutBucketEncryption', { encryption: '', ServerSideEncryptionConfiguration: { Rule: rule } });
}

export function keyEvent(eventName: string, parameters: JsonObject = {}, key: string = KEY): JsonObject {
  return trailEvent(eventName, {
    eventSource: 'kms.amazonaws.com',
    requestParameters: { keyId: key, ...parameters },
    resources: [{ accountId: '777788889999', type: 'AWS::KMS::Key', ARN: key }],
  });
}

export function putKeyPolicy(policy: JsonValue): JsonObject {
  return keyEvent('PutKeyPolicy', { policyName: 'default', policy: JSON.stringify(policy) });
}

/** As EventBridge sends it. https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-cloudtrail.html */
export function fromEventBridge(detail: JsonObject): JsonObject {
  return {
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    'detail-type': 'AWS API Call via CloudTrail',
    source: detail['eventSource'] === 'kms.amazonaws.com' ? 'aws.kms' : 'aws.s3',
    account: '444455556666',
    time: '2026-02-09T14:00:10Z',
    region: 'eu-west-1',
    resources: [],
    detail,
  };
}
