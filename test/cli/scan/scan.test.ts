import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../fake-shell.ts';

/** The sample line of AWS's article, with this bucket; then others in the same format. */
const LINES = [
  '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be acme-reports [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be 891CE47D2EXAMPLE REST.PUT.BUCKETPOLICY - "GET /acme-reports?logging HTTP/1.1" 200 - 242 - 11 - "-" "S3Console/0.4" - 9vKBE6vMhrNiWHZmb2L0mXOcqPGzQOI5XLnCtZNPxev+Hf+7tpT6sxDwDty4LHBUOZJG96N1234= SigV2 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader acme-reports.s3.us-west-1.amazonaws.com TLSV1.1',
  '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be acme-reports [06/Feb/2019:01:10:00 +0000] 203.0.113.9 arn:aws:iam::444455556666:user/alice 891CE47D2EXAMPL2 REST.DELETE.BUCKETPOLICY - "DELETE /acme-reports?policy HTTP/1.1" 403 AccessDenied 243 - 9 - "-" "=cmd|calc" - x= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader acme-reports.s3.us-west-1.amazonaws.com TLSV1.2',
  '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be acme-lake [06/Feb/2019:02:00:00 +0000] 203.0.113.9 arn:aws:sts::444455556666:assumed-role/Deploy/ci-7 891CE47D2EXAMPL3 REST.GET.OBJECT a/b.csv "GET /a/b.csv HTTP/1.1" 200 - 10 10 9 8 "-" "aws-cli/2.15.0\x1b[2J" - x= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader acme-lake.s3.us-west-1.amazonaws.com TLSV1.2 - - eu-west-1 next',
];

const EVENT = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEALICE',
    arn: 'arn:aws:iam::444455556666:user/alice',
    accountId: '444455556666',
    accessKeyId: 'AKIAEXAMPLEALICE0001',
    userName: 'alice',
  },
  eventTime: '2026-02-10T14:03:11Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketPolicy',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: '[aws-cli/2.15.0]',
  requestParameters: {
    bucketName: 'acme-reports',
    Host: 'acme-reports.s3.amazonaws.com',
    policy: '',
    bucketPolicy: {},
  },
  requestID: '79104EXAMPLEB723',
  eventID: '5a9b2d1e-11aa-4b6f-8f0c-1d2e3f405162',
  eventType: 'AwsApiCall',
  recipientAccountId: '444455556666',
};

let directory = '';
let log = '';
let trail = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'scan-'));
  log = join(directory, 'access.log');
  trail = join(directory, 'trail.json');
  await writeFile(log, `${LINES.join('\n')}\n`);
  await writeFile(
    trail,
    JSON.stringify({ Records: [EVENT, { ...EVENT, eventName: 'GetBucketPolicy', eventID: 'e2' }] }),
  );
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

/** Output with the temporary directory's name taken out. */
function plain(text: string): string {
  return text.replaceAll(`${directory}/`, '');
}

