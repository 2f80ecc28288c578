import { describe, expect, it } from 'vitest';
import { eventNameOfOperation, interpretAccessLog } from '../../../src/records/access-log/interpret.ts';
import type { Action } from '../../../src/records/action.ts';
import { logRecord } from './access-log-record.ts';

const bucket = 'acme-reports';
const NOT_RECORDED = { state: 'not-recorded' } as const;
const key = 'inv/acme-lake/daily-full/data/';
const INVENTORY_PUT = 'PUT /acme-lake?inventory&id=daily-full HTTP/1.1';
const CONFIGURATION: Action = {
  kind: 'put-inventory-configuration',
  bucket,
  id: 'daily-full',
  configuration: NOT_RECORDED,
};

function setting(name: string) {
  return { kind: 'bucket-setting', bucket, setting: name };
}

describe('interpretAccessLog', () => {
  it.each<[string, string | null, string | null, object, string]>([
    [
      'REST.PUT.BUCKETPOLICY',
      null,
      null,
      { kind: 'put-bucket-policy', bucket, policy: NOT_RECORDED },
      'PutBucketPolicy',
    ],
    [
      'rest.put.bucketpolicy',
      null,
      null,
      { kind: 'put-bucket-policy', bucket, policy: NOT_RECORDED },
      'PutBucketPolicy',
    ],
    ['REST.DELETE.BUCKETPOLICY', null, null, { kind: 'delete-bucket-policy', bucket }, 'DeleteBucketPolicy'],
    ['REST.PUT.INVENTORY', null, INVENTORY_PUT, CONFIGURATION, 'PutBucketInventoryConfiguration'],
    ['REST.PUT.INVENTORY', null, null, { ...CONFIGURATION, id: null }, 'PutBucketInventoryConfiguration'],
    [
      'REST.DELETE.INVENTORY',
      null,
      'DELETE /?id=daily%20full&inventory= HTTP/1.1',
      { kind: 'delete-inventory-configuration', bucket, id: 'daily full' },
      'DeleteBucketInventoryConfiguration',
    ],
    [
      'REST.PUT.ENCRYPTION',
      null,
      null,
      { kind: 'put-bucket-encryption', bucket, encryption: NOT_RECORDED },
      'PutBucketEncryption',
    ],
    ['REST.DELETE.ENCRYPTION', null, null, { kind: 'delete-bucket-encryption', bucket }, 'DeleteBucketEncryption'],
    [
      'REST.PUT.LIFECYCLE',
      null,
      null,
      { kind: 'put-bucket-lifecycle', bucket, rules: NOT_RECORDED },
      'PutBucketLifecycle',
    ],
    ['REST.DELETE.LIFECYCLE', null, null, { kind: 'delete-bucket-lifecycle', bucket }, 'DeleteBucketLifecycle'],
    ['REST.PUT.PUBLIC_ACCESS_BLOCK', null, null, setting('public-access-block'), 'PutBucketPublicAccessBlock'],
    ['REST.DELETE.PUBLIC_ACCESS_BLOCK', null, null, setting('public-access-block'), 'DeleteBucketPublicAccessBlock'],
    ['REST.PUT.OWNERSHIP_CONTROLS', null, null, setting('ownership-controls'), 'PutBucketOwnershipControls'],
    ['REST.PUT.ACL', null, null, setting('acl'), 'PutBucketAcl'],
    ['REST.PUT.OBJECT_LOCK', null, null, setting('object-lock'), 'PutBucketObjectLockConfiguration'],
    ['REST.PUT.OBJECT_LOCK_CONFIGURATION', null, null, setting('object-lock'), 'PutBucketObjectLockConfiguration'],
    ['REST.PUT.REQUEST_PAYMENT', null, null, setting('request-payment'), 'PutBucketRequestPayment'],
    ['REST.PUT.VERSIONING', null, null, setting('versioning'), 'PutBucketVersioning'],
    ['REST.PUT.LOGGING_STATUS', null, null, setting('logging'), 'PutBucketLogging'],
    ['REST.PUT.BUCKET', null, null, { kind: 'create-bucket', bucket, region: null }, 'CreateBucket'],
    ['REST.DELETE.BUCKET', null, null, { kind: 'delete-bucket', bucket }, 'DeleteBucket'],
    ['SOAP.CreateBucket', null, null, { kind: 'create-bucket', bucket, region: null }, 'CreateBucket'],
    ['REST.PUT.OBJECT', key, null, { kind: 'put-object', bucket, key }, 'PutObject'],
    ['REST.COPY.OBJECT', key, null, { kind: 'put-object', bucket, key }, 'CopyObject'],
    ['REST.POST.OBJECT', key, null, { kind: 'put-object', bucket, key }, 'PutObject'],
    ['REST.POST.UPLOAD', key, null, { kind: 'put-object', bucket, key }, 'CompleteMultipartUpload'],
    ['SOAP.PutObject', key, null, { kind: 'put-object', bucket, key }, 'PutObject'],
    ['REST.DELETE.OBJECT', key, null, { kind: 'delete-object', bucket, key, by: 'call' }, 'DeleteObject'],
    ['BATCH.DELETE.OBJECT', key, null, { kind: 'delete-object', bucket, key, by: 'call' }, 'DeleteObjects'],
    ['S3.EXPIRE.OBJECT', key, null, { kind: 'delete-object', bucket, key, by: 'lifecycle' }, 'S3.EXPIRE.OBJECT'],
    [
      'S3.CREATE.DELETEMARKER',
      key,
      null,
      { kind: 'delete-object', bucket, key, by: 'lifecycle' },
      'S3.CREATE.DELETEMARKER',
    ],
  ])('reads %s', (operation, objectKey, requestUri, expected, eventName) => {
    const action = interpretAccessLog(logRecord({ operation, key: objectKey, requestUri }));
    expect(action).toEqual(expected);
    expect(eventNameOfOperation(action, operation)).toBe(eventName);
  });

  it('goes by the operation, whatever the URI says', () => {
    const requestUri = 'GET /awsexamplebucket1?logging HTTP/1.1';
    expect(interpretAccessLog(logRecord({ operation: 'REST.PUT.BUCKETPOLICY', requestUri })).kind).toBe(
      'put-bucket-policy',
    );
  });

  it.each([
    'REST.GET.BUCKETPOLICY',
    'REST.HEAD.BUCKET',
    'REST.OPTIONS.PREFLIGHT',
    'REST.PUT.TAGGING',
    'REST.PUT.PART',
    'REST.POST.MULTI_OBJECT_DELETE',
    'REST.COPY.OBJECT_GET',
    'WEBSITE.GET.OBJECT',
    'S3.TRANSITION_SIA.OBJECT',
    'S3.COMPUTE.OBJECT.CHECKSUM',
    'SOAP.ListBucket',
  ])('lets no URI make a change of %s', (operation) => {
    const requestUri = 'PUT /acme-reports?policy HTTP/1.1';
    const action = interpretAccessLog(logRecord({ operation, requestUri }));
    expect(action).toEqual({ kind: 'unrelated' });
    expect(eventNameOfOperation(action, operation)).toBe(operation);
  });

  it.each<[string, string, string]>([
    ['PUT /acme-reports?policy HTTP/1.1', 'put-bucket-policy', 'PutBucketPolicy'],
    ['PUT /?policy= HTTP/1.1', 'put-bucket-policy', 'PutBucketPolicy'],
    ['DELETE /acme-reports?policy HTTP/1.1', 'delete-bucket-policy', 'DeleteBucketPolicy'],
    [INVENTORY_PUT, 'put-inventory-configuration', 'PutBucketInventoryConfiguration'],
    ['PUT /?x-id=PutBucketEncryption&encryption HTTP/1.1', 'put-bucket-encryption', 'PutBucketEncryption'],
    ['PUT /?lifecycle HTTP/1.1', 'put-bucket-lifecycle', 'PutBucketLifecycle'],
    ['PUT /?ownershipControls HTTP/1.1', 'bucket-setting', 'PutBucketOwnershipControls'],
    ['PUT /?publicAccessBlock HTTP/1.1', 'bucket-setting', 'PutBucketPublicAccessBlock'],
    ['PUT /a "quoted" name?policy', 'put-bucket-policy', 'PutBucketPolicy'],
    ['GET /acme-reports?policy HTTP/1.1', 'unrelated', 'REST.PUT.NEWLY_NAMED'],
    ['PUT /acme-reports?policyStatus HTTP/1.1', 'unrelated', 'REST.PUT.NEWLY_NAMED'],
    ['PUT /acme-reports/policy HTTP/1.1', 'unrelated', 'REST.PUT.NEWLY_NAMED'],
  ])('recognises a yet unknown operation by %j', (requestUri, kind, eventName) => {
    const operation = 'REST.PUT.NEWLY_NAMED';
    const action = interpretAccessLog(logRecord({ operation, requestUri }));
    expect(action.kind).toBe(kind);
    expect(eventNameOfOperation(action, operation)).toBe(eventName);
    expect(interpretAccessLog(logRecord({ operation: null, requestUri })).kind).toBe(kind);
  });

  it("does not take settings of an object for the bucket's", () => {
    expect(interpretAccessLog(logRecord({ operation: 'REST.PUT.ACL', key }))).toEqual({ kind: 'unrelated' });
    const requestUri = 'PUT /acme-reports/x?acl HTTP/1.1';
    expect(interpretAccessLog(logRecord({ operation: 'REST.PUT.NEWLY_NAMED', key: 'x', requestUri }))).toEqual({
      kind: 'unrelated',
    });
  });

  it('cannot place a request without a bucket, or a write without a key', () => {
    expect(interpretAccessLog(logRecord({ operation: 'REST.PUT.BUCKETPOLICY', bucket: null }))).toEqual({
      kind: 'unrelated',
    });
    expect(interpretAccessLog(logRecord({ operation: 'REST.PUT.OBJECT' }))).toEqual({ kind: 'unrelated' });
  });

  it('leaves a broken escape in an id as written', () => {
    const requestUri = 'PUT /?inventory&id=100%daily HTTP/1.1';
    expect(interpretAccessLog(logRecord({ operation: 'REST.PUT.INVENTORY', requestUri }))).toMatchObject({
      id: '100%daily',
    });
  });
});
