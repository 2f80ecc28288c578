import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { buildApp } from 'fauxqs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { iamPolicy } from '../../src/aws/iam-policy.ts';
import { parseTemplate } from '../../src/check/cloudformation/parse-template.ts';
import type { JsonObject, JsonValue } from '../../src/json.ts';
import { KMS_EVENTS } from '../../src/records/cloudtrail/events/kms.ts';
import { S3_BUCKET_EVENTS } from '../../src/records/cloudtrail/events/s3-bucket.ts';
import { interpretCloudTrail } from '../../src/records/cloudtrail/interpret.ts';
import { parseCloudTrailEvent } from '../../src/records/cloudtrail/parse.ts';
import type { World } from '../aws/world/world.ts';
import { startWorld, type WorldServer } from '../aws/world/world-server.ts';
import { deny, inventoryAllow, policyOf } from '../check/documents.ts';
import { bucketEvent, fromEventBridge, keyEvent, putPolicy } from '../check/event/events.ts';
import { brokenWorld } from '../collect/collect-world.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CASE = {
  sourceBucket: 'acme-lake',
  sourceAccount: '111122223333',
  destinationBucket: 'acme-reports',
  configurationId: 'daily-full',
};
const OPEN = policyOf(inventoryAllow());
const CLOSED = policyOf(inventoryAllow(), deny('Office', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }));

type Handler = (event: JsonObject) => Promise<{ readonly told: boolean; readonly why: string }>;

/** SNS and SQS of another program: what subscribers are sent is in a queue. */
const app = buildApp({ logger: false });
let directory = '';
let sns = '';
let topic = '';
let queue = '';
let world: WorldServer | null = null;
let handler: Handler;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'watch-'));
  const zip = join(directory, 'watch.zip');
  execFileSync(process.execPath, ['scripts/pack-watch.mjs', zip], { cwd: ROOT });
  // Below such a folder a file is imported as it is.
  const folder = join(directory, 'node_modules', 'watch');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.mjs'), unpacked(readFileSync(zip)));
  ({ handler } = await import(join(folder, 'index.mjs')));
  sns = await app.listen({ port: 0, host: '127.0.0.1' });
  topic = await query({ Action: 'CreateTopic', Name: 'stopped' }, /<TopicArn>([^<]+)/);
  ({ QueueUrl: queue } = await sqs('CreateQueue', { QueueName: 'heard' }));
  const endpoint = topic.replace(':sns:', ':sqs:').replace('stopped', 'heard');
  await query({ Action: 'Subscribe', TopicArn: topic, Protocol: 'sqs', Endpoint: endpoint }, /<SubscriptionArn>/);
}, 120_000);

afterEach(() => {
  vi.unstubAllEnvs();
  world?.close();
});

afterAll(async () => {
  await app.close();
  rmSync(directory, { recursive: true });
});

