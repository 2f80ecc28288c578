import { createHash } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { buildApp } from 'fauxqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inParallel } from '../../../src/aws/objects/in-parallel.ts';
import { listObjects } from '../../../src/aws/objects/list-objects.ts';
import { createReadAhead } from '../../../src/aws/objects/read-ahead.ts';
import { sampled } from '../../property-runs.ts';
import { clientOf } from './bucket-server.ts';

/** A server that was not written with this program in mind; on 127.0.0.1, where its own start would open every interface. */
const app = buildApp({ logger: false });
const BUCKET = 'acme-logs';
/** More than a page, and so is what lies between the 100th and the 1,150th. */
const KEYS = Array.from({ length: 1_200 }, (_, index) => `logs/${String(index).padStart(6, '0')}.gz`);
let client: ReturnType<typeof clientOf>;

beforeAll(async () => {
  client = clientOf({ url: await app.listen({ port: 0, host: '127.0.0.1' }) }, 60_000);
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await inParallel(KEYS, 16, async (key) => {
    await app.inject({ method: 'PUT', url: `/${BUCKET}/${key}`, payload: bodyOf(key) });
  });
}, 120_000);

afterAll(async () => {
  client.destroy();
  await app.close();
});

it('lists 1,200 objects of another server, each once, and reads them whole', async () => {
  const objects = [];
  for await (const page of listObjects(client, BUCKET, { prefix: 'logs/', startAfter: null, endBefore: null })) {
    objects.push(...page);
  }
  expect(objects.map(({ key }) => key)).toEqual(KEYS);
  const ahead = createReadAhead(() => client);
  const opens = sampled(objects, 3, 1).map((object) => ({ key: object.key, open: ahead.add(object) }));
  for (const { key, open } of opens) {
    const hash = createHash('sha256');
    for await (const chunk of open()) hash.update(chunk);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(bodyOf(key)).digest('hex'));
  }
}, 120_000);

it('lists a range of another server', async () => {
  const range = { prefix: 'logs/', startAfter: 'logs/000099.gz', endBefore: 'logs/001150.gz' };
  const listed: string[] = [];
  for await (const page of listObjects(client, BUCKET, range)) listed.push(...page.map(({ key }) => key));
  expect(listed).toEqual(KEYS.slice(100, 1_150));
});

function bodyOf(key: string): Buffer {
  return Buffer.from(`${key}\n`.repeat(1 + (Number(key.slice(5, 11)) % 50)));
}
