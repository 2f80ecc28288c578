import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  ListPublicKeysCommand,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { DescribeKeyCommand, GetKeyPolicyCommand, ListGrantsCommand } from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import type { AwsClients } from '../../../src/aws/clients.ts';
import { clientsOf } from './clients-of.ts';
import type { Fault } from './fault.ts';
import type { World, WorldTrail } from './world.ts';
import { startWorld, type WorldServer } from './world-server.ts';

let world: WorldServer | null = null;
let clients: AwsClients | null = null;

async function open(described: World, faults: readonly Fault[] = []): Promise<AwsClients> {
  world = await startWorld(described, faults);
  clients = clientsOf(world.url);
  return clients;
}

afterEach(() => {
  clients?.destroy();
  world?.close();
});

const MARIA = { arn: 'arn:aws:iam::444455556666:user/maria', account: '444455556666' };
const NOW = new Date('2026-02-20T12:00:00Z');
const KEY = 'arn:aws:kms:eu-west-1:777788889999:key/k1';

function eventAt(day: number, resource = 'acme-reports') {
  const record = {
    eventID: `e${day}`,
    eventName: day % 2 === 0 ? 'PutBucketPolicy' : 'PutBucketAcl',
    eventSource: 's3.amazonaws.com',
    eventTime: new Date(NOW.getTime() - day * 86_400_000).toISOString(),
    awsRegion: 'eu-west-1',
    recipientAccountId: '444455556666',
  };
  return { record, resources: [{ ResourceType: 'AWS::S3::Bucket', ResourceName: resource }] };
}

describe('LookupEvents', () => {
  const events = [eventAt(3), eventAt(1), eventAt(2), eventAt(89), eventAt(91), eventAt(4, 'acme-lake')];
  const described: World = { caller: MARIA, now: NOW, events };

  async function lookUp(input: LookupEventsCommandInput) {
    const { cloudtrail } = await open(described);
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await cloudtrail('destination', 'eu-west-1').send(new LookupEventsCommand({ ...input, NextToken }));
      seen.push(...(page.Events ?? []).map(({ EventId }) => EventId));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return seen;
  }

  it.each([1, 2, 50])('pages newest first, %i at a time, and forgets after 90 days', async (MaxResults) => {
    const LookupAttributes = [{ AttributeKey: 'ResourceName' as const, AttributeValue: 'acme-reports' }];
    expect(await lookUp({ LookupAttributes, MaxResults })).toEqual(['e1', 'e2', 'e3', 'e89']);
    expect(world?.count('LookupEvents')).toBe(Math.ceil(4 / MaxResults));
  });

  it('finds by name and time', async () => {
    const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: 'PutBucketPolicy' }];
    const StartTime = new Date(NOW.getTime() - 3 * 86_400_000);
    expect(await lookUp({ LookupAttributes, StartTime, EndTime: NOW })).toEqual(['e2']);
  });

  it('keeps a token to the parameters that it was given for', async () => {
    const client = (await open(described)).cloudtrail('destination', 'eu-west-1');
    const { NextToken } = await client.send(new LookupEventsCommand({ MaxResults: 1 }));
    const asked = client.send(new LookupEventsCommand({ MaxResults: 2, NextToken }));
    await expect(asked).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
    await expect(client.send(new LookupEventsCommand({ MaxResults: 51 }))).rejects.toMatchObject({
      name: 'InvalidMaxResultsException',
    });
  });

  it('is asked again when throttled', async () => {
    const throttled = { kind: 'refused', failure: 'throttled' } as const;
    const { cloudtrail } = await open(described, [{ operation: 'LookupEvents', nth: 0, effect: throttled }]);
    const page = await cloudtrail('destination', 'eu-west-1').send(new LookupEventsCommand({}));
    expect(page.Events).toHaveLength(5);
    expect(page.Events?.[0]?.EventTime).toEqual(new Date('2026-02-19T12:00:00Z'));
  });
});

