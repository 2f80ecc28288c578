import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BUCKET, type BucketServerOptions, startBucket } from '../aws/objects/bucket-server.ts';
import { runCommand } from './fake-shell.ts';

const SAMPLE = 'samples/deny-by-ip';
const closers: (() => void)[] = [];
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-west-1' };
const before = { ...process.env };

beforeAll(() => {
  Object.assign(process.env, CREDENTIALS, { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' });
});
afterAll(() => {
  process.env = before;
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('s3:// evidence', () => {
  it('is investigated like the same files on this machine', async () => {
    const { run, requests } = await serve({ objects: sampleObjects() });
    const there = await run(['investigate', '--format', 'json', `s3://${BUCKET}/case/`]);
    const here = await runCommand(['investigate', '--format', 'json', SAMPLE]);
    expect(there.code).toBe(here.code);
    expect(there.stdout).toContain('s3://acme-logs/case/case.json');
    // Objects are not fetched again for the records as they stand there.
    const expected = { ...JSON.parse(here.stdout), records: [] };
    expect(JSON.parse(there.stdout.replaceAll(`s3://${BUCKET}/case`, SAMPLE))).toEqual(expected);
    expect(requests).toHaveLength(sampleObjects().size + 1);
  });

  it('is not cut to the period by investigate, whose reasoning rests on all of it', async () => {
    const { run, requests } = await serve({ objects: sampleObjects() });
    await run(['investigate', '--since', '2026-02-19', `s3://${BUCKET}/case/`]);
    expect(requests).toHaveLength(sampleObjects().size + 1);
  });

  it('is cut to the period by scan', async () => {
    const hours = Array.from({ length: 240 }, (_, hour) => Date.UTC(2026, 1, 1, hour));
    const objects = new Map(hours.map((time) => [`${stamp(time)}-0123456789ABCDEF`, logFile(time)]));
    const { run, requests } = await serve({ objects });
    const period = ['--since', '2026-02-03T00:00:00Z', '--until', '2026-02-03T05:00:00Z'];
    const { code, stdout } = await run(['scan', '--all', '--format', 'ndjson', ...period, `s3://${BUCKET}`]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(6);
    expect(requests.filter(({ operation }) => operation === 'get')).toHaveLength(6 + 24);
  });

  it('may be a single object, though other keys begin like it', async () => {
    const time = Date.UTC(2026, 1, 1);
    const { run, requests } = await serve({
      objects: new Map([
        ['logs/a', logFile(time)],
        ['logs/a2', logFile(time)],
        ['logs/', Buffer.alloc(0)],
      ]),
    });
    await run(['scan', `s3://${BUCKET}/logs/a`]);
    expect(requests.map(({ operation, key }) => `${operation} ${key}`)).toEqual(['list logs/a', 'get logs/a']);
  });

  it('is read once where arguments overlap, without the markers of folders', async () => {
    const { run, requests } = await serve({
      objects: new Map([
        ['logs/', Buffer.alloc(0)],
        ['logs/a', logFile(0)],
      ]),
    });
    await run(['scan', `s3://${BUCKET}/logs/`, `s3://${BUCKET}`]);
    expect(requests.filter(({ operation }) => operation === 'get').map(({ key }) => key)).toEqual(['logs/a']);
  });

  it('can be queried', async () => {
    const { run } = await serve({ objects: new Map([['a', logFile(Date.UTC(2026, 1, 1))]]) });
    const sql = 'SELECT operation FROM s3_access_logs';
    const evidence = ['--evidence', `s3://${BUCKET}`, '--format', 'csv'];
    const { code, stdout } = await run(['query', '-', ...evidence], { stdin: sql });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'operation\r\nREST.GET.OBJECT\r\n' });
  });

  it('is found in whatever Region the bucket is, and asked for there once that is known', async () => {
    const { run, requests } = await serve({
      objects: new Map(['a', 'b', 'c'].map((key) => [key, logFile(Date.UTC(2026, 1, 1))])),
      fault: ({ region }) =>
        region === 'ap-south-1'
          ? null
          : {
              kind: 'refused',
              status: 301,
              code: 'PermanentRedirect',
              headers: { 'x-amz-bucket-region': 'ap-south-1' },
            },
    });
    const { code, stdout } = await run(['scan', '--all', '--format', 'ndjson', `s3://${BUCKET}/`]);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(4);
    expect(requests.map(({ operation, region }) => `${operation} ${region}`)).toEqual([
      'list eu-west-1',
      'list ap-south-1',
      'get ap-south-1',
      'get ap-south-1',
      'get ap-south-1',
    ]);
  });
});

describe('what is wrong with s3:// evidence', () => {
  it.each([
    ['s3://', 's3://: no bucket is named; write s3://BUCKET, s3://BUCKET/PREFIX or s3://BUCKET/KEY'],
    ['s3:///logs', 's3:///logs: no bucket is named; write s3://BUCKET, s3://BUCKET/PREFIX or s3://BUCKET/KEY'],
    [
      's3://Acme_Logs/a',
      's3://Acme_Logs/a: "Acme_Logs" cannot be the name of a bucket; write s3://BUCKET, s3://BUCKET/PREFIX or s3://BUCKET/KEY',
    ],
  ])('%s is a mistake in the command', async (uri, line) => {
    const { run, requests } = await serve({ objects: new Map() });
    expect(await run(['scan', uri])).toEqual({ code: 2, stdout: '', stderr: `inventory-forensics: ${line}\n` });
    expect(requests).toHaveLength(0);
  });

  it('nothing there is no evidence', async () => {
    const { run } = await serve({ objects: new Map() });
    expect(await run(['scan', `s3://${BUCKET}/logs/*`])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'inventory-forensics: no evidence in s3://acme-logs/logs/*: no objects there; a prefix is taken literally: leave out the *\n',
    });
  });

  it.each([
    [404, 'NoSuchBucket', 'there is no such bucket'],
    [403, 'AccessDenied', 'not permitted; s3:ListBucket is missing, see iam-policy'],
    [400, 'ExpiredToken', 'the credentials have expired: sign in again (aws sso login)'],
  ])('%i %s is told in a line, and does not suffice', async (status, code, words) => {
    const { run } = await serve({ objects: new Map(), fault: () => ({ kind: 'refused', status, code }) });
    const scanned = await run(['scan', `s3://${BUCKET}/logs/`]);
    expect(scanned.code).toBe(3);
    expect(scanned.stderr).toContain(`s3://acme-logs/logs/: not read: ${words}\n`);
    const investigated = await run(['investigate', `s3://${BUCKET}/logs/`]);
    expect(investigated.code).toBe(3);
    expect(investigated.stdout).toBe('');
    expect(investigated.stderr).toMatch(/^inventory-forensics: s3:[^\n]+\n$/);
    expect(investigated.stderr).toContain(words.split('; ')[0]);
    const queried = await run(['query', '-', '-e', `s3://${BUCKET}/logs/`], {
      stdin: 'SELECT count(*) FROM s3_access_logs',
    });
    expect(queried.code).toBe(3);
    expect(queried.stderr.split(words)).toHaveLength(2);
  });

  it('many objects that are refused are told in one line', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `logs/${String(index).padStart(2, '0')}`);
    const { run } = await serve({
      objects: new Map(keys.map((key) => [key, logFile(0)])),
      fault: ({ operation }) => (operation === 'get' ? { kind: 'refused', status: 403, code: 'AccessDenied' } : null),
    });
    const words = 'not permitted; s3:GetObject is missing, see iam-policy; the first is s3://acme-logs/logs/00';
    const scanned = await run(['scan', `s3://${BUCKET}/logs/`]);
    expect(scanned.code).toBe(3);
    expect(scanned.stderr).toContain(`warning: 30 sources: not read: ${words}\n`);
    expect(scanned.stderr.split('AccessDenied').length + scanned.stderr.split('not permitted').length).toBe(3);
    const investigated = await run(['investigate', '--format', 'json', `s3://${BUCKET}/logs/`]);
    expect(investigated).toEqual({
      code: 3,
      stdout: '',
      stderr:
        'inventory-forensics: s3://acme-logs/logs/00: not permitted; s3:GetObject is missing, see iam-policy; 29 more sources could not be used either; no report can be made of this\n',
    });
  });

  it('nothing of the time asked about does not suffice', async () => {
    const { run, requests } = await serve({ objects: new Map([['2026-02-01-00-00-00-0123456789ABCDEF', logFile(0)]]) });
    const { code, stderr } = await run(['scan', '--since', '2026-02-09', `s3://${BUCKET}`]);
    expect(code).toBe(3);
    expect(stderr).toContain('s3://acme-logs: not read: no objects of the time asked about are there\n');
    expect(requests.map(({ operation }) => operation)).not.toContain('get');
  });

  it('the rest of the evidence is used all the same', async () => {
    const { run } = await serve({
      objects: new Map(),
      fault: () => ({ kind: 'refused', status: 403, code: 'AccessDenied' }),
    });
    const { code, stdout } = await run(['investigate', SAMPLE, `s3://${BUCKET}/logs/`]);
    const alone = await runCommand(['investigate', SAMPLE]);
    expect(code).toBe(alone.code);
    expect(stdout.split('\n')[0]).toBe(alone.stdout.split('\n')[0]);
    expect(stdout).toContain('s3://acme-logs/logs/');
  });
});

/** The program, with the bucket in place of S3. */
async function serve(options: BucketServerOptions) {
  const server = await startBucket(options);
  closers.push(server.close);
  const run = (args: readonly string[], surroundings: { stdin?: string } = {}) =>
    runCommand([...args, '--endpoint-url', server.url], surroundings);
  return { run, requests: server.requests };
}

function sampleObjects(): Map<string, Buffer> {
  const entries = readdirSync(SAMPLE, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [`case${path.slice(SAMPLE.length)}`, readFileSync(path)];
      }),
  );
}

/** `2026-02-09-01-00-07` */
function stamp(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-');
}

function logFile(time: number): Buffer {
  const [, day, month, year, clock] = /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return Buffer.from(
    `79a5 acme-lake [${day}/${month}/${year}:${clock} +0000] 192.0.2.3 79a5 891CE47D2EXAMPLE REST.GET.OBJECT k "GET /k HTTP/1.1" 200 - 10 10 9 8 "-" "aws-cli" - x= SigV4 TLS AuthHeader acme-lake.s3.amazonaws.com TLSv1.2\n`,
  );
}
