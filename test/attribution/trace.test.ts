import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { serviceEvent } from '../records/cloudtrail/events.ts';
import {
  actorWith,
  addTo,
  assume,
  at,
  createSessionIndex,
  iamUser,
  indexOf,
  loggedActor,
  NOON,
  PEOPLE_ACCOUNT,
  ROLES_ACCOUNT,
  roleSession,
  samlUser,
  sessionActor,
  sessionArn,
  source,
} from './sessions.ts';

const ALICE = 'arn:aws:iam::999900001111:user/alice';
const alice = iamUser('alice');
const bob = iamUser('bob');

describe('following the access key', () => {
  it('finds who assumed the role', () => {
    const index = indexOf([assume(alice, '11:30:00', 'deploy', 'run', { key: 'ASIARUN' })]);
    const actor = index.trace(sessionActor('deploy', 'run', 'ASIARUN'), NOON);
    expect(actor.chain).toEqual([
      {
        time: at('11:30:00'),
        eventId: 'AssumeRole deploy run 11:30:00 AIDAALICE00000EXAMPLE',
        arn: ALICE,
        via: 'AssumeRole',
      },
    ]);
    expect(actor.origin).toBe(ALICE);
  });

  it('goes through several roles to the federated subject, nearest first', () => {
    const index = indexOf([
      assume(roleSession('hub', 'alice', 'ASIAHUB'), '11:40:00', 'deploy', 'run', { key: 'ASIARUN' }),
      assume(samlUser('alice@acme.example'), '08:00:00', 'hub', 'alice', {
        key: 'ASIAHUB',
        event: 'AssumeRoleWithSAML',
      }),
    ]);
    const actor = index.trace(sessionActor('deploy', 'run', 'ASIARUN'), NOON);
    expect(actor.chain.map(({ arn, via }) => [arn, via])).toEqual([
      [sessionArn('hub', 'alice'), 'AssumeRole'],
      ['alice@acme.example', 'AssumeRoleWithSAML'],
    ]);
    expect(actor.origin).toBe('alice@acme.example');
  });

  it('tells apart sessions of one name', () => {
    const index = indexOf([
      assume(alice, '11:30:00', 'deploy', 'ci', { key: 'ASIAONE' }),
      assume(bob, '11:30:00', 'deploy', 'ci', { key: 'ASIATWO' }),
    ]);
    expect(index.trace(sessionActor('deploy', 'ci', 'ASIAONE'), NOON).origin).toBe(ALICE);
    expect(index.trace(sessionActor('deploy', 'ci', 'ASIATWO'), NOON).origin).toBe(bob['arn']);
  });

  it('stops where an issuing event is missing', () => {
    const index = indexOf([
      assume(roleSession('hub', 'alice', 'ASIAHUB'), '11:40:00', 'deploy', 'run', { key: 'ASIARUN' }),
    ]);
    const actor = index.trace(sessionActor('deploy', 'run', 'ASIARUN'), NOON);
    expect(actor.chain.map(({ arn }) => arn)).toEqual([sessionArn('hub', 'alice')]);
    expect(actor.origin).toBeNull();
    expect(index.trace(sessionActor('hub', 'bob', 'ASIABOB'), NOON)).toMatchObject({ chain: [], origin: null });
  });

  it('uses no call that failed', () => {
    const failed = { errorCode: 'AccessDenied', responseElements: null };
    const index = indexOf([assume(alice, '11:30:00', 'deploy', 'run', { members: failed })]);
    expect(index.trace(sessionActor('deploy', 'run'), NOON)).toMatchObject({ chain: [], origin: null });
  });

  it('does not run in circles', () => {
    const index = indexOf([
      assume(roleSession('a', 's', 'ASIAA'), '11:00:00', 'a', 's', { key: 'ASIAA' }),
      assume(roleSession('b', 's', 'ASIAB'), '11:00:00', 'c', 's', { key: 'ASIAC' }),
      assume(roleSession('c', 's', 'ASIAC'), '11:00:00', 'b', 's', { key: 'ASIAB' }),
    ]);
    expect(index.trace(sessionActor('a', 's', 'ASIAA'), NOON)).toMatchObject({
      chain: [{ via: 'AssumeRole' }],
      origin: null,
    });
    expect(index.trace(sessionActor('b', 's', 'ASIAB'), NOON).chain).toHaveLength(2);
  });
});

