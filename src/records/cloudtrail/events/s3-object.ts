import type { Action } from '../../action.ts';
import type { CloudTrailRecord } from '../record.ts';
import { bucketNameOf, objectKeyOf } from './bucket-name.ts';
import { type ServiceEvents, UNRELATED } from './interpreter.ts';

/**
 * Data events that write or remove one object. DeleteObjects is not among them: it names no keys.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
export const S3_OBJECT_EVENTS: ServiceEvents = {
  eventSource: 's3.amazonaws.com',
  events: {
    PutObject: putObject,
    CopyObject: putObject,
    CompleteMultipartUpload: putObject,
    DeleteObject: deleteObject,
  },
};

function putObject(record: CloudTrailRecord): Action {
  const bucket = bucketNameOf(record);
  const key = objectKeyOf(record);
  return bucket === null || key === null ? UNRELATED : { kind: 'put-object', bucket, key };
}

function deleteObject(record: CloudTrailRecord): Action {
  const bucket = bucketNameOf(record);
  const key = objectKeyOf(record);
  return bucket === null || key === null ? UNRELATED : { kind: 'delete-object', bucket, key, by: 'call' };
}
