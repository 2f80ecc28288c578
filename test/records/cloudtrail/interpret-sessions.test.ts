import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { interpretCloudTrail } from '../../../src/records/cloudtrail/interpret.ts';
import { recordOf, serviceEvent } from './events.ts';

function session(eventSource: string, eventName: string, members: JsonObject) {
  const action = interpretCloudTrail(recordOf(serviceEvent(eventSource, eventName, members)));
  return action.kind === 'issue-session' ? action.session : action.kind;
}

const roleArn = 'arn:aws:iam::444455556666:role/ci/deploy';
const assumedRoleArn = 'arn:aws:sts::444455556666:assumed-role/deploy/run-42';
const NONE = {
  accessKeyId: null,
  assumedRoleArn: null,
  assumedRoleId: null,
  roleArn: null,
  roleSessionName: null,
  sourceIdentity: null,
};

describe('interpretCloudTrail, sessions', () => {
  it.each(['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'])('reads %s', (eventName) => {
    const members = {
      requestParameters: { roleArn, roleSessionName: 'run-42', durationSeconds: 3600 },
      responseElements: {
        credentials: { accessKeyId: 'ASIARUN420000EXAMPLE', expiration: 'Feb 10, 2026, 3:22:31 PM' },
        assumedRoleUser: { assumedRoleId: 'AROADEPLOY000EXAMPLE:run-42', arn: assumedRoleArn },
        sourceIdentity: 'alice@acme.example',
      },
    };
    expect(session('sts.amazonaws.com', eventName, members)).toEqual({
      accessKeyId: 'ASIARUN420000EXAMPLE',
      assumedRoleArn,
      assumedRoleId: 'AROADEPLOY000EXAMPLE:run-42',
      roleArn,
      roleSessionName: 'run-42',
      sourceIdentity: 'alice@acme.example',
    });
  });

  it('makes the session ARN where the answer is missing, without the path of the role', () => {
    const members = { requestParameters: { roleArn, roleSessionName: 'run-42', sourceIdentity: 'alice' } };
    expect(session('sts.amazonaws.com', 'AssumeRole', members)).toEqual({
      ...NONE,
      assumedRoleArn,
      roleArn,
      roleSessionName: 'run-42',
      sourceIdentity: 'alice',
    });
  });

  it('reads a federation token', () => {
    const members = {
      requestParameters: { name: 'bob', durationSeconds: 43200 },
      responseElements: {
        credentials: { accessKeyId: 'ASIABOB000000EXAMPLE' },
        federatedUser: { federatedUserId: '444455556666:bob', arn: 'arn:aws:sts::444455556666:federated-user/bob' },
      },
    };
    expect(session('sts.amazonaws.com', 'GetFederationToken', members)).toEqual({
      ...NONE,
      accessKeyId: 'ASIABOB000000EXAMPLE',
      assumedRoleArn: 'arn:aws:sts::444455556666:federated-user/bob',
      assumedRoleId: '444455556666:bob',
      roleSessionName: 'bob',
    });
  });

  it.each<[string, JsonObject]>([
    ['GetSessionToken', { serialNumber: 'arn:aws:iam::444455556666:mfa/alice' }],
    [
      'AssumeRoot',
      {
        targetPrincipal: '444455556666',
        taskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy' },
      },
    ],
  ])('knows the key only from %s', (eventName, requestParameters) => {
    const members = { requestParameters, responseElements: { credentials: { accessKeyId: 'ASIATOKEN0000EXAMPLE' } } };
    expect(session('sts.amazonaws.com', eventName, members)).toEqual({ ...NONE, accessKeyId: 'ASIATOKEN0000EXAMPLE' });
  });

  it('reads a stack operation as lending its service role', () => {
    const requestParameters = { stackName: 'reports', roleARN: roleArn };
    expect(session('cloudformation.amazonaws.com', 'UpdateStack', { requestParameters })).toEqual({ ...NONE, roleArn });
  });

  it('knows nothing more from IAM Identity Center', () => {
    const members = { serviceEventDetails: { role_name: 'Admin', account_id: '444455556666' } };
    expect(session('sso.amazonaws.com', 'GetRoleCredentials', members)).toEqual(NONE);
  });

  it.each([
    ['sts.amazonaws.com', 'GetCallerIdentity'],
    ['cloudformation.amazonaws.com', 'DescribeStacks'],
  ])('leaves %s %s alone', (eventSource, eventName) => {
    expect(session(eventSource, eventName, {})).toBe('unrelated');
  });
});
