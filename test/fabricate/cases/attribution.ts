import { lineOfEvent, logFiles } from '../access-log.ts';
import type { Caller } from '../caller.ts';
import { awsService, BOTO3, CONSOLE, iamUser, roleSession, rootUser, TERRAFORM } from '../caller.ts';
import { DESTINATION_ACCOUNT, DESTINATION_CANONICAL_ID, KEY_ACCOUNT } from '../cast.ts';
import type { TrailEvent } from '../events/event.ts';
import { deleteBucketPolicy, putBucketPolicy } from '../events/s3.ts';
import { assumeRole, assumeRoleWithSaml, assumeRoleWithWebIdentity } from '../events/sts.ts';
import { jsonFile } from '../evidence-file.ts';
import type { ExpectedActor } from '../expectation.ts';
import { DENYING } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  CHANGE,
  DESTINATION_TRAIL,
  REFUSED_SIX_TIMES,
  refusals,
  SILENT_FOR_FIVE_RUNS,
  SOURCE_TRAIL,
  stage,
} from './stage.ts';

const PLATFORM = iamUser(KEY_ACCOUNT, 'noor.petit');
const hub = assumeRole({
  time: '2026-02-13T14:58:00Z',
  by: PLATFORM,
  account: KEY_ACCOUNT,
  role: 'hub',
  sessionName: 'noor',
});
const spoke = assumeRole({
  time: '2026-02-13T14:58:04Z',
  by: hub.session,
  account: DESTINATION_ACCOUNT,
  role: 'spoke',
  sessionName: 'session-0071',
});

const jump = assumeRole({
  time: '2026-02-13T15:10:00Z',
  by: iamUser(DESTINATION_ACCOUNT, 'vera.lang'),
  account: DESTINATION_ACCOUNT,
  role: 'break-glass',
  sessionName: 'incident-4711',
});

/** Later than Vera's, so that the latest session of that name is not hers. */
const namesake = assumeRole({
  time: '2026-02-13T15:15:00Z',
  by: iamUser(DESTINATION_ACCOUNT, 'otto.berg'),
  account: DESTINATION_ACCOUNT,
  role: 'break-glass',
  sessionName: 'incident-4711',
});

const instance = assumeRole({
  time: '2026-02-13T12:44:00Z',
  by: awsService('ec2.amazonaws.com'),
  account: DESTINATION_ACCOUNT,
  role: 'batch-worker',
  sessionName: 'i-0a1b2c3d4e5f60718',
});

const single = assumeRoleWithSaml({
  time: '2026-02-13T15:01:00Z',
  account: DESTINATION_ACCOUNT,
  role: 'aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef',
  sessionName: 'omar.diaz@acme.example',
  subject: 'omar.diaz@acme.example',
  provider: 'AWSSSO_5a4b3c2d1e0f9a8b_DO_NOT_DELETE',
  userAgent: CONSOLE,
  consoleKeys: true,
});

const workflow = assumeRoleWithWebIdentity({
  time: '2026-02-13T15:18:40Z',
  account: DESTINATION_ACCOUNT,
  role: 'github-deploy',
  sessionName: 'GitHubActions-99',
  subject: 'repo:acme/storage:environment:production',
  provider: 'token.actions.githubusercontent.com',
  userAgent: TERRAFORM,
});