function assumedBy(caller: JsonObject, eventID: string, members: JsonObject = {}): JsonObject {
  return assume(caller, '11:30:00', 'deploy', 'run', { key: 'ASIARUN', members: { ...members, eventID } });
}

describe('the copies of a cross-account call', () => {
  const shared = { sharedEventID: 'b1b2b3b4-efea-4a70-b951-19a880000001' };
  const callersCopy = assume(alice, '11:30:00', 'deploy', 'run', {
    key: 'ASIARUN',
    members: { ...shared, eventID: 'callers-copy', recipientAccountId: PEOPLE_ACCOUNT },
  });
  const ownersCopy = assume(
    { type: 'AWSAccount', principalId: 'AIDAALICE00000EXAMPLE', accountId: PEOPLE_ACCOUNT },
    '11:30:00',
    'deploy',
    'run',
    { key: null, members: { ...shared, eventID: 'owners-copy' } },
  );

  it.each<[string, JsonObject[]]>([
    ["the caller's first", [callersCopy, ownersCopy]],
    ["the role owner's first", [ownersCopy, callersCopy]],
  ])('are one link, %s', (_order, copies) => {
    const index = indexOf(copies);
    const link = { time: at('11:30:00'), eventId: 'callers-copy', arn: ALICE, via: 'AssumeRole' };
    const byKey = index.follow(sessionActor('deploy', 'run', 'ASIARUN'), NOON);
    expect(byKey.actor).toMatchObject({ chain: [link], origin: ALICE });
    expect(byKey.sessionsUsed[0]?.at.map(({ record }) => record)).toEqual([1, 2]);
    // A key that nobody issued: only the owner's copy is found by session, and leads to the caller's.
    expect(index.trace(sessionActor('deploy', 'run', 'ASIAOTHER'), NOON)).toMatchObject({
      chain: [link],
      origin: ALICE,
    });
  });

  it.each<[string, JsonObject[]]>([
    ['under one event id', [assumedBy(alice, 'one'), assumedBy(bob, 'one')]],
    ['under one shared id', [assumedBy(alice, 'one', shared), assumedBy(bob, 'other', shared)]],
  ])('that name different callers name nobody, %s', (_how, copies) => {
    for (const order of [copies, copies.toReversed()]) {
      const actor = indexOf(order).trace(sessionActor('deploy', 'run', 'ASIARUN'), NOON);
      expect(actor.origin).toBeNull();
      expect(actor.chain.map(({ arn }) => arn)).toEqual([null]);
    }
  });

  it("name the caller's unique id when only the role owner's is there", () => {
    const actor = indexOf([ownersCopy]).trace(sessionActor('deploy', 'run', 'ASIARUN'), NOON);
    expect(actor.chain).toEqual([
      { time: at('11:30:00'), eventId: 'owners-copy', arn: 'AIDAALICE00000EXAMPLE', via: 'AssumeRole' },
    ]);
    expect(actor.origin).toBe('AIDAALICE00000EXAMPLE');
  });

  it("lead on from a caller's session id", () => {
    const owners = assume(
      { type: 'AWSAccount', principalId: 'AROAHUB0000000EXAMPLE:alice', accountId: PEOPLE_ACCOUNT },
      '11:30:00',
      'deploy',
      'run',
      { key: null, members: shared },
    );
    const index = indexOf([
      owners,
      assume(samlUser('alice@acme.example'), '08:00:00', 'hub', 'alice', { event: 'AssumeRoleWithSAML' }),
    ]);
    expect(index.trace(sessionActor('deploy', 'run', 'ASIARUN'), NOON)).toMatchObject({
      chain: [{ arn: 'AROAHUB0000000EXAMPLE:alice' }, { arn: 'alice@acme.example' }],
      origin: 'alice@acme.example',
    });
    expect(indexOf([owners]).trace(sessionActor('deploy', 'run', 'ASIARUN'), NOON).origin).toBeNull();
  });
});

