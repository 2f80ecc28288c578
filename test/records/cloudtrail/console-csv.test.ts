import { describe, expect, it } from 'vitest';
import { parseConsoleRow } from '../../../src/records/cloudtrail/console-csv.ts';

const ROW = {
  'User name': 'alice',
  'AWS access key': 'ASIAALICE0000EXAMPLE',
  'Event time': '2026-02-10T14:22:31Z',
  'Event source': 's3.amazonaws.com',
  'Event name': 'PutBucketPolicy',
  'AWS region': 'eu-west-1',
  'Source IP address': '198.51.100.7',
  'User agent': 'S3Console/0.4, aws-internal/3',
  'Error code': '',
  Resources: '[{"resourceType":"AWS::S3::Bucket","resourceName":"acme-reports"}]',
  'Request ID': '3E57427F33A59F07',
  'Event ID': '5b1d31c6-32f6-4a4e-a6a3-4a9bb0f0a001',
  'Read-only': 'false',
  'Event type': 'AwsApiCall',
  'Recipient Account Id': '444455556666',
  'Event category': 'Management',
};

describe('parseConsoleRow', () => {
  it('reads a downloaded row', () => {
    expect(parseConsoleRow(ROW)).toEqual({
      ok: true,
      record: {
        kind: 'cloudtrail',
        form: 'console-csv',
        eventVersion: null,
        eventTime: Date.UTC(2026, 1, 10, 14, 22, 31),
        eventSource: 's3.amazonaws.com',
        eventName: 'PutBucketPolicy',
        awsRegion: 'eu-west-1',
        sourceIPAddress: '198.51.100.7',
        userAgent: 'S3Console/0.4, aws-internal/3',
        errorCode: null,
        errorMessage: null,
        requestParameters: { state: 'not-recorded' },
        responseElements: { state: 'not-recorded' },
        additionalEventData: { state: 'not-recorded' },
        requestID: '3E57427F33A59F07',
        eventID: '5b1d31c6-32f6-4a4e-a6a3-4a9bb0f0a001',
        eventType: 'AwsApiCall',
        recipientAccountId: '444455556666',
        sharedEventID: null,
        resources: [{ arn: 'arn:aws:s3:::acme-reports', accountId: null, type: 'AWS::S3::Bucket' }],
        userIdentity: {
          type: null,
          principalId: null,
          arn: null,
          accountId: null,
          accessKeyId: 'ASIAALICE0000EXAMPLE',
          userName: 'alice',
          invokedBy: null,
          sessionIssuer: null,
          sessionCreationDate: null,
          mfaAuthenticated: null,
          sourceIdentity: null,
          federatedProvider: null,
        },
        raw: ROW,
      },
    });
  });

  it.each([
    ['2026-02-10T14:22:31Z', '2026-02-10T14:22:31Z'],
    ['2026-02-10T14:22:31.000Z', '2026-02-10T14:22:31Z'],
    ['2026-02-10, 14:22:31 (UTC+00:00)', '2026-02-10T14:22:31Z'],
    ['2026-02-10, 16:22:31 (UTC+02:00)', '2026-02-10T14:22:31Z'],
    ['2026-02-10, 14:22:31 (UTC)', '2026-02-10T14:22:31Z'],
    ['February 10, 2026, 09:22:31 (UTC-05:00)', '2026-02-10T14:22:31Z'],
    ['February 10, 2026, 2:22:31 PM (UTC+00:00)', '2026-02-10T14:22:31Z'],
  ])('reads the event time %j', (written, expected) => {
    const parsed = parseConsoleRow({ ...ROW, 'Event time': written });
    expect(parsed.ok && new Date(parsed.record.eventTime).toISOString()).toBe(expected.replace('Z', '.000Z'));
  });

  it.each([
    [{ 'Event time': '2026-02-10, 14:22:31' }, 'Event time is not a time with a zone'],
    [{ 'Event time': '10/02/2026 14:22' }, 'Event time is not a time with a zone'],
    [{ 'Event time': '' }, 'not an event history row: no Event time'],
    [{ 'Event name': ' ' }, 'not an event history row: no Event name'],
    [{ 'Event source': '' }, 'not an event history row: no Event source'],
    [{ Resources: '[{"resourceType":' }, 'Resources is not a JSON array'],
    [{ Resources: '{"resourceType":"AWS::S3::Bucket"}' }, 'Resources is not a JSON array'],
  ])('refuses %j', (cells, reason) => {
    expect(parseConsoleRow({ ...ROW, ...cells })).toEqual({ ok: false, reason });
  });

  it.each([
    ['', 'eu-west-1', []],
    ['[]', 'eu-west-1', []],
    [
      '[{"resourceType":"AWS::S3::Bucket","resourceName":"acme-reports"}]',
      'cn-north-1',
      [{ arn: 'arn:aws-cn:s3:::acme-reports', accountId: null, type: 'AWS::S3::Bucket' }],
    ],
    [
      '[{"resourceType":"AWS::S3::Bucket","resourceName":"arn:aws:s3:::acme-reports"}]',
      'eu-west-1',
      [{ arn: 'arn:aws:s3:::acme-reports', accountId: null, type: 'AWS::S3::Bucket' }],
    ],
    [
      '[{"resourceType":"AWS::KMS::Key","resourceName":"1234abcd-12ab-34cd-56ef-1234567890ab"},{"resourceType":"AWS::KMS::Key","resourceName":"arn:aws:kms:eu-west-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab"}]',
      'eu-west-1',
      [
        { arn: null, accountId: null, type: 'AWS::KMS::Key' },
        {
          arn: 'arn:aws:kms:eu-west-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab',
          accountId: null,
          type: 'AWS::KMS::Key',
        },
      ],
    ],
  ])('reads the resources cell %j in %s', (cell, region, expected) => {
    const parsed = parseConsoleRow({ ...ROW, Resources: cell, 'AWS region': region });
    expect(parsed.ok && parsed.record.resources).toEqual(expected);
  });

  it.each([
    ['root', 'ASIAROOT00000EXAMPLE', 'Root'],
    ['alice', 'AKIAALICE0000EXAMPLE', 'IAMUser'],
    ['alice', 'ASIAALICE0000EXAMPLE', null],
    ['alice', '', null],
  ])('gives %s with key %s the type %s', (user, key, type) => {
    const parsed = parseConsoleRow({ ...ROW, 'User name': user, 'AWS access key': key });
    expect(parsed.ok && parsed.record.userIdentity.type).toBe(type);
  });

  it('finds columns in any case', () => {
    const lower = Object.fromEntries(Object.entries(ROW).map(([column, cell]) => [column.toLowerCase(), cell]));
    const parsed = parseConsoleRow(lower);
    expect(parsed.ok && parsed.record.eventID).toBe(ROW['Event ID']);
  });
});