describe('scan', () => {
  it('lists the policy changes of both logs', async () => {
    const ran = await runCommand(['scan', log, trail]);
    expect(ran.code).toBe(0);
    expect(plain(ran.stdout)).toMatchInlineSnapshot(`
      "TIME                  OPERATION                 ON                    WHO                         IP               STATUS            SOURCE
      2019-02-06T00:00:38Z  REST.PUT.BUCKETPOLICY     acme-reports          account 79a59df900b9...     192.0.2.3        200               access.log:1
      2019-02-06T01:10:00Z  REST.DELETE.BUCKETPOLICY  acme-reports          alice                       203.0.113.9      403 AccessDenied  access.log:2
      2026-02-10T14:03:11Z  PutBucketPolicy           acme-reports          alice                       203.0.113.7      ok                trail.json:1
      "
    `);
    expect(plain(ran.stderr)).toMatchInlineSnapshot(`
      "scan: 2 sources, 4 log records parsed, 0 rejected, 0 sources not read, 3 matched
      "
    `);
  });

  it('prints access log lines field by field with --all --format ndjson', async () => {
    const ran = await runCommand(['scan', '--all', '--format', 'ndjson', '--quiet', log]);
    const rows = ran.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(rows).toHaveLength(3);
    expect(ran.stdout.split('\n')[0]).toMatchInlineSnapshot(
      `"{"bucketOwner":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be","bucket":"acme-reports","time":"2019-02-06T00:00:38Z","remoteIp":"192.0.2.3","requester":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be","requestId":"891CE47D2EXAMPLE","operation":"REST.PUT.BUCKETPOLICY","key":null,"requestUri":"GET /acme-reports?logging HTTP/1.1","httpStatus":200,"errorCode":null,"bytesSent":242,"objectSize":null,"totalTimeMs":11,"turnAroundTimeMs":null,"referer":null,"userAgent":"S3Console/0.4","versionId":null,"hostId":"9vKBE6vMhrNiWHZmb2L0mXOcqPGzQOI5XLnCtZNPxev+Hf+7tpT6sxDwDty4LHBUOZJG96N1234=","signatureVersion":"SigV2","cipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","authenticationType":"AuthHeader","hostHeader":"acme-reports.s3.us-west-1.amazonaws.com","tlsVersion":"TLSV1.1","accessPointArn":null,"aclRequired":null,"sourceRegion":null,"extra":[]}"`,
    );
    expect(rows[2]).toMatchObject({
      key: 'a/b.csv',
      userAgent: 'aws-cli/2.15.0\x1b[2J',
      sourceRegion: 'eu-west-1',
      extra: ['next'],
    });
    expect(ran.stdout).not.toContain('\x1b');
  });

  it('prints CloudTrail events whole with --all --format ndjson', async () => {
    const ran = await runCommand(['scan', '--all', '--format', 'ndjson', trail]);
    expect(JSON.parse(ran.stdout.split('\n')[0] ?? '')).toEqual(EVENT);
  });

  it.each([
    [['--status', 'failed'], ['DeleteBucketPolicy']],
    [['--status', '2xx'], ['PutBucketPolicy']],
    [
      ['--requester', 'ALICE'],
      ['DeleteBucketPolicy', 'PutBucketPolicy'],
    ],
    [['--since', '2026-02-10', '--until', '2026-02-10'], ['PutBucketPolicy']],
    [['--since', '11d'], ['PutBucketPolicy']],
    [['--until', '2019-02-06T00:00:38Z'], ['PutBucketPolicy']],
    [['--operation', '^get'], ['GetBucketPolicy']],
    [['--operation', 'policy', '--bucket', 'acme-lake'], []],
  ])('filters with %j', async (filters, expected) => {
    const ran = await runCommand(['scan', '--format', 'ndjson', ...filters, log, trail]);
    expect(ran.code).toBe(0);
    const names = ran.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).eventName);
    expect(names).toEqual(expected);
  });

  it('says that a status says nothing about CloudTrail', async () => {
    const ran = await runCommand(['scan', '--status', '403', log, trail]);
    expect(ran.stderr).toContain('warning: 1 CloudTrail record has no HTTP status');
  });

  it('writes CSV that no spreadsheet takes for a formula', async () => {
    const ran = await runCommand(['scan', '--format', 'csv', log]);
    const rows = parse(ran.stdout, { columns: true }) as Record<string, string>[];
    expect(rows.map((row) => row['userAgent'])).toEqual(['S3Console/0.4', "'=cmd|calc"]);
    expect(ran.stdout.split('\r\n')).toHaveLength(4);
  });

  it('reads standard input', async () => {
    const ran = await runCommand(['scan', '--format', 'ndjson', '-'], { stdin: `${LINES.join('\n')}\n` });
    expect(
      ran.stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).source),
    ).toEqual(['-', '-']);
  });

  it('names what it could not read, and answers with the rest', async () => {
    const notes = join(directory, 'notes.txt');
    const broken = join(directory, 'broken.log');
    const empty = join(directory, 'empty');
    await writeFile(notes, 'call Bob about the policy\n');
    await writeFile(broken, `${LINES[0]}\nbroken line\n`);
    await writeFile(empty, '');
    const ran = await runCommand(['scan', '--format', 'ndjson', notes, broken, empty]);
    expect(ran.code).toBe(0);
    expect(ran.stdout.split('\n').filter(Boolean)).toHaveLength(1);
    expect(plain(ran.stderr)).toMatchInlineSnapshot(`
      "warning: broken.log: 1 record rejected (line 2, no time field)
      warning: empty: not read: it is empty
      warning: notes.txt: not read: no known kind of evidence
      scan: 3 sources, 1 log record parsed, 1 rejected, 2 sources not read, 1 matched
      "
    `);
  });

  it('ends with 3 when nothing could be read at all', async () => {
    const notes = join(directory, 'notes.txt');
    await writeFile(notes, 'call Bob about the policy\n');
    const ran = await runCommand(['scan', notes]);
    expect(ran.code).toBe(3);
    expect(plain(ran.stderr)).toContain('notes.txt: not read');
  });

  it('lets no byte of a log act on the terminal, in any format', async () => {
    for (const format of ['table', 'csv', 'ndjson']) {
      const ran = await runCommand(['scan', '--all', '--format', format, log], {
        terminal: 80,
        env: { FORCE_COLOR: '1' },
      });
      expect(ran.stdout.replaceAll(/\r?\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});