describe('following the session id', () => {
  it('takes the nearest of several calls by one caller', () => {
    const index = indexOf(['09:00:00', '11:00:00', '10:00:00'].map((clock) => assume(alice, clock, 'deploy', 'ci')));
    const actor = index.trace(sessionActor('deploy', 'ci', 'ASIACONSOLE'), NOON);
    expect(actor.chain.map(({ time }) => time)).toEqual([at('11:00:00')]);
    expect(actor.origin).toBe(ALICE);
  });

  it.each<[string, JsonObject, string]>([
    ['issued later', assume(alice, '12:00:30', 'deploy', 'ci'), '12:00:00'],
    ['that had expired', assume(alice, '10:00:00', 'deploy', 'ci', { seconds: 3600 }), '11:02:00'],
    ['that cannot have lasted', assume(alice, '00:10:00', 'deploy', 'ci'), '12:30:00'],
    ['of another role', assume(alice, '11:00:00', 'other', 'ci'), '12:00:00'],
    ['of another name', assume(alice, '11:00:00', 'deploy', 'cd'), '12:00:00'],
  ])('uses no session %s', (_which, event, clock) => {
    expect(indexOf([event]).trace(sessionActor('deploy', 'ci'), at(clock))).toMatchObject({ chain: [], origin: null });
  });

  it('uses no session of a role that was recreated under its old name', () => {
    const recreated = assume(alice, '11:00:00', 'deploy', 'ci', {
      members: {
        responseElements: {
          assumedRoleUser: { assumedRoleId: 'AROAELDER00000EXAMPLE:ci', arn: sessionArn('deploy', 'ci') },
        },
      },
    });
    expect(indexOf([recreated]).trace(sessionActor('deploy', 'ci'), NOON).chain).toEqual([]);
  });

  it('names nobody when two callers used the name at once', () => {
    const index = indexOf([assume(alice, '11:00:00', 'deploy', 'ci'), assume(bob, '11:30:00', 'deploy', 'ci')]);
    expect(index.trace(sessionActor('deploy', 'ci', 'ASIAOTHER'), NOON)).toMatchObject({ chain: [], origin: null });
  });

  it('knows them apart again once one session has expired', () => {
    const index = indexOf([
      assume(alice, '10:00:00', 'deploy', 'ci', { seconds: 3600 }),
      assume(bob, '11:30:00', 'deploy', 'ci', { seconds: 3600 }),
    ]);
    expect(index.trace(sessionActor('deploy', 'ci'), NOON).origin).toBe(bob['arn']);
  });

  it('knows them apart by when the session was created', () => {
    const index = indexOf([assume(alice, '11:00:00', 'deploy', 'ci'), assume(bob, '11:30:00', 'deploy', 'ci')]);
    expect(index.trace(sessionActor('deploy', 'ci'), NOON, at('11:00:01')).origin).toBe(ALICE);
    expect(index.trace(sessionActor('deploy', 'ci'), NOON, at('11:15:00'))).toMatchObject({ chain: [], origin: null });
  });

  it('knows them apart by the source identity', () => {
    const named = (who: JsonObject, clock: string, name: string) => {
      const event = assume(who, clock, 'deploy', 'ci');
      return { ...event, responseElements: { ...(event['responseElements'] as JsonObject), sourceIdentity: name } };
    };
    const index = indexOf([named(alice, '11:00:00', 'alice'), named(bob, '11:30:00', 'bob')]);
    expect(index.trace({ ...sessionActor('deploy', 'ci'), sourceIdentity: 'alice' }, NOON).origin).toBe(ALICE);
  });

  it('stops where one session may have been opened by either of two people', () => {
    const index = indexOf([
      assume(roleSession('hub', 'shared', 'ASIAHUB1'), '11:00:00', 'deploy', 'ci'),
      assume(roleSession('hub', 'shared', 'ASIAHUB2'), '11:30:00', 'deploy', 'ci'),
      assume(alice, '10:00:00', 'hub', 'shared', { key: 'ASIAHUB1' }),
      assume(bob, '10:00:00', 'hub', 'shared', { key: 'ASIAHUB2' }),
    ]);
    const actor = index.trace(sessionActor('deploy', 'ci', 'ASIAOTHER'), NOON);
    expect(actor.chain.map(({ arn, time }) => [arn, time])).toEqual([[sessionArn('hub', 'shared'), at('11:30:00')]]);
    expect(actor.origin).toBeNull();
  });

  it('stops where one of two possible sessions cannot be followed', () => {
    const index = indexOf([
      assume(roleSession('hub', 'shared', 'ASIAHUB1'), '11:00:00', 'deploy', 'ci'),
      assume(roleSession('hub', 'shared', 'ASIAHUB2', '2026-02-10T10:30:00Z'), '11:30:00', 'deploy', 'ci'),
      assume(alice, '10:00:00', 'hub', 'shared', { key: 'ASIAHUB1' }),
    ]);
    expect(index.trace(sessionActor('deploy', 'ci', 'ASIAOTHER'), NOON)).toMatchObject({ chain: [{}], origin: null });
  });
});

