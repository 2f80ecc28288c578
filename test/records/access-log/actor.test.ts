import { describe, expect, it } from 'vitest';
import { actorOfAccessLog } from '../../../src/records/access-log/actor.ts';
import type { Actor } from '../../../src/records/actor.ts';
import { logRecord } from './access-log-record.ts';

const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';

describe('actorOfAccessLog', () => {
  it.each<[string | null, Partial<Actor>]>([
    [CANONICAL, { type: 'AWSAccount', principalId: CANONICAL }],
    [
      'arn:aws:iam::444455556666:user/platform/team/alice',
      {
        type: 'IAMUser',
        arn: 'arn:aws:iam::444455556666:user/platform/team/alice',
        accountId: '444455556666',
        userName: 'alice',
      },
    ],
    [
      'arn:aws:iam::444455556666:user/first.last@acme.example',
      {
        type: 'IAMUser',
        arn: 'arn:aws:iam::444455556666:user/first.last@acme.example',
        accountId: '444455556666',
        userName: 'first.last@acme.example',
      },
    ],
    [
      'arn:aws:iam::444455556666:root',
      {
        type: 'Root',
        arn: 'arn:aws:iam::444455556666:root',
        accountId: '444455556666',
        principalId: '444455556666',
      },
    ],
    [
      'arn:aws:sts::444455556666:assumed-role/deploy/run-42',
      {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::444455556666:assumed-role/deploy/run-42',
        accountId: '444455556666',
        sessionName: 'run-42',
      },
    ],
    [
      'arn:aws-us-gov:sts::444455556666:federated-user/bob',
      {
        type: 'FederatedUser',
        arn: 'arn:aws-us-gov:sts::444455556666:federated-user/bob',
        accountId: '444455556666',
        sessionName: 'bob',
      },
    ],
    [
      'arn:aws-cn:iam::444455556666:user/alice',
      {
        type: 'IAMUser',
        arn: 'arn:aws-cn:iam::444455556666:user/alice',
        accountId: '444455556666',
        userName: 'alice',
      },
    ],
    ['svc:s3.amazonaws.com', { type: 'AWSService', invokedBy: 's3.amazonaws.com', tool: 'aws-service' }],
    [
      'svc:cloudfront.amazonaws.com',
      { type: 'AWSService', invokedBy: 'cloudfront.amazonaws.com', tool: 'aws-service' },
    ],
    ['AmazonS3', { type: 'AWSService', invokedBy: 's3.amazonaws.com', tool: 'aws-service' }],
    [null, { type: 'AWSAccount', accountId: 'anonymous' }],
    ['-', { type: 'AWSAccount', accountId: 'anonymous' }],
    [
      'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE',
      { type: 'Unknown', arn: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE' },
    ],
    ['somebody else', { type: 'Unknown', principalId: 'somebody else' }],
  ])('reads requester %j', (requester, expected) => {
    const nobody = actorOfAccessLog(logRecord({ remoteIp: null }));
    expect(actorOfAccessLog(logRecord({ requester }))).toEqual({
      ...nobody,
      accountId: null,
      sourceIp: '198.51.100.7',
      ...expected,
    });
  });

  it('does not take lifecycle for an anonymous caller', () => {
    expect(actorOfAccessLog(logRecord({ operation: 'S3.EXPIRE.OBJECT', remoteIp: null }))).toMatchObject({
      type: 'AWSService',
      accountId: null,
      invokedBy: 's3.amazonaws.com',
    });
  });

  it('knows the tool', () => {
    const actor = actorOfAccessLog(
      logRecord({ requester: 'arn:aws:iam::444455556666:user/alice', userAgent: 'S3Console/0.4, aws-internal/3' }),
    );
    expect(actor).toMatchObject({ userAgent: 'S3Console/0.4, aws-internal/3', tool: 'console' });
  });
});
