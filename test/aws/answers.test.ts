import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetBucketLocationCommand, GetBucketPolicyCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AwsClients, createClients } from '../../src/aws/clients.ts';
import { describeS3Failure } from '../../src/aws/objects/describe-failure.ts';
import { listObjects } from '../../src/aws/objects/list-objects.ts';
import type { Fault } from './world/fault.ts';
import { startWorld, type WorldServer } from './world/world-server.ts';

let world: WorldServer;
let clients: AwsClients;

beforeAll(() => {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
});

afterEach(() => {
  clients.destroy();
  world.close();
});

async function reach(body: string, status = 200): Promise<void> {
  const fault: Fault = { effect: { kind: 'answer', status, body } };
  world = await startWorld({ buckets: { b: { objects: [{ key: 'k', body: 'x' }] } } }, body === '' ? [] : [fault]);
  clients = createClients({ profile: null, region: 'eu-west-1', endpointUrl: world.url });
}

const SIGN_IN = '<html><head><title>Sign in</title></head><body>Please sign in to the network</body></html>';
const all = () => [
  clients.s3('log', null).send(new ListObjectsV2Command({ Bucket: 'b' })),
  clients.s3('log', null).send(new GetBucketLocationCommand({ Bucket: 'b' })),
  clients.s3('log', null).send(new GetBucketPolicyCommand({ Bucket: 'b' })),
  clients.sts('log').send(new GetCallerIdentityCommand({})),
  clients.cloudtrail('log', null).send(new LookupEventsCommand({})),
];

describe('an answer that is not of the service', () => {
  it.each([
    [SIGN_IN, 200],
    [`\n<!DOCTYPE html>\n${SIGN_IN}`, 200],
    [SIGN_IN, 302],
    [SIGN_IN, 403],
    ['please sign in', 200],
    ['<?xml version="1.0"?>\n<error>no such page</error>', 200],
  ])('is a failure of every call, and none of them is empty: %s with %s', async (body, status) => {
    await reach(body, status);
    const outcomes = await Promise.all(all().map((call) => call.then(() => 'taken', String)));
    for (const outcome of outcomes)
      expect(outcome).toMatch(/UnusableAnswer: the answer is .*not of (S3|STS|CloudTrail)/);
  });

  it.each([
    ['declares entities', '<!DOCTYPE x [<!ENTITY a "b">]><ListBucketResult></ListBucketResult>', 'declares entities'],
    ['is nested without end', `<ListBucketResult>${'<a>'.repeat(50)}`, 'more than 32 levels'],
    ['is a policy', '{"Version":"2012-10-17"}', 'not XML'],
    ['is of another operation', '<LocationConstraint>eu-west-1</LocationConstraint>', 'another kind'],
  ])('is no listing where it %s', async (_, body, why) => {
    await reach(body);
    await expect(clients.s3('log', null).send(new ListObjectsV2Command({ Bucket: 'b' }))).rejects.toThrow(why);
  });

  it.each([
    ['<Size>many</Size>', 'entry'],
    ['<LastModified>never</LastModified>', 'Invalid'],
  ])('is no listing where an entry has %s', async (member, why) => {
    const rest = '<Key>k</Key><ETag>e</ETag><LastModified>2026-02-20T12:00:00Z</LastModified><Size>1</Size>';
    const name = /<(\w+)>/.exec(member)?.[1] ?? '';
    const entry = rest.replace(new RegExp(`<${name}>.*?</${name}>`), member);
    await reach(`<ListBucketResult><Contents>${entry}</Contents></ListBucketResult>`);
    const range = { prefix: '', startAfter: null, endBefore: null };
    const error = await listObjects(clients.s3('log', null), 'b', range)
      .next()
      .catch((thrown) => thrown);
    expect(error.message).toContain(why);
    expect(describeS3Failure(error, 'ListObjectsV2').text).toContain(why);
  });

  it('ends a listing whose pages never have a key', async () => {
    await reach('');
    world.close();
    let page = 0;
    const send = async () => {
      page += 1;
      return { IsTruncated: true, NextContinuationToken: `token ${page}` };
    };
    const client = { send } as unknown as ReturnType<AwsClients['s3']>;
    const range = { prefix: '', startAfter: null, endBefore: null };
    await expect(listObjects(client, 'b', range).next()).rejects.toThrow('1000 pages are without keys');
  });
});

it('takes what the services answer', async () => {
  await reach('');
  const page = await clients.s3('log', null).send(new ListObjectsV2Command({ Bucket: 'b' }));
  expect(page.Contents?.map(({ Key }) => Key)).toEqual(['k']);
});