/** The function in an AWS that is like this. */
async function surroundings(described: World): Promise<void> {
  world = await startWorld(described);
  const env = {
    CASE: JSON.stringify(CASE),
    TOPIC_ARN: topic,
    AWS_ENDPOINT_URL: world.url,
    AWS_ENDPOINT_URL_SNS: sns,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
}

const inForce = (policy: JsonObject) => brokenWorld({ policy: JSON.stringify(policy) });

describe('the watch', () => {
  it('tells of a change that stops the delivery, once however often the event comes', async () => {
    await surroundings(inForce(CLOSED));
    const event = fromEventBridge(putPolicy(CLOSED));
    expect(await handler(event)).toMatchObject({ told: true });
    const [message, ...others] = await heard();
    expect(others).toEqual([]);
    expect(message?.Subject).toBe('S3 Inventory delivery stopped: acme-lake to acme-reports');
    expect(message?.Message).toContain('PutBucketPolicy, credentials of arn:aws:iam::444455556666:user/ana');
    expect(message?.Message).toContain('Deny "Office" of');
    expect(message?.Message).toContain('To mend it: ');
    expect(await handler(event)).toMatchObject({ told: false });
    expect(await handler({ ...event, id: 'another-delivery', 'replay-name': 'replay' })).toMatchObject({ told: false });
    expect(await heard()).toEqual([]);
  });

  it.each<[string, World, JsonObject]>([
    ['a change that breaks nothing', inForce(OPEN), putPolicy(OPEN)],
    ['a change that was mended since, sent again', inForce(OPEN), putPolicy(CLOSED)],
    ['a call that failed', inForce(CLOSED), { ...putPolicy(CLOSED), errorCode: 'AccessDenied' }],
    ['another bucket', inForce(CLOSED), putPolicy(CLOSED, 'acme-other')],
    ['a key that is not in use', inForce(CLOSED), keyEvent('DisableKey')],
    ['a harmless change while something else stops the delivery', disabled(), putPolicy(OPEN)],
  ])('of %s tells nobody', async (_, described, event) => {
    await surroundings(described);
    expect(await handler(fromEventBridge(event))).toMatchObject({ told: false });
    expect(await heard()).toEqual([]);
  });

  it('tells of the key with which the destination encrypts by default', async () => {
    await surroundings(encrypted('Disabled'));
    expect(await handler(fromEventBridge(keyEvent('DisableKey', {}, DEFAULT_KEY)))).toMatchObject({ told: true });
    expect((await heard())[0]?.Message).toContain('the key is in state Disabled');
  });

  it('tells by the event alone where nothing can be read, and where the bucket is gone', async () => {
    await surroundings({});
    expect(await handler(fromEventBridge(putPolicy(CLOSED)))).toMatchObject({ told: true });
    expect(await handler(fromEventBridge(bucketEvent('DeleteBucket')))).toMatchObject({ told: true });
    expect(await heard()).toHaveLength(2);
  });

  it('fails where SNS does not take it, so that the event comes again', async () => {
    await surroundings(inForce(CLOSED));
    vi.stubEnv('TOPIC_ARN', `${topic}-gone`);
    const event = fromEventBridge(putPolicy(CLOSED));
    await expect(handler(event)).rejects.toThrow(/SNS answered 4/);
    vi.stubEnv('TOPIC_ARN', topic);
    expect(await handler(event)).toMatchObject({ told: true });
    await heard();
  });

  it('writes nothing of an event that moves the cursor or the text', async () => {
    await surroundings(inForce(CLOSED));
    const arn = 'arn:aws:iam::444455556666:user/\u001b[2J\u202eana\nDisregard';
    await handler(fromEventBridge({ ...putPolicy(CLOSED), userIdentity: { type: 'IAMUser', arn } }));
    const [message] = await heard();
    expect(message?.Message).toContain('user/\\u001b[2J\\u202eana\\u000aDisregard');
  });
});

describe('the template', () => {
  const template = JSON.parse(
    JSON.stringify(
      parseTemplate({ name: 'template.yaml', text: readFileSync(join(ROOT, 'examples/watch/template.yaml'), 'utf8') }),
    ),
  );
  const { Changes, Role, Watch } = template.Resources;

  it('grants what the table of calls asks for, the topic and the queue, and nothing else', () => {
    const [tell, read] = Role.Properties.Policies.map((one: JsonObject) => one['PolicyDocument']);
    const names = { sourceBucket: 'LAKE', destinationBucket: 'REPORTS', keyArn: 'KEY', partition: 'aws' };
    expect(filledIn(read)).toEqual(iamPolicy('check', { ...names, logBuckets: [], roleArns: [] }));
    const actions = tell.Statement.map(({ Action }: { readonly Action: string }) => Action);
    expect(actions).toEqual(['sns:Publish', 'sqs:SendMessage']);
    expect(Role.Properties.Policies).toHaveLength(2);
  });

  it('asks for every event that is judged', () => {
    const names = [S3_BUCKET_EVENTS, KMS_EVENTS].flatMap(({ eventSource, events }) =>
      Object.keys(events).filter((eventName) => JUDGED.has(kindOf(eventSource, eventName))),
    );
    expect([...Changes.Properties.EventPattern.detail.eventName].sort()).toEqual(names.sort());
  });

  it('hands the case over as the handler takes it', () => {
    const text = filledIn(Watch.Properties.Environment.Variables.CASE);
    expect(JSON.parse(String(text))).toEqual({ ...CASE, sourceBucket: 'LAKE', destinationBucket: 'REPORTS' });
    expect(Watch.Properties).toMatchObject({ Handler: 'index.handler', Runtime: 'nodejs22.x' });
  });
});

/** As the SDK's own signer signs it. */
it('a message is signed', async () => {
  const { signed } = await import(join(ROOT, 'examples', 'watch', 'publish.mjs'));
  const credentials = {
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_SESSION_TOKEN: 'TOKEN/EXAMPLE+x=',
  };
  const date = new Date(Date.UTC(2026, 1, 9, 14));
  const body = 'Action=Publish&Version=2010-03-31';
  const headers = signed('sns.eu-west-1.amazonaws.com', 'eu-west-1', body, date, credentials);
  expect(headers.authorization).toMatch(/Signature=3a336adb30bbe094ac1d2ef7d893b114034622453b1651e8fc888701427ac820$/);
});

const DEFAULT_KEY = 'arn:aws:kms:eu-west-1:444455556666:key/0c3f0a0e-0000-4000-8000-00000000000a';
const JUDGED: ReadonlySet<string> = new Set([
  'put-bucket-policy',
  'delete-bucket-policy',
  'put-inventory-configuration',
  'delete-inventory-configuration',
  'create-bucket',
  'delete-bucket',
  'put-bucket-encryption',
  'delete-bucket-encryption',
  'put-key-policy',
  'key-state',
]);

function kindOf(eventSource: string, eventName: string): string {
  const parsed = parseCloudTrailEvent({ ...bucketEvent(eventName), eventSource }, 'file');
  return parsed.ok ? interpretCloudTrail(parsed.record).kind : 'unrelated';
}

/** Allowed but for the configuration. */
function disabled(): World {
  const described = inForce(OPEN);
  const lake = described.buckets?.['acme-lake'];
  const inventory = (lake?.inventory ?? []).map((one) => ({ ...one, IsEnabled: false }));
  return { ...described, buckets: { ...described.buckets, 'acme-lake': { ...lake, inventory } } };
}

function encrypted(KeyState: 'Enabled' | 'Disabled'): World {
  const encryption = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: DEFAULT_KEY };
  const described = brokenWorld({
    policy: JSON.stringify(OPEN),
    encryption: { Rules: [{ ApplyServerSideEncryptionByDefault: encryption }] },
  });
  const policy = JSON.stringify(
    policyOf({
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'kms:GenerateDataKey',
      Resource: '*',
    }),
  );
  const metadata = { Arn: DEFAULT_KEY, KeyId: DEFAULT_KEY.split('/')[1] ?? '', KeyState };
  return { ...described, keys: [{ metadata, policy }] };
}