describe('sessions known only from the access log', () => {
  it('join on the session ARN, and learn what the event says of the session', () => {
    const event = assume(alice, '11:30:00', 'deploy', 'run');
    const index = indexOf([
      {
        ...event,
        responseElements: { ...(event['responseElements'] as JsonObject), sourceIdentity: 'alice@acme.example' },
      },
    ]);
    expect(index.trace(loggedActor('deploy', 'run'), NOON)).toMatchObject({
      sessionIssuerArn: 'arn:aws:iam::444455556666:role/deploy',
      sourceIdentity: 'alice@acme.example',
      chain: [{ arn: ALICE, via: 'AssumeRole' }],
      origin: ALICE,
    });
  });

  it('join on an ARN made from role and session name where the answer was dropped', () => {
    const index = indexOf([
      assume(alice, '11:30:00', 'deploy', 'run', {
        members: { responseElements: { reason: 'responseElements too large', omitted: 'true' } },
      }),
    ]);
    expect(index.trace(loggedActor('deploy', 'run'), NOON).origin).toBe(ALICE);
  });

  it('name nobody when two callers used the name at once', () => {
    const index = indexOf([assume(alice, '11:00:00', 'deploy', 'ci'), assume(bob, '11:30:00', 'deploy', 'ci')]);
    expect(index.trace(loggedActor('deploy', 'ci'), NOON)).toMatchObject({
      chain: [],
      origin: null,
      sessionIssuerArn: null,
    });
  });
});

