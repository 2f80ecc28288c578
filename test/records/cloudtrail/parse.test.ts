import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/json.ts';
import { parseCloudTrailEvent } from '../../../src/records/cloudtrail/parse.ts';
import { ALICE, recordOf, s3Event } from './events.ts';

const BARE = { eventTime: '2026-02-10T14:22:31Z', eventSource: 's3.amazonaws.com', eventName: 'PutBucketPolicy' };

describe('parseCloudTrailEvent', () => {
  it('reads an event of a current trail', () => {
    const event = s3Event('PutBucketPolicy', { policy: '' });
    const record = recordOf(event);
    expect(record).toMatchObject({
      kind: 'cloudtrail',
      form: 'file',
      eventVersion: '1.11',
      eventTime: Date.UTC(2026, 1, 10, 14, 22, 31),
      eventSource: 's3.amazonaws.com',
      eventName: 'PutBucketPolicy',
      awsRegion: 'eu-west-1',
      sourceIPAddress: '198.51.100.7',
      errorCode: null,
      errorMessage: null,
      responseElements: { state: 'not-recorded' },
      requestID: '3E57427F33A59F07',
      eventID: '5b1d31c6-32f6-4a4e-a6a3-4a9bb0f0a001',
      eventType: 'AwsApiCall',
      recipientAccountId: '444455556666',
      sharedEventID: null,
      resources: [{ arn: 'arn:aws:s3:::acme-reports', accountId: '444455556666', type: 'AWS::S3::Bucket' }],
    });
    expect(record.requestParameters).toEqual({ state: 'known', value: event['requestParameters'] });
    expect(record.raw).toBe(event);
  });

  it.each([
    ['[aws-cli/2.15.0 Python/3.11.6]', 'aws-cli/2.15.0 Python/3.11.6'],
    ['[cut off at one kilobyt', 'cut off at one kilobyt'],
    ['aws-cli/2.15.0 [en]', 'aws-cli/2.15.0 [en]'],
    ['[]', null],
    ['', null],
    [null, null],
  ])('takes the brackets of S3 off user agent %j', (userAgent, expected) => {
    expect(recordOf({ ...BARE, userAgent }).userAgent).toBe(expected);
  });

  it.each<[string, JsonValue | undefined, unknown]>([
    ['object', { bucketName: 'acme-reports' }, { state: 'known', value: { bucketName: 'acme-reports' } }],
    ['null', null, { state: 'not-recorded' }],
    ['nothing', undefined, { state: 'not-recorded' }],
    ['empty string', '', { state: 'not-recorded' }],
    [
      'marker in strings',
      { reason: 'requestParameters too large', omitted: 'true', originalSize: '149893' },
      { state: 'omitted', reason: 'requestParameters too large' },
    ],
    [
      'marker in booleans',
      { reason: 'requestParameters too large', omitted: true, originalSize: 149893 },
      { state: 'omitted', reason: 'requestParameters too large' },
    ],
    [
      'a parameter of that name',
      { omitted: 'false', reason: 'x' },
      { state: 'known', value: { omitted: 'false', reason: 'x' } },
    ],
    ['JSON in a string', '{"bucketName":"b"}', { state: 'known', value: { bucketName: 'b' } }],
    ['cut JSON in a string', '{"bucketName":"b', { state: 'omitted', reason: 'cut short: not whole JSON' }],
  ])('reads request parameters given as %s', (_form, requestParameters, expected) => {
    const event = requestParameters === undefined ? BARE : { ...BARE, requestParameters };
    expect(recordOf(event).requestParameters).toEqual(expected);
  });

  it('reads a role session', () => {
    const record = recordOf({
      ...BARE,
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROADEPLOY000EXAMPLE:ci-42',
        arn: 'arn:aws:sts::444455556666:assumed-role/deploy/ci-42',
        accountId: '444455556666',
        accessKeyId: 'ASIADEPLOY000EXAMPLE',
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROADEPLOY000EXAMPLE',
            arn: 'arn:aws:iam::444455556666:role/ci/deploy',
            accountId: '444455556666',
            userName: 'deploy',
          },
          webIdFederationData: {
            federatedProvider: 'arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com',
            attributes: {},
          },
          attributes: { creationDate: '2026-02-10T14:00:02Z', mfaAuthenticated: 'false' },
          sourceIdentity: 'alice@acme.example',
        },
      },
    });
    expect(record.userIdentity).toEqual({
      type: 'AssumedRole',
      principalId: 'AROADEPLOY000EXAMPLE:ci-42',
      arn: 'arn:aws:sts::444455556666:assumed-role/deploy/ci-42',
      accountId: '444455556666',
      accessKeyId: 'ASIADEPLOY000EXAMPLE',
      userName: null,
      invokedBy: null,
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROADEPLOY000EXAMPLE',
        arn: 'arn:aws:iam::444455556666:role/ci/deploy',
        accountId: '444455556666',
        userName: 'deploy',
      },
      sessionCreationDate: Date.UTC(2026, 1, 10, 14, 0, 2),
      mfaAuthenticated: false,
      sourceIdentity: 'alice@acme.example',
      federatedProvider: 'arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com',
    });
  });

  it('takes empty members for absent ones', () => {
    const { userIdentity } = recordOf({
      ...BARE,
      userIdentity: {
        type: 'AWSAccount',
        principalId: '',
        accountId: 'anonymous',
        accessKeyId: '',
        sessionContext: {
          sessionIssuer: {},
          webIdFederationData: {},
          attributes: { creationDate: '20260210T140002Z' },
        },
      },
    });
    expect(userIdentity).toMatchObject({
      principalId: null,
      accessKeyId: null,
      sessionIssuer: null,
      federatedProvider: null,
      mfaAuthenticated: null,
      sessionCreationDate: Date.UTC(2026, 1, 10, 14, 0, 2),
    });
  });

  it('reads an event that has nothing but what makes it one', () => {
    expect(recordOf(BARE)).toMatchObject({ resources: [], userIdentity: { type: null }, eventID: null });
  });

  it.each<[JsonValue, string]>([
    [{ ...BARE, eventName: '' }, 'not a CloudTrail event: no eventName'],
    [{ ...BARE, eventSource: null }, 'not a CloudTrail event: no eventSource'],
    [{ eventName: 'PutBucketPolicy', eventSource: 's3.amazonaws.com' }, 'not a CloudTrail event: no eventTime'],
    [{ ...BARE, eventTime: 'yesterday' }, 'eventTime is not a time'],
    [{ ...BARE, eventTime: '2026-02-30T00:00:00Z' }, 'eventTime is not a time'],
    [{ ...BARE, eventTime: '2026-02-10' }, 'eventTime is not a time'],
    [{ ...BARE, eventTime: 1_770_733_351 }, 'not a CloudTrail event: no eventTime'],
    [[BARE], 'not a JSON object'],
    ['PutBucketPolicy', 'not a JSON object'],
    [null, 'not a JSON object'],
  ])('refuses %j', (event, reason) => {
    expect(parseCloudTrailEvent(event, 'file')).toEqual({ ok: false, reason });
  });

  it('reads a time without a zone as UTC', () => {
    for (const eventTime of ['2026-02-10T14:22:31', '2026-02-10 14:22:31.000', '2026-02-10 14:22:31.000000000']) {
      expect(recordOf({ ...BARE, eventTime }).eventTime).toBe(Date.UTC(2026, 1, 10, 14, 22, 31));
    }
    expect(recordOf({ ...BARE, eventTime: '2026-02-10T16:22:31+02:00' }).eventTime).toBe(
      Date.UTC(2026, 1, 10, 14, 22, 31),
    );
  });

  it('answers for any JSON, whatever a member holds', () => {
    const members = Object.keys(s3Event('PutBucketPolicy', {}));
    fc.assert(
      fc.property(fc.constantFrom(...members), fc.jsonValue(), (member, value) => {
        const parsed = parseCloudTrailEvent(
          { ...s3Event('PutBucketPolicy', {}), [member]: value as JsonValue },
          'lookup-events',
        );
        expect(parsed.ok ? parsed.record.form : parsed.reason).toBeTypeOf('string');
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (userIdentity) => {
        const parsed = parseCloudTrailEvent({ ...BARE, userIdentity: userIdentity as JsonValue }, 'file');
        expect(parsed.ok).toBe(true);
      }),
    );
  });

  it('keeps a hostile member name a mere name', () => {
    const event = JSON.parse(
      `{"eventTime":"2026-02-10T14:22:31Z","eventSource":"s3.amazonaws.com","eventName":"X","__proto__":{"errorCode":"AccessDenied"},"userIdentity":{"__proto__":{"type":"Root"}}}`,
    );
    expect(recordOf(event)).toMatchObject({ errorCode: null, userIdentity: { type: null } });
    expect(ALICE['errorCode']).toBeUndefined();
  });
});
