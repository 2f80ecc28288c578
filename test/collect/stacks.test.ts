import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { World } from '../aws/world/world.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { smallWorld } from './collect-world.ts';
import { collecting } from './collecting.ts';

const run = collecting();
const ACCOUNT = '444455556666';
const STACK = `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/reports/0c3f0a0e`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/StackRole`;
const SESSION = 'ASIAEXAMPLE000000009';

function event(record: Readonly<Record<string, unknown>>, name: string) {
  const whole = { eventVersion: '1.11', awsRegion: 'eu-west-1', recipientAccountId: ACCOUNT, managementEvent: true };
  return { record: { ...whole, ...record }, resources: [{ ResourceType: 'any', ResourceName: name }] };
}

/** The change of the small world as a stack made it, in a role of its own, in an update that maria ordered. */
function stacked(): World {
  const described = smallWorld();
  const change = described.events?.find(({ record }) => record['eventName'] === 'PutBucketPolicy')?.record;
  const byStack = {
    ...change,
    sourceIPAddress: 'cloudformation.amazonaws.com',
    userAgent: 'cloudformation.amazonaws.com',
    userIdentity: {
      type: 'AssumedRole',
      accountId: ACCOUNT,
      principalId: 'AROASTACK:AWSCloudFormation',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/StackRole/AWSCloudFormation`,
      accessKeyId: SESSION,
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: ROLE, accountId: ACCOUNT },
        attributes: { creationDate: '2026-02-10T09:13:00Z' },
      },
      invokedBy: 'cloudformation.amazonaws.com',
    },
  };
  const lent = {
    eventID: 'lent',
    eventName: 'AssumeRole',
    eventSource: 'sts.amazonaws.com',
    eventTime: '2026-02-10T09:13:00Z',
    userIdentity: { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' },
    requestParameters: { roleArn: ROLE, roleSessionName: 'AWSCloudFormation' },
    responseElements: { credentials: { accessKeyId: SESSION } },
  };
  const ordered = {
    eventID: 'ordered',
    eventName: 'UpdateStack',
    eventSource: 'cloudformation.amazonaws.com',
    eventTime: '2026-02-10T09:12:58Z',
    userIdentity: {
      type: 'IAMUser',
      accountId: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:user/maria`,
      userName: 'maria',
      accessKeyId: 'AKIAEXAMPLE000000002',
    },
    requestParameters: { stackName: 'reports', roleARN: ROLE, clientRequestToken: 'token-7' },
  };
  const step = (time: string, status: string, id = 'acme-reports') => ({
    StackId: STACK,
    EventId: `${id}-${time}`,
    StackName: 'reports',
    LogicalResourceId: 'Policy',
    PhysicalResourceId: id,
    ResourceType: 'AWS::S3::BucketPolicy',
    Timestamp: time,
    ResourceStatus: status,
    ClientRequestToken: 'token-7',
  });
  return {
    ...described,
    // Of what the trail tells nothing is needed.
    trails: [],
    events: [event(byStack, 'acme-reports'), event(lent, SESSION), event(ordered, 'reports')],
    stacks: [
      {
        name: 'reports',
        id: STACK,
        resources: ['acme-reports'],
        events: [
          step('2026-02-10T09:14:40.120Z', 'UPDATE_COMPLETE', STACK),
          step('2026-02-10T09:14:30.100Z', 'UPDATE_COMPLETE'),
          step('2026-02-10T09:14:20.000Z', 'UPDATE_IN_PROGRESS'),
          step('2026-01-02T09:00:00.000Z', 'CREATE_COMPLETE'),
          step('2026-01-02T08:59:00.000Z', 'CREATE_IN_PROGRESS'),
        ],
      },
    ],
  };
}

describe('a change that a stack made', () => {
  it('is traced to who ordered the operation of the stack, whose events are kept and told', async () => {
    const { problems, notes } = await run.collect(stacked());
    expect(problems).toEqual([]);
    expect(notes).toContain(
      'stack reports changed acme-reports: AWS::S3::BucketPolicy Policy UPDATE_COMPLETE at 2026-02-10T09:14:30.100Z, in the operation of token token-7',
    );
    expect(run.read('cloudformation/events-reports.json').StackEvents).toHaveLength(4);
    // Back to the operation, no further.
    expect(run.world.count('DescribeStackEvents')).toBe(2);
    const { stdout, stderr } = await runCommand(['investigate', '--format', 'json', run.directory]);
    expect(stderr).not.toMatch(/not used|not recognised|could not be read/);
    const { change } = JSON.parse(stdout).incidents[0].culprit;
    expect(change.actor).toMatchObject({ origin: `arn:aws:iam::${ACCOUNT}:user/maria` });
    await run.collect(stacked());
    expect(run.world.served.filter(({ service }) => service === 'cloudformation')).toEqual([]);
  });

  it('of no stack that is there now is asked for once, and is no problem', async () => {
    const { problems, notes } = await run.collect({ ...stacked(), stacks: [] });
    expect([...problems, ...notes].join('\n')).not.toMatch(/Stack/);
    expect(run.world.count('DescribeStackResources')).toBe(1);
  });

  it.each([
    ['DescribeStackResources', 'acme-reports'],
    ['DescribeStackEvents', 'reports'],
  ])('costs nothing where %s is refused', async (operation, on) => {
    const effect = { kind: 'denied', how: 'implicit', policy: 'identity-based policy' } as const;
    const { problems, notes } = await run.collect(stacked(), [{ operation, effect }]);
    expect(problems).toEqual([]);
    expect(notes.find((note) => note.startsWith(`${operation} on ${on}: `))).toContain(`cloudformation:${operation}`);
    expect((await run.investigate()).incidents[0]?.culprit?.change?.actor.origin).toContain('user/maria');
  });

  it('is not looked for where CloudFormation changed nothing', async () => {
    await run.collect(smallWorld());
    expect(run.world.served.filter(({ service }) => service === 'cloudformation')).toEqual([]);
    expect(existsSync(join(run.directory, 'cloudformation'))).toBe(false);
  });
});
