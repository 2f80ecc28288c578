import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeActor } from '../../src/attribution/wording.ts';
import type { Actor } from '../../src/records/actor.ts';
import { anyText } from '../any-text.ts';
import { actorWith, loggedActor, NOON, sessionActor, sessionArn } from './sessions.ts';

const alice = actorWith({
  type: 'IAMUser',
  arn: 'arn:aws:iam::444455556666:user/platform/alice',
  accountId: '444455556666',
  userName: 'alice',
});
const session = sessionActor('deploy', 'run-42');

function traced(actor: Actor, links: readonly [arn: string | null, via: string][], origin: string | null): Actor {
  return { ...actor, chain: links.map(([arn, via]) => ({ time: NOON, eventId: null, arn, via })), origin };
}

describe('describeActor', () => {
  it.each<[Actor, string]>([
    [alice, 'IAM user alice (account 444455556666)'],
    [{ ...alice, invokedBy: 'signin.amazonaws.com' }, 'IAM user alice (account 444455556666)'],
    [{ ...alice, invokedBy: 'AWS Internal' }, 'IAM user alice (account 444455556666)'],
    [
      { ...alice, invokedBy: 'cloudformation.amazonaws.com' },
      'CloudFormation, called by IAM user alice (account 444455556666)',
    ],
    [
      { ...alice, invokedBy: 'backup.amazonaws.com' },
      'the AWS service backup.amazonaws.com, called by IAM user alice (account 444455556666)',
    ],
    [
      actorWith({ type: 'Root', arn: 'arn:aws:iam::444455556666:root', accountId: '444455556666' }),
      'the root user of account 444455556666',
    ],
    [
      traced(
        actorWith({ type: 'Root', arn: 'arn:aws:iam::444455556666:root', accountId: '444455556666' }),
        [['arn:aws:iam::999900001111:user/alice', 'AssumeRoot']],
        'arn:aws:iam::999900001111:user/alice',
      ),
      'the credentials of the root user of account 444455556666, obtained by IAM user alice (account 999900001111)',
    ],
    [session, 'the credentials of session run-42 of role deploy (account 444455556666)'],
    [
      sessionActor('AWSReservedSSO_Admin_0123456789abcdef', 'alice@acme.example'),
      'the credentials of session alice@acme.example of role AWSReservedSSO_Admin_0123456789abcdef (account 444455556666)',
    ],
    [loggedActor('deploy', 'run-42'), 'the credentials of session run-42 of role deploy (account 444455556666)'],
    [
      { ...session, mfaAuthenticated: false, invokedBy: 'cloudformation.amazonaws.com' },
      'CloudFormation, called by the credentials of session run-42 of role deploy (account 444455556666)',
    ],
    [
      { ...session, sourceIdentity: 'alice@acme.example' },
      'alice@acme.example, so named by the source identity of session run-42 of role deploy (account 444455556666)',
    ],
    [
      traced(session, [['alice@acme.example', 'AssumeRoleWithSAML']], 'alice@acme.example'),
      'alice@acme.example, so named by the identity provider, in session run-42 of role deploy (account 444455556666)',
    ],
    [
      traced(
        session,
        [
          [sessionArn('hub', 'a', '999900001111'), 'AssumeRole'],
          ['repo:acme/infra:ref:refs/heads/main', 'AssumeRoleWithWebIdentity'],
        ],
        'repo:acme/infra:ref:refs/heads/main',
      ),
      'repo:acme/infra:ref:refs/heads/main, so named by the identity provider, in session run-42 of role deploy (account 444455556666) through session a of role hub (account 999900001111)',
    ],
    [
      traced(session, [['arn:aws:iam::999900001111:user/bob', 'AssumeRole']], 'arn:aws:iam::999900001111:user/bob'),
      'the credentials of session run-42 of role deploy (account 444455556666), obtained by IAM user bob (account 999900001111)',
    ],
    [
      traced(session, [[sessionArn('hub', 'a'), 'AssumeRole']], null),
      'the credentials of session run-42 of role deploy (account 444455556666), obtained by session a of role hub (account 444455556666), whose own sign-in is not in the evidence',
    ],
    [
      traced(session, [['cloudformation.amazonaws.com', 'AssumeRole']], 'cloudformation.amazonaws.com'),
      'the credentials of session run-42 of role deploy (account 444455556666), obtained by CloudFormation',
    ],
    [
      traced(session, [['AIDABOB0000000EXAMPLE', 'AssumeRole']], 'AIDABOB0000000EXAMPLE'),
      'the credentials of session run-42 of role deploy (account 444455556666), obtained by the principal with id AIDABOB0000000EXAMPLE',
    ],
    [
      traced(session, [[null, 'AssumeRole']], null),
      'the credentials of session run-42 of role deploy (account 444455556666), obtained by an unknown caller, whose own sign-in is not in the evidence',
    ],
    [
      actorWith({ type: 'FederatedUser', sessionName: 'guest', accountId: '444455556666' }),
      'the credentials of federated user guest (account 444455556666)',
    ],
    [actorWith({ type: 'AWSService', invokedBy: 's3.amazonaws.com' }), 'the AWS service s3.amazonaws.com'],
    [actorWith({ type: 'AWSService' }), 'an AWS service'],
    [actorWith({ type: 'AWSAccount', accountId: 'anonymous' }), 'an anonymous caller'],
    [
      actorWith({ type: 'AWSAccount', accountId: '777788889999', principalId: 'AIDABOB' }),
      'a caller from account 777788889999, principal AIDABOB',
    ],
    [actorWith({ type: 'AWSAccount', principalId: '79a59df9' }), 'the account with canonical user id 79a59df9'],
    [
      actorWith({ type: 'SAMLUser', userName: 'alice@acme.example' }),
      'alice@acme.example, so named by the identity provider',
    ],
    [actorWith({ type: 'IdentityCenterUser', principalId: '94d00cd8' }), 'IAM Identity Center user 94d00cd8'],
    [
      actorWith({ type: null, userName: 'alice' }),
      'the credentials of "alice" (user or role session, the log does not say)',
    ],
    [actorWith({ type: null, accountId: '777788889999', invokedBy: 'AWS Internal' }), 'AWS itself'],
    [actorWith({ type: 'Unknown', principalId: 'odd' }), 'an unknown caller, odd'],
    [actorWith({}), 'an unknown caller'],
  ])('describes %j', (actor, words) => {
    expect(describeActor(actor)).toBe(words);
  });

  it('stays on one line, whatever the caller called itself', () => {
    expect(describeActor({ ...session, sessionName: 'a\r\nb\u2028c\u001b[31m' })).toBe(
      'the credentials of session a b c [31m of role deploy (account 444455556666)',
    );
    fc.assert(
      fc.property(anyText(), anyText(), (sessionName, sourceIdentity) => {
        const words = describeActor({ ...session, sessionName, sourceIdentity });
        expect(words).not.toMatch(/[\n\r\v\f\u0085\u2028\u2029]/);
      }),
    );
  });
});