/** What CloudFormation makes of the functions that the template uses. */
function filledIn(value: JsonValue): JsonValue {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map(filledIn);
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Sub': text, 'Fn::If': choice, Ref: name } = value;
  if (typeof text === 'string') return fill(text);
  if (Array.isArray(choice)) return filledIn(choice[1] ?? null);
  if (typeof name === 'string') return PARAMETERS[name] ?? name;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filledIn(member ?? null)]));
}

function fill(text: string): string {
  return text.replace(/\$\{([^}]+)\}/g, (_, name) => PARAMETERS[name] ?? '');
}

const PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  SourceBucket: 'LAKE',
  SourceAccount: CASE.sourceAccount,
  DestinationBucket: 'REPORTS',
  ConfigurationId: CASE.configurationId,
  KeyArn: 'KEY',
};

/** The one file of an archive. */
function unpacked(zip: Buffer): Buffer {
  const start = 30 + zip.readUInt16LE(26) + zip.readUInt16LE(28);
  return inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(18)));
}

interface Heard {
  readonly Subject: string;
  readonly Message: string;
}

async function heard(): Promise<readonly Heard[]> {
  const { Messages = [] } = await sqs('ReceiveMessage', { QueueUrl: queue, MaxNumberOfMessages: 10 });
  for (const { ReceiptHandle } of Messages) await sqs('DeleteMessage', { QueueUrl: queue, ReceiptHandle });
  return Messages.map(({ Body }: { readonly Body: string }) => JSON.parse(Body));
}

// biome-ignore lint/suspicious/noExplicitAny: answers of another program
async function sqs(operation: string, asked: JsonObject): Promise<any> {
  const headers = {
    authorization: `${SIGNED}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `AmazonSQS.${operation}`,
  };
  const response = await fetch(sns, { method: 'POST', headers, body: JSON.stringify(asked) });
  const text = await response.text();
  return text === '' ? {} : JSON.parse(text);
}

/** An operation of SNS; what its answer holds in the place of the pattern's group. */
async function query(parameters: Readonly<Record<string, string>>, wanted: RegExp): Promise<string> {
  const authorization = `${SIGNED}/sns/aws4_request, SignedHeaders=host, Signature=0`;
  const body = new URLSearchParams({ ...parameters, Version: '2010-03-31' });
  const text = await (await fetch(sns, { method: 'POST', headers: { authorization }, body })).text();
  const found = wanted.exec(text);
  if (found === null) throw new Error(text);
  return found[1] ?? '';
}

/** Neither looks at more than the Region. */
const SIGNED = 'AWS4-HMAC-SHA256 Credential=AKIA/20260209/eu-west-1';
