import { describe, expect, it } from 'vitest';
import type { Fault } from '../aws/world/fault.ts';
import type { World, WorldEvent } from '../aws/world/world.ts';
import { smallWorld } from './collect-world.ts';
import { collecting } from './collecting.ts';

const suite = collecting();

const LOCATION_REFUSED: Fault = { operation: 'GetBucketLocation', effect: { kind: 'refused', failure: 'denied' } };

describe('the Region of a bucket', () => {
  it('is what S3 itself tells, where the location may not be asked for', async () => {
    const refused: Fault = { operation: 'HeadBucket', effect: { kind: 'refused', failure: 'denied' } };
    const { problems } = await suite.collect(smallWorld(), [LOCATION_REFUSED, refused]);
    expect(problems).toEqual([]);
    expect(suite.read('lookup-events/destination-acme-reports.json')).toMatchObject({ Region: 'eu-west-1' });
    // For each bucket: as one of the own account, as one of any, and its head.
    expect([suite.world.count('GetBucketLocation'), suite.world.count('HeadBucket')]).toEqual([4, 2]);
  });

  it('stays unknown where nothing tells it: its history covers nothing', async () => {
    const noHead: Fault = {
      operation: 'HeadBucket',
      bucket: 'acme-reports',
      effect: { kind: 'cut', afterBytes: null },
    };
    const { problems } = await suite.collect(smallWorld(), [LOCATION_REFUSED, noHead]);
    expect(problems).toEqual([expect.stringContaining('the Region of acme-reports is not known')]);
    expect(suite.read('lookup-events/destination-acme-reports.json')).toMatchObject({ Region: null });
  });
});

describe('a Region that the account has not enabled', () => {
  it('is told as that, and the others are collected', async () => {
    const { problems } = await suite.collect({ ...smallWorld(), closedRegions: ['us-east-1'] });
    const closed =
      'us-east-1 does not accept the credentials of arn:aws:iam::444455556666:user/auditor (UnrecognizedClientException): the Region is not enabled';
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.filter((line) => !line.includes(closed))).toEqual([]);
    const { incidents } = await suite.investigate();
    expect(incidents[0]?.culprit?.change).toMatchObject({ eventName: 'PutBucketPolicy' });
  });
});

describe('another partition', () => {
  const text = JSON.stringify(smallWorld().events)
    .replaceAll('arn:aws:', 'arn:aws-cn:')
    .replaceAll('eu-west-1', 'cn-north-1');
  const described = smallWorld();
  const world: World = {
    ...described,
    caller: { arn: 'arn:aws-cn:iam::444455556666:user/auditor', account: '444455556666' },
    events: JSON.parse(text) as WorldEvent[],
    buckets: Object.fromEntries(
      Object.entries(described.buckets ?? {}).map(([name, bucket]) => [name, { ...bucket, region: 'cn-north-1' }]),
    ),
    trails: [],
  };

  it('has its own Region for what is global, and its own ARNs in grants', async () => {
    const refused: Fault = { operation: 'GetBucketPolicy', effect: { kind: 'refused', failure: 'denied' } };
    const { problems } = await suite.collect(world, [refused], { access: { region: 'cn-north-1' } });
    expect(problems).toEqual([expect.stringContaining('"Resource":"arn:aws-cn:s3:::acme-reports"')]);
    const regions = new Set(suite.world.served.map(({ region }) => region));
    expect([...regions].sort()).toEqual(['cn-north-1', 'cn-northwest-1']);
  });
});

describe('a session of IAM Identity Center', () => {
  const KEY = 'ASIAEXAMPLE000000009';
  const [change, assumed] = smallWorld().events ?? [];
  const ofIdentityCenter = JSON.parse(
    JSON.stringify(change)
      .replaceAll('ASIAEXAMPLE000000001', KEY)
      .replaceAll('role/Deploy', 'role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef')
      .replaceAll('assumed-role/Deploy', 'assumed-role/AWSReservedSSO_Admin_0123456789abcdef'),
  ) as WorldEvent;
  const issued: WorldEvent = {
    record: { ...assumed?.record, awsRegion: 'eu-north-1' },
    resources: [{ ResourceType: 'any', ResourceName: KEY }],
  };
  const world: World = { ...smallWorld(), events: [ofIdentityCenter, issued] };

  it('is looked for in the Region that a flag names', async () => {
    const { notes } = await suite.collect(world, [], { identityCenterRegion: 'eu-north-1' });
    expect(notes.join('\n')).not.toContain('IAM Identity Center');
    expect(suite.read(`lookup-events/session-${KEY}-eu-north-1.json`).Events).toHaveLength(1);
  });

  it('is named as missing where it is not found without', async () => {
    const { notes } = await suite.collect(world);
    expect(notes).toContainEqual(
      expect.stringContaining(
        `who signed in for session ${KEY} of IAM Identity Center is not told in eu-west-1 and us-east-1`,
      ),
    );
  });
});
