import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsClients, createClients } from '../../src/aws/clients.ts';

let server: Server;
let clients: AwsClients;
const requests: string[] = [];

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.end(request.method === 'GET' ? '{"Version":"2012-10-17","Statement":[]}' : IDENTITY);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  clients = createClients({
    profile: null,
    region: 'eu-west-1',
    endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
});

afterAll(() => {
  clients.destroy();
  server.close();
});

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Arn>arn:aws:iam::444455556666:user/maria</Arn><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId><Account>444455556666</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

describe('clients', () => {
  it('send calls of the table', async () => {
    const { Policy } = await clients
      .s3('destination', null)
      .send(new GetBucketPolicyCommand({ Bucket: 'acme-reports' }));
    expect(Policy).toContain('2012-10-17');
    const { Account } = await clients.sts('destination').send(new GetCallerIdentityCommand({}));
    expect(Account).toBe('444455556666');
    expect(requests).toEqual(['GET /acme-reports/?policy=', 'POST /']);
  });

  it('refuse any other before it is sent', async () => {
    const before = requests.length;
    const attempts = [
      async () => clients.s3('source', null).send(new PutBucketPolicyCommand({ Bucket: 'acme-lake', Policy: '{}' })),
      async () => clients.kms('source', null).send(new ScheduleKeyDeletionCommand({ KeyId: 'k' })),
      async () => clients.cloudtrail('source', null).send(new StopLoggingCommand({ Name: 't' })),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow('is not a call that this program may make');
    expect(requests.length).toBe(before);
  });

  it('are shared by parties with one profile', () => {
    expect(clients.s3('source', 'eu-west-1')).toBe(clients.s3('destination', 'eu-west-1'));
    expect(clients.s3('source', 'eu-west-1')).not.toBe(clients.s3('source', 'us-east-1'));
  });
});
