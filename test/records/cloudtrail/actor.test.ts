import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import type { Actor } from '../../../src/records/actor.ts';
import { actorOfCloudTrail } from '../../../src/records/cloudtrail/actor.ts';
import { parseConsoleRow } from '../../../src/records/cloudtrail/console-csv.ts';
import { ALICE, recordOf, s3Event } from './events.ts';

const SESSION_CONTEXT = {
  sessionIssuer: {
    type: 'Role',
    principalId: 'AROADEPLOY000EXAMPLE',
    arn: 'arn:aws:iam::444455556666:role/ci/deploy',
    accountId: '444455556666',
    userName: 'deploy',
  },
  attributes: { creationDate: '2026-02-10T14:00:02Z', mfaAuthenticated: 'true' },
  sourceIdentity: 'alice@acme.example',
};

function actor(userIdentity: JsonObject, members: JsonObject = {}): Actor {
  return actorOfCloudTrail(recordOf(s3Event('PutBucketPolicy', {}, { userIdentity, ...members })));
}

describe('actorOfCloudTrail', () => {
  it('reads a role session in full', () => {
    const userIdentity = {
      type: 'AssumedRole',
      principalId: 'AROADEPLOY000EXAMPLE:run-42',
      arn: 'arn:aws:sts::444455556666:assumed-role/deploy/run-42',
      accountId: '444455556666',
      accessKeyId: 'ASIARUN420000EXAMPLE',
      sessionContext: SESSION_CONTEXT,
      invokedBy: 'cloudformation.amazonaws.com',
    };
    expect(actor(userIdentity, { userAgent: 'cloudformation.amazonaws.com' })).toEqual({
      type: 'AssumedRole',
      arn: 'arn:aws:sts::444455556666:assumed-role/deploy/run-42',
      accountId: '444455556666',
      principalId: 'AROADEPLOY000EXAMPLE:run-42',
      userName: null,
      sessionName: 'run-42',
      sessionIssuerArn: 'arn:aws:iam::444455556666:role/ci/deploy',
      accessKeyId: 'ASIARUN420000EXAMPLE',
      mfaAuthenticated: true,
      sourceIdentity: 'alice@acme.example',
      sourceIp: '198.51.100.7',
      userAgent: 'cloudformation.amazonaws.com',
      tool: 'cloudformation',
      invokedBy: 'cloudformation.amazonaws.com',
      chain: [],
      origin: null,
    });
  });

  it.each<[string, JsonObject, Partial<Actor>]>([
    ['an IAM user', ALICE, { type: 'IAMUser', userName: 'alice', sessionName: null, accountId: '444455556666' }],
    [
      'an IAM user whose name is in the ARN only',
      { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/a/b/alice' },
      { userName: 'alice', accountId: '444455556666' },
    ],
    [
      'a root user, whose userName is an alias',
      {
        type: 'Root',
        principalId: '444455556666',
        arn: 'arn:aws:iam::444455556666:root',
        accountId: '444455556666',
        userName: 'acme-prod',
      },
      { type: 'Root', userName: null, arn: 'arn:aws:iam::444455556666:root' },
    ],
    [
      'a role session without a principalId',
      { type: 'AssumedRole', arn: 'arn:aws:sts::444455556666:assumed-role/deploy/run-42' },
      { sessionName: 'run-42', accountId: '444455556666', principalId: null },
    ],
    ['a Role', { type: 'Role', principalId: 'AROADEPLOY000EXAMPLE:run-42' }, { type: 'Role', sessionName: 'run-42' }],
    [
      'a federated user',
      {
        type: 'FederatedUser',
        principalId: '444455556666:bob',
        arn: 'arn:aws:sts::444455556666:federated-user/bob',
        accountId: '444455556666',
        sessionContext: { sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/broker' } },
      },
      { userName: null, sessionName: 'bob', sessionIssuerArn: 'arn:aws:iam::444455556666:user/broker' },
    ],
    ['a directory', { type: 'Directory', userName: 'bob' }, { type: 'Directory', userName: 'bob' }],
    [
      'another account',
      { type: 'AWSAccount', principalId: 'AIDABOB000000EXAMPLE', accountId: '777788889999' },
      { type: 'AWSAccount', principalId: 'AIDABOB000000EXAMPLE', accountId: '777788889999', arn: null },
    ],
    [
      'nobody',
      { type: 'AWSAccount', principalId: '', accountId: 'anonymous' },
      { type: 'AWSAccount', principalId: null, accountId: 'anonymous' },
    ],
    [
      'a service, which has no account',
      { type: 'AWSService', invokedBy: 's3.amazonaws.com', arn: 'arn:aws:iam::444455556666:root' },
      { type: 'AWSService', arn: null, invokedBy: 's3.amazonaws.com', tool: 'aws-service', userName: null },
    ],
    [
      'an Identity Center user',
      {
        type: 'IdentityCenterUser',
        accountId: '999900001111',
        onBehalfOf: { userId: '94d00cd8-e9e6', identityStoreArn: 'x' },
      },
      { type: 'IdentityCenterUser', principalId: '94d00cd8-e9e6', accountId: '999900001111' },
    ],
    [
      'a SAML user',
      {
        type: 'SAMLUser',
        principalId: 'abc=:alice@acme.example',
        userName: 'alice@acme.example',
        identityProvider: 'abc=',
      },
      { type: 'SAMLUser', userName: 'alice@acme.example', sessionName: null },
    ],
    [
      'a web identity user',
      { type: 'WebIdentityUser', principalId: 'idp:aud:repo:acme/infra', userName: 'repo:acme/infra' },
      { type: 'WebIdentityUser', userName: 'repo:acme/infra', sessionName: null },
    ],
    ['an unknown caller', { type: 'Unknown', principalId: '444455556666' }, { type: 'Unknown', sessionName: null }],
    [
      'an event of AWS itself, without a type',
      { accountId: '777788889999', invokedBy: 'AWS Internal' },
      { type: null, accountId: '777788889999', invokedBy: 'AWS Internal' },
    ],
    ['nothing', {}, { type: null, arn: null, accountId: null }],
  ])('reads %s', (_who, userIdentity, expected) => {
    expect(actor(userIdentity)).toMatchObject(expected);
  });

  it('takes the console from sessionCredentialFromConsole', () => {
    expect(actor(ALICE, { userAgent: 'AWS Internal', sessionCredentialFromConsole: 'true' }).tool).toBe('console');
  });

  it('keeps the bare name of an event history row', () => {
    const parsed = parseConsoleRow({
      'User name': 'alice',
      'AWS access key': 'ASIAALICE0000EXAMPLE',
      'Event time': '2026-02-10T14:22:31Z',
      'Event source': 's3.amazonaws.com',
      'Event name': 'PutBucketPolicy',
    });
    expect(parsed.ok && actorOfCloudTrail(parsed.record)).toMatchObject({
      type: null,
      userName: 'alice',
      sessionName: null,
      accessKeyId: 'ASIAALICE0000EXAMPLE',
    });
  });
});