/** Who it was, as far as the evidence goes. */
export const attribution: Scenario[] = theme('attribution', {
  'the-root-user-is-its-own-origin': byCaller(
    'The root user deletes the policy.',
    rootUser(DESTINATION_ACCOUNT, DESTINATION_CANONICAL_ID),
    [],
    {
      type: 'Root',
      arn: `arn:aws:iam::${DESTINATION_ACCOUNT}:root`,
      sessionName: null,
      tool: 'console',
      via: [],
      origin: `arn:aws:iam::${DESTINATION_ACCOUNT}:root`,
    },
  ),

  'a-role-session-leads-back-to-the-user-who-assumed-it': byCaller(
    'Vera assumes an emergency role under a name that says nothing.',
    jump.session,
    jump.events,
    {
      type: 'AssumedRole',
      userName: null,
      sessionName: 'incident-4711',
      via: ['AssumeRole'],
      origin: `arn:aws:iam::${DESTINATION_ACCOUNT}:user/vera.lang`,
    },
  ),

  'of-two-sessions-with-one-name-the-access-key-tells': byCaller(
    'Two people hold sessions of the same role under the same name; the key of the call is that which Vera got.',
    jump.session,
    [...jump.events, ...namesake.events],
    {
      sessionName: 'incident-4711',
      via: ['AssumeRole'],
      origin: `arn:aws:iam::${DESTINATION_ACCOUNT}:user/vera.lang`,
    },
  ),

  'a-chain-of-two-roles-across-accounts-leads-back-to-the-user': byCaller(
    'A user of another account goes through a role there and a role here. The copy here names neither ARN nor key.',
    spoke.session,
    [...hub.events, ...spoke.events],
    {
      sessionName: 'session-0071',
      via: ['AssumeRole', 'AssumeRole'],
      origin: `arn:aws:iam::${KEY_ACCOUNT}:user/noor.petit`,
    },
  ),

  'a-missing-issuing-event-leaves-the-origin-unknown': byCaller(
    'The event that issued the session is not in evidence.',
    roleSession({
      accountId: DESTINATION_ACCOUNT,
      role: 'platform-admin',
      sessionName: 'elif.aydin',
      created: '2026-02-13T08:00:00Z',
      userAgent: CONSOLE,
    }),
    [],
    { sessionName: 'elif.aydin', userName: null, tool: 'console', via: [], origin: null },
  ),

  'a-chain-whose-first-hop-is-missing-has-no-origin': byCaller(
    'The second AssumeRole is in evidence, the first is not.',
    spoke.session,
    spoke.events,
    { via: ['AssumeRole'], origin: null },
  ),

  'a-console-session-with-keys-of-its-own-joins-by-principal': byCaller(
    'The console calls with other keys than AssumeRoleWithSAML returned; the principal id is the same.',
    single.session,
    single.events,
    {
      sessionName: 'omar.diaz@acme.example',
      tool: 'console',
      via: ['AssumeRoleWithSAML'],
      origin: 'omar.diaz@acme.example',
    },
  ),

  'a-workflow-leads-back-to-its-repository': byCaller(
    'A GitHub workflow runs Terraform.',
    workflow.session,
    workflow.events,
    {
      tool: 'terraform',
      via: ['AssumeRoleWithWebIdentity'],
      origin: 'repo:acme/storage:environment:production',
    },
  ),

  'an-instance-role-leads-back-to-the-service': byCaller(
    'A script on an EC2 instance; the credentials came from the instance role.',
    instance.session,
    instance.events,
    { sessionName: 'i-0a1b2c3d4e5f60718', via: ['AssumeRole'] },
  ),

  'cloudformation-acts-for-a-person': byCaller(
    'A stack update rewrites the policy with the permissions of the one who started it.',
    roleSession({
      accountId: DESTINATION_ACCOUNT,
      role: 'platform-admin',
      sessionName: 'elif.aydin',
      created: '2026-02-13T08:00:00Z',
      invokedBy: 'cloudformation.amazonaws.com',
    }),
    [],
    { sessionName: 'elif.aydin', tool: 'cloudformation', invokedBy: 'cloudformation.amazonaws.com' },
  ),

  'a-source-identity-is-kept': byCaller(
    'The session carries a source identity, which its holder cannot choose later.',
    roleSession({
      accountId: DESTINATION_ACCOUNT,
      role: 'platform-admin',
      sessionName: 'admin',
      created: '2026-02-13T08:00:00Z',
      sourceIdentity: 'elif.aydin',
      userAgent: BOTO3,
    }),
    [],
    { sessionName: 'admin', sourceIdentity: 'elif.aydin', tool: 'sdk' },
  ),

  'a-session-known-from-the-access-log-joins-by-its-arn': {
    evidence: stage({
      // Only the Region of STS is in evidence, not that of the bucket.
      trails: [SOURCE_TRAIL, { ...DESTINATION_TRAIL, region: 'us-east-1' }],
      events: jump.events.map((event) => ({ ...event, awsRegion: 'us-east-1' })),
      files: [
        ...logFiles('access-logs', [lineOfEvent(putBucketPolicy({ time: CHANGE, by: jump.session, policy: DENYING }))]),
        jsonFile('bucket-policy.json', { Policy: JSON.stringify(DENYING) }),
      ],
    }),
    expected: {
      story: 'The change is in the access log only; the trail of another Region tells who assumed the role.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: {
            confidence: 'probable',
            time: CHANGE,
            eventName: 'PutBucketPolicy',
            seenIn: ['access-log'],
            actor: {
              arn: jump.session.requester,
              via: ['AssumeRole'],
              origin: `arn:aws:iam::${DESTINATION_ACCOUNT}:user/vera.lang`,
            },
          },
        },
      ],
    },
  },
});

function byCaller(
  story: string,
  by: Caller,
  issuing: readonly TrailEvent[],
  actor: ExpectedActor,
): Omit<Scenario, 'theme' | 'name'> {
  return {
    evidence: stage({ events: [...issuing, deleteBucketPolicy({ time: CHANGE, by }), ...refusals()] }),
    expected: {
      story,
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'DeleteBucketPolicy', actor },
          cause: { link: 'destination-policy', decision: 'implicit-deny', statement: null, conditionKeys: [] },
        },
      ],
    },
  };
}