describe('trails', () => {
  const mine: WorldTrail = {
    account: '444455556666',
    trail: {
      Name: 'local',
      TrailARN: 'arn:aws:cloudtrail:eu-west-1:444455556666:trail/local',
      HomeRegion: 'eu-west-1',
      S3BucketName: 'acme-logs',
    },
    eventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
  };
  const ofOrganization: WorldTrail = {
    account: '999900001111',
    members: ['444455556666'],
    trail: {
      Name: 'all',
      TrailARN: 'arn:aws:cloudtrail:us-east-1:999900001111:trail/all',
      HomeRegion: 'us-east-1',
      IsMultiRegionTrail: true,
      IsOrganizationTrail: true,
    },
    advancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }],
  };
  const described: World = { caller: MARIA, now: NOW, trails: [mine, ofOrganization] };

  it('have shadows in other Regions and member accounts', async () => {
    const { cloudtrail } = await open(described);
    const names = async (region: string, includeShadowTrails?: boolean) => {
      const { trailList } = await cloudtrail('log', region).send(new DescribeTrailsCommand({ includeShadowTrails }));
      return trailList?.map(({ Name }) => Name);
    };
    expect(await names('eu-west-1')).toEqual(['local', 'all']);
    expect(await names('eu-west-1', false)).toEqual(['local']);
    expect(await names('eu-central-1')).toEqual(['all']);
  });

  it('tell their selectors, a shadow by ARN only', async () => {
    const client = (await open(described)).cloudtrail('log', 'eu-west-1');
    const plain = await client.send(new GetEventSelectorsCommand({ TrailName: 'local' }));
    expect(plain.EventSelectors).toEqual(mine.eventSelectors);
    const advanced = await client.send(new GetEventSelectorsCommand({ TrailName: ofOrganization.trail.TrailARN }));
    expect(advanced.AdvancedEventSelectors).toEqual(ofOrganization.advancedEventSelectors);
    await expect(client.send(new GetEventSelectorsCommand({ TrailName: 'all' }))).rejects.toMatchObject({
      name: 'TrailNotFoundException',
    });
  });

  it('are signed with keys, found by Region and validity', async () => {
    const [from, to] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')];
    const key = { Value: Buffer.from('der'), Fingerprint: 'f', ValidityStartTime: from, ValidityEndTime: to };
    const { cloudtrail } = await open({ now: NOW, publicKeys: [{ ...key, region: 'eu-west-1' }] });
    const found = async (region: string, StartTime?: Date, EndTime?: Date) =>
      (await cloudtrail('log', region).send(new ListPublicKeysCommand({ StartTime, EndTime }))).PublicKeyList;
    const [only] = (await found('eu-west-1', to, NOW)) ?? [];
    expect(only).toMatchObject({ Fingerprint: 'f', ValidityEndTime: to });
    expect(Buffer.from(only?.Value ?? [])).toEqual(Buffer.from('der'));
    expect(await found('eu-west-1')).toEqual([]);
    expect(await found('us-east-1', from, NOW)).toEqual([]);
  });
});

describe('keys and callers', () => {
  const grants = ['g1', 'g2', 'g3'].map((GrantId) => ({ GrantId, Operations: ['GenerateDataKey' as const] }));
  const metadata = { KeyId: 'k1', Arn: KEY, KeyState: 'Enabled' as const };
  const key = { metadata, aliases: ['alias/reports'], policy: '{"Statement":[]}', grants };

  it('describe themselves by any name, and page their grants', async () => {
    const client = (await open({ keys: [key] })).kms('destination', 'eu-west-1');
    for (const KeyId of ['k1', KEY, 'alias/reports']) {
      expect((await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toEqual(metadata);
    }
    expect((await client.send(new GetKeyPolicyCommand({ KeyId: KEY }))).Policy).toBe(key.policy);
    const first = await client.send(new ListGrantsCommand({ KeyId: KEY, Limit: 2 }));
    const second = await client.send(new ListGrantsCommand({ KeyId: KEY, Limit: 2, Marker: first.NextMarker }));
    expect([first.Truncated, second.Truncated]).toEqual([true, false]);
    expect([...(first.Grants ?? []), ...(second.Grants ?? [])]).toEqual(grants);
    await expect(client.send(new ListGrantsCommand({ KeyId: KEY, Marker: 'garbage' }))).rejects.toMatchObject({
      name: 'InvalidMarkerException',
    });
    await expect(client.send(new DescribeKeyCommand({ KeyId: 'k2' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it('are closed to another account', async () => {
    const described: World = { caller: MARIA, keys: [{ ...key, account: '777788889999' }] };
    const asked = (await open(described)).kms('destination', 'eu-west-1').send(new DescribeKeyCommand({ KeyId: KEY }));
    await expect(asked).rejects.toMatchObject({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
  });

  it('say who they are, by access key', async () => {
    const callers = { AKIAIOSFODNN7EXAMPLE: MARIA };
    const { sts } = await open({ callers });
    expect(await sts('source').send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: MARIA.arn,
      Account: MARIA.account,
    });
  });

  it('expire', async () => {
    const { sts } = await open({ caller: MARIA }, [{ effect: { kind: 'refused', failure: 'expired' } }]);
    await expect(sts('source').send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
      $metadata: { httpStatusCode: 403 },
    });
  });
});
