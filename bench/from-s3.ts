/**
 * Reading many small objects from a bucket: one after the other, and as `s3://` evidence is read. The bucket is a
 * server of its own process on 127.0.0.1 that answers each request after 20 ms.
 *
 *   npx tsx bench/from-s3.ts [objects] [latency in ms]
 */
import { fork } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { listObjects } from '../src/aws/objects/list-objects.ts';
import { readObject } from '../src/aws/objects/read-object.ts';
import { openS3Evidence } from '../src/aws/objects/s3-evidence.ts';
import { BUCKET, clientOf, startBucket } from '../test/aws/objects/bucket-server.ts';

const OBJECT_BYTES = 10_000;
const [count = 2_000, latencyMs = 20] = process.argv.slice(2).map(Number);

interface Measured {
  readonly way: string;
  readonly ms: number;
  readonly requests: number;
  readonly bytes: number;
  readonly sha256: string;
}

if (process.send === undefined) await compare();
else await serve();

async function serve(): Promise<void> {
  const objects = new Map<string, Buffer>();
  for (let index = 0; index < count; index++) {
    const name = `logs/2026-02-09-00-00-00-${String(index).padStart(16, '0')}`;
    objects.set(name, Buffer.alloc(OBJECT_BYTES, `${createHash('sha256').update(name).digest('hex')}\n`));
  }
  const server = await startBucket({ objects, latencyMs });
  process.on('message', () => process.send?.({ requests: server.requests.splice(0).length }));
  process.send?.({ url: server.url });
}

async function compare(): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), [String(count), String(latencyMs)], {
    execArgv: process.execArgv,
  });
  try {
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    const requests = async () => {
      child.send('requests?');
      const [answer] = (await once(child, 'message')) as [{ requests: number }];
      return answer.requests;
    };
    await measure('warm-up', requests, (hash) => readSerially(url, hash, 50));
    const serial = await measure('one after the other', requests, (hash) => readSerially(url, hash, count));
    const parallel = await measure('s3:// evidence, 32 at once', requests, (hash) => readAsEvidence(url, hash));
    if (serial.sha256 !== parallel.sha256) throw new Error('the two ways read different bytes');
    report([serial, parallel]);
  } finally {
    child.kill();
  }
}

async function readSerially(url: string, hash: Hash, most: number): Promise<number> {
  const client = clientOf({ url }, 60_000);
  let bytes = 0;
  let read = 0;
  for await (const page of listObjects(client, BUCKET, { prefix: 'logs/', startAfter: null, endBefore: null })) {
    for (const object of page.slice(0, most - read)) {
      read += 1;
      for await (const chunk of readObject(client, object)) {
        hash.update(chunk);
        bytes += chunk.length;
      }
    }
  }
  client.destroy();
  return bytes;
}

async function readAsEvidence(url: string, hash: Hash): Promise<number> {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAEXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
  const access = { profile: null, region: 'eu-west-1', endpointUrl: url };
  const evidence = openS3Evidence({ access: { ...access }, since: null, until: null });
  let bytes = 0;
  for (const input of await evidence.inputsOf([`s3://${BUCKET}/logs/`])) {
    for await (const chunk of input.open()) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  }
  evidence.close();
  return bytes;
}

async function measure(
  way: string,
  requests: () => Promise<number>,
  work: (hash: Hash) => Promise<number>,
): Promise<Measured> {
  await requests();
  const hash = createHash('sha256');
  const begun = performance.now();
  const bytes = await work(hash);
  const ms = performance.now() - begun;
  return { way, ms, requests: await requests(), bytes, sha256: hash.digest('hex') };
}

function report(rows: readonly Measured[]): void {
  const [first] = rows;
  process.stdout.write(
    `${count} objects of ${OBJECT_BYTES} bytes, ${latencyMs} ms to each answer, Node ${process.version}\n\n`,
  );
  process.stdout.write('| way | wall | requests | bytes | times as fast |\n');
  process.stdout.write('|---|---:|---:|---:|---:|\n');
  for (const { way, ms, requests, bytes } of rows) {
    const ratio = ((first?.ms ?? ms) / ms).toFixed(1);
    process.stdout.write(`| ${way} | ${(ms / 1000).toFixed(2)} s | ${requests} | ${bytes} | ${ratio} |\n`);
  }
}