describe('callers that are not role sessions', () => {
  it('ends at a CI job named by its identity provider', () => {
    const subject = 'repo:acme/infra:ref:refs/heads/main';
    const job = {
      type: 'WebIdentityUser',
      principalId: `arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: 'arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com',
    };
    const index = indexOf([
      assume(job, '11:30:00', 'deploy', 'GitHubActions', { key: 'ASIARUN', event: 'AssumeRoleWithWebIdentity' }),
    ]);
    expect(index.trace(sessionActor('deploy', 'GitHubActions', 'ASIARUN'), NOON)).toMatchObject({
      chain: [{ arn: subject, via: 'AssumeRoleWithWebIdentity' }],
      origin: subject,
    });
  });

  it('takes the subject from the answer or the principal id where there is no user name', () => {
    const job = { type: 'WebIdentityUser', principalId: 'idp:aud:sub', identityProvider: 'idp' };
    const bare = assume(job, '11:30:00', 'deploy', 'run', { key: 'ASIARUN', event: 'AssumeRoleWithWebIdentity' });
    const answered = {
      ...bare,
      responseElements: { ...(bare['responseElements'] as JsonObject), subjectFromWebIdentityToken: 'sub' },
    };
    expect(indexOf([bare]).trace(sessionActor('deploy', 'run', 'ASIARUN'), NOON).origin).toBe('idp:aud:sub');
    expect(indexOf([answered]).trace(sessionActor('deploy', 'run', 'ASIARUN'), NOON).origin).toBe('sub');
  });

  it('ends at a service', () => {
    const index = indexOf([
      assume({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }, '11:30:00', 'app', 'i-0123456789', {
        key: 'ASIAEC2',
      }),
    ]);
    expect(index.trace(sessionActor('app', 'i-0123456789', 'ASIAEC2'), NOON)).toMatchObject({
      chain: [{ arn: 'ec2.amazonaws.com', via: 'AssumeRole' }],
      origin: 'ec2.amazonaws.com',
    });
  });

  it('goes from a session token to the user, and on from a role', () => {
    const token = serviceEvent('sts.amazonaws.com', 'GetSessionToken', {
      userIdentity: alice,
      eventTime: '2026-02-10T07:00:00Z',
      eventID: 'token',
      responseElements: { credentials: { accessKeyId: 'ASIATOKEN' } },
    });
    const withToken = { ...alice, accessKeyId: 'ASIATOKEN' };
    const index = indexOf([token, assume(withToken, '11:30:00', 'deploy', 'run', { key: 'ASIARUN' })]);
    expect(index.trace(sessionActor('deploy', 'run', 'ASIARUN'), NOON)).toMatchObject({
      chain: [
        { arn: ALICE, via: 'AssumeRole' },
        { arn: ALICE, via: 'GetSessionToken' },
      ],
      origin: ALICE,
    });
    const user = actorWith({ type: 'IAMUser', arn: ALICE, accessKeyId: 'ASIATOKEN' });
    expect(index.trace(user, NOON)).toMatchObject({ chain: [{ via: 'GetSessionToken' }], origin: ALICE });
  });

  it('goes from a federated user to whoever asked for the token', () => {
    const federation = serviceEvent('sts.amazonaws.com', 'GetFederationToken', {
      userIdentity: alice,
      eventTime: '2026-02-10T07:00:00Z',
      eventID: 'federation',
      requestParameters: { name: 'guest' },
      responseElements: {
        credentials: { accessKeyId: 'ASIAGUEST' },
        federatedUser: { federatedUserId: '999900001111:guest', arn: 'arn:aws:sts::999900001111:federated-user/guest' },
      },
    });
    const guest = actorWith({
      type: 'FederatedUser',
      arn: 'arn:aws:sts::999900001111:federated-user/guest',
      principalId: '999900001111:guest',
      sessionIssuerArn: ALICE,
    });
    expect(indexOf([federation]).trace(guest, NOON)).toMatchObject({
      chain: [{ via: 'GetFederationToken' }],
      origin: ALICE,
    });
    expect(indexOf([]).trace(guest, NOON)).toMatchObject({ chain: [], origin: ALICE });
  });

  it('goes from a privileged root session to the person in the management account', () => {
    const assumeRoot = serviceEvent('sts.amazonaws.com', 'AssumeRoot', {
      userIdentity: alice,
      eventTime: '2026-02-10T11:55:00Z',
      eventID: 'root',
      requestParameters: { targetPrincipal: ROLES_ACCOUNT },
      responseElements: { credentials: { accessKeyId: 'ASIAROOT' } },
    });
    const root = actorWith({ type: 'Root', arn: 'arn:aws:iam::444455556666:root', accessKeyId: 'ASIAROOT' });
    expect(indexOf([assumeRoot]).trace(root, NOON)).toMatchObject({ chain: [{ via: 'AssumeRoot' }], origin: ALICE });
    expect(indexOf([]).trace(root, NOON)).toMatchObject({ chain: [], origin: 'arn:aws:iam::444455556666:root' });
  });

  it.each([
    [{ type: 'IAMUser', arn: ALICE, accessKeyId: 'AKIAALICE' }, ALICE],
    [{ type: 'AWSService', invokedBy: 's3.amazonaws.com' }, null],
    [{ type: 'AWSAccount', accountId: 'anonymous' }, null],
    [{ type: null, userName: 'alice' }, null],
  ])('leaves %j without a chain', (members, origin) => {
    expect(indexOf([]).trace(actorWith(members), NOON)).toEqual(actorWith({ ...members, origin }));
  });
});

describe('CloudFormation with a service role', () => {
  const lent = assume(
    { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' },
    '11:30:10',
    'stacks',
    'AWSCloudFormation',
    {
      key: 'ASIASTACK',
    },
  );
  const actor = sessionActor('stacks', 'AWSCloudFormation', 'ASIASTACK');

  function stack(who: JsonObject, clock: string, role: string | null, event = 'UpdateStack'): JsonObject {
    return serviceEvent('cloudformation.amazonaws.com', event, {
      userIdentity: who,
      eventTime: `2026-02-10T${clock}Z`,
      eventID: `${event} ${clock}`,
      requestParameters: {
        stackName: 'reports',
        ...(role === null ? {} : { roleARN: `arn:aws:iam::444455556666:role/${role}` }),
      },
    });
  }

  it('ends at CloudFormation when no stack operation is known', () => {
    expect(indexOf([lent]).trace(actor, NOON)).toMatchObject({
      chain: [{ arn: 'cloudformation.amazonaws.com', via: 'AssumeRole' }],
      origin: 'cloudformation.amazonaws.com',
    });
  });

  it('goes on to whoever named the role in a stack operation', () => {
    const index = indexOf([lent, stack(alice, '11:30:00', 'stacks'), stack(bob, '11:29:00', 'others')]);
    expect(index.trace(actor, NOON)).toMatchObject({
      chain: [
        { arn: 'cloudformation.amazonaws.com', via: 'AssumeRole' },
        { arn: ALICE, via: 'UpdateStack', eventId: 'UpdateStack 11:30:00' },
      ],
      origin: ALICE,
    });
  });

  it.each<[string, JsonObject[]]>([
    ['another person did too', [stack(alice, '11:30:00', 'stacks'), stack(bob, '11:00:00', 'stacks')]],
    [
      'another person ran one that does not say its role',
      [stack(alice, '11:30:00', 'stacks'), stack(bob, '11:00:00', null, 'ExecuteChangeSet')],
    ],
    ['the only one does not say its role', [stack(alice, '11:30:00', null)]],
    ['it came later', [stack(alice, '11:45:00', 'stacks')]],
  ])('ends at CloudFormation when %s', (_when, operations) => {
    expect(indexOf([lent, ...operations]).trace(actor, NOON).origin).toBe('cloudformation.amazonaws.com');
  });
});

describe('the events used', () => {
  it('are told for the timeline, once however often they were read', () => {
    const index = createSessionIndex();
    const event = assume(alice, '11:30:00', 'deploy', 'run', { key: 'ASIARUN' });
    const [trail, lookup] = [source('trail.json'), source('lookup.json')];
    addTo(index, event, { source: trail, line: null, record: 7 });
    addTo(index, event, { source: lookup, line: 3, record: null });
    const { actor, sessionsUsed } = index.follow(sessionActor('deploy', 'run', 'ASIARUN'), NOON);
    expect(sessionsUsed).toEqual([
      {
        link: actor.chain[0],
        roleArn: 'arn:aws:iam::444455556666:role/deploy',
        sessionArn: sessionArn('deploy', 'run'),
        roleSessionName: 'run',
        sourceIdentity: null,
        at: [
          { source: lookup, line: 3, record: null },
          { source: trail, line: null, record: 7 },
        ],
      },
    ]);
    expect(sessionsUsed[0]?.at[1]?.source).toBe(trail);
  });
});
