import { DESTINATION_BUCKET, REGION } from './cast.ts';
import type { StoredObject } from './delivery.ts';
import { type EvidenceFile, jsonFile } from './evidence-file.ts';

/** Messages of a queue: S3 tells through a topic that objects were created. */
export function createdMessages(path: string, objects: readonly StoredObject[]): EvidenceFile {
  return jsonFile(path, {
    Messages: objects.map((object, index) => ({
      MessageId: `message-${index}`,
      ReceiptHandle: `handle-${index}`,
      Body: JSON.stringify({
        Type: 'Notification',
        MessageId: `notification-${index}`,
        TopicArn: `arn:aws:sns:${REGION}:444455556666:reports`,
        Message: JSON.stringify({ Records: [createdRecord(object, index)] }),
      }),
    })),
  });
}

function createdRecord(object: StoredObject, index: number) {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: REGION,
    eventTime: object.lastModified.replace('Z', '.412Z'),
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:s3.amazonaws.com' },
    requestParameters: { sourceIPAddress: '192.0.2.9' },
    responseElements: { 'x-amz-request-id': `N${index}` },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'reports',
      bucket: { name: DESTINATION_BUCKET, arn: `arn:aws:s3:::${DESTINATION_BUCKET}` },
      object: { key: encodeURIComponent(object.key), size: object.size, eTag: object.etag, sequencer: `0${index}` },
    },
  };
}
