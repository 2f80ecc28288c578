import { describe, expect, it } from 'vitest';
import { scanRow } from '../../src/scan/row.ts';
import { shortActor } from '../../src/scan/short-actor.ts';
import { accessLogItem, cloudTrailItem } from './example-items.ts';

describe('scanRow', () => {
  it('reads a line of an access log', () => {
    expect(scanRow(accessLogItem({}, { line: 17 }))).toMatchInlineSnapshot(`
      {
        "actor": {
          "accessKeyId": null,
          "accountId": "444455556666",
          "arn": "arn:aws:iam::444455556666:user/alice",
          "invokedBy": null,
          "mfaAuthenticated": null,
          "principalId": null,
          "sessionIssuerArn": null,
          "sessionName": null,
          "sourceIdentity": null,
          "type": "IAMUser",
          "userName": "alice",
        },
        "bucket": "acme-reports",
        "errorCode": null,
        "eventId": null,
        "eventName": "PutBucketPolicy",
        "key": null,
        "keyArn": null,
        "line": 17,
        "log": "access-log",
        "operation": "REST.PUT.BUCKETPOLICY",
        "record": null,
        "requestId": "891CE47D2EXAMPLE",
        "requester": "arn:aws:iam::444455556666:user/alice",
        "source": "logs/access.log",
        "sourceIp": "192.0.2.3",
        "status": 200,
        "time": "2019-02-06T00:00:38Z",
        "tool": "console",
        "userAgent": "S3Console/0.4",
        "within": null,
      }
    `);
  });

  it('reads a CloudTrail event', () => {
    expect(scanRow(cloudTrailItem({ errorCode: 'AccessDenied' }))).toMatchInlineSnapshot(`
      {
        "actor": {
          "accessKeyId": "AKIAEXAMPLEALICE0001",
          "accountId": "444455556666",
          "arn": "arn:aws:iam::444455556666:user/alice",
          "invokedBy": null,
          "mfaAuthenticated": null,
          "principalId": "AIDAEXAMPLEALICE",
          "sessionIssuerArn": null,
          "sessionName": null,
          "sourceIdentity": null,
          "type": "IAMUser",
          "userName": "alice",
        },
        "bucket": "acme-reports",
        "errorCode": "AccessDenied",
        "eventId": "5a9b2d1e-11aa-4b6f-8f0c-1d2e3f405162",
        "eventName": "PutBucketPolicy",
        "key": null,
        "keyArn": null,
        "line": null,
        "log": "cloudtrail",
        "operation": null,
        "record": 3,
        "requestId": "79104EXAMPLEB723",
        "requester": null,
        "source": "trail/a.json.gz",
        "sourceIp": "203.0.113.7",
        "status": null,
        "time": "2026-02-10T14:03:11Z",
        "tool": "aws-cli",
        "userAgent": "aws-cli/2.15.0",
        "within": null,
      }
    `);
  });

  it('knows the key that a KMS event is about', () => {
    const arn = 'arn:aws:kms:eu-west-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const row = scanRow(
      cloudTrailItem({
        eventSource: 'kms.amazonaws.com',
        eventName: 'PutKeyPolicy',
        requestParameters: { state: 'known', value: { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' } },
        resources: [{ arn, accountId: '777788889999', type: 'AWS::KMS::Key' }],
      }),
    );
    expect([row.bucket, row.keyArn]).toEqual([null, arn]);
  });

  it('gives no event name to an operation that has none', () => {
    expect(scanRow(accessLogItem({ operation: 'S3.EXPIRE.OBJECT', key: 'a' })).eventName).toBeNull();
    expect(scanRow(accessLogItem({ operation: null })).eventName).not.toBe('');
  });
});

describe('shortActor', () => {
  it.each([
    ['an IAM user', cloudTrailItem(), 'alice'],
    [
      'a role session',
      cloudTrailItem({
        userIdentity: {
          type: 'AssumedRole',
          userName: null,
          principalId: 'AROAEXAMPLE:ci-run-7',
          arn: 'arn:aws:sts::444455556666:assumed-role/Deploy/ci-run-7',
        },
      }),
      'Deploy/ci-run-7',
    ],
    [
      'a role session in an access log',
      accessLogItem({ requester: 'arn:aws:sts::444455556666:assumed-role/Deploy/ci' }),
      'Deploy/ci',
    ],
    [
      'the root user',
      cloudTrailItem({ userIdentity: { type: 'Root', userName: null, arn: 'arn:aws:iam::444455556666:root' } }),
      'root of 444455556666',
    ],
    ['a service', accessLogItem({ requester: 'svc:s3.amazonaws.com' }), 's3.amazonaws.com'],
    ['nobody', accessLogItem({ requester: null }), 'anonymous'],
    ['a canonical user', accessLogItem({ requester: 'f'.repeat(64) }), 'account ffffffffffff...'],
  ])('names %s', (_, item, expected) => {
    expect(shortActor(scanRow(item))).toBe(expected);
  });
});
