import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPORT_FORMAT_NAMES } from '../../src/report/formats.ts';
import { runCommand } from './fake-shell.ts';

/** Every secret that is planted begins so. */
const SECRET = 'PLANTEDq7';

const PRESIGNED = `X-Amz-Credential=${SECRET}0%2F20260210%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=${SECRET}1&X-Amz-Security-Token=${SECRET}2%2F%3D`;
const VERSION_2 = `AWSAccessKeyId=${SECRET}3&Expires=1&Signature=${SECRET}4%2Fz%3D`;
const CUSTOMER_KEY = `x-amz-server-side-encryption-customer-key=${SECRET}5%3D&x-amz-server-side-encryption-customer-key-MD5=${SECRET}6`;

/** A line of the destination's log; what callers write is full of secrets. */
const line = (operation: string, id: string, status: string, query: string) =>
  `79a5 acme-reports [10/Feb/2026:09:14:2${id} +0000] 203.0.113.24 arn:aws:iam::444455556666:user/o.haas 3E57${id} ${operation} inv/acme-lake/daily-full/data/${query} "PUT /acme-reports?${query} HTTP/1.1" ${status} 1 2 3 4 "https://console.example/?${query}" "curl/8 ${query}" - host SigV4 ECDHE QueryString acme-reports.s3.amazonaws.com TLSv1.3 - -\n`;

const LINES = [PRESIGNED, VERSION_2, CUSTOMER_KEY, `to=${encodeURIComponent(PRESIGNED)}`].flatMap((query, index) => [
  line('REST.PUT.BUCKETPOLICY', String(index), '204 -', query),
  line('REST.GET.OBJECT', String(index + 4), '200 -', query),
  line('REST.PUT.OBJECT', String(index + 4), '403 AccessDenied', query),
]);

const event = (eventID: string, eventName: string, more: object) => ({
  eventVersion: '1.11',
  eventTime: '2026-02-10T09:14:27Z',
  eventSource: eventName.startsWith('Assume') ? 'sts.amazonaws.com' : 's3.amazonaws.com',
  eventName,
  awsRegion: 'eu-west-1',
  eventID,
  requestID: eventID,
  readOnly: false,
  managementEvent: true,
  eventCategory: 'Management',
  recipientAccountId: '444455556666',
  sourceIPAddress: '203.0.113.24',
  userAgent: `[curl/8 ${PRESIGNED}]`,
  userIdentity: {
    type: 'IAMUser',
    arn: 'arn:aws:iam::444455556666:user/o.haas',
    accountId: '444455556666',
    userName: `o.haas sessionToken=${SECRET}a`,
    accessKeyId: 'AKIAEXAMPLE',
  },
  ...more,
});

const EVENTS = [
  event('e1', 'AssumeRole', {
    requestParameters: { roleArn: 'arn:aws:iam::444455556666:role/admin', webIdentityToken: `${SECRET}b` },
    responseElements: {
      credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: `${SECRET}c/+=`, secretAccessKey: `${SECRET}d` },
    },
  }),
  event('e2', 'PutBucketPolicy', {
    requestParameters: {
      bucketName: 'acme-reports',
      'X-Amz-Signature': [`${SECRET}e`],
      'x-amz-server-side-encryption-customer-key': `${SECRET}f`,
      bucketPolicy: {
        Version: '2012-10-17',
        Statement: [{ Sid: `No secret=${PRESIGNED}`, Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }],
      },
    },
    additionalEventData: {
      'x-amz-server-side-encryption-customer-key-MD5': `${SECRET}g`,
      sSECustomerKey: `${SECRET}h`,
    },
    errorMessage: `denied: Signature=${SECRET}i`,
  }),
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  cpSync('samples/deny-by-ip/case.json', join(folder, 'case.json'));
  cpSync('samples/deny-by-ip/listing-acme-reports.json', join(folder, 'listing.json'));
  writeFileSync(join(folder, 'access.log'), LINES.join(''));
  writeFileSync(join(folder, `trail Signature=${SECRET}j.json`), JSON.stringify({ Records: EVENTS }));
  writeFileSync(join(folder, 'odd.txt'), `sessionToken: ${SECRET}k\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('secrets in logs', () => {
  it('are in no report', async () => {
    const out = mkdtempSync(join(tmpdir(), 'secrets-out-'));
    const files = REPORT_FORMAT_NAMES.map((format) => ({ format, path: join(out, `report.${format}`) }));
    const args = files.flatMap(({ format, path }) => ['--format', format, '--output', path]);
    const ran = await runCommand(['investigate', ...args, folder]);
    expect(ran.stderr).not.toContain(SECRET);
    for (const { format, path } of files) {
      const text = readFileSync(path, 'utf8');
      expect(text, format).not.toContain(SECRET);
      expect(text, format).toMatch(/\\?\[masked\\?\]/);
    }
    for (const width of [80, 200]) {
      const shown = await runCommand(['investigate', folder], { terminal: width });
      expect(shown.stdout).toContain('acme-reports');
      expect(shown.stdout + shown.stderr).not.toContain(SECRET);
    }
    rmSync(out, { recursive: true });
  });

  it.each([
    ['table'],
    ['csv'],
    ['ndjson'],
    ['table', '--all'],
    ['csv', '--all'],
    ['ndjson', '--all'],
    ['ndjson', '--all', '--bucket', 'acme-reports'],
  ])('are in no row of scan --format %s %s', async (format, ...more) => {
    const args = ['scan', '--format', format, ...more, folder];
    const masked = await runCommand(args);
    expect(masked.stdout + masked.stderr).not.toContain(SECRET);
    expect(masked.stdout).toContain('[masked]');
    const shown = await runCommand([...args, '--show-secrets']);
    expect(shown.stdout).toContain(SECRET);
    expect(masked.stdout.split('\n')).toHaveLength(shown.stdout.split('\n').length);
  });

  it.each(['table', 'csv', 'json'])('are in no row of query --format %s', async (format) => {
    for (const table of ['s3_access_logs', 'cloudtrail_logs']) {
      const args = ['query', '-', '-e', folder, '--format', format];
      const sql = { stdin: `SELECT * FROM ${table}` };
      const masked = await runCommand(args, sql);
      expect(masked.code, masked.stderr).toBe(0);
      expect(masked.stdout).not.toContain(SECRET);
      if (format === 'table') continue;
      expect(masked.stdout).toContain('[masked]');
      expect((await runCommand([...args, '--show-secrets'], sql)).stdout).toContain(
        `${SECRET}${table.startsWith('s3') ? '1' : 'c'}`,
      );
    }
  });

  it('leave statements to work on what the logs say', async () => {
    const sql = `SELECT requesturi AS x FROM s3_access_logs WHERE requesturi LIKE '%Signature=${SECRET}1%'`.replaceAll(
      'requesturi',
      'request_uri',
    );
    const ran = await runCommand(['query', '-', '-e', folder, '--format', 'json', '-q'], { stdin: sql });
    expect(ran.code, ran.stderr).toBe(0);
    expect(JSON.parse(ran.stdout).length).toBeGreaterThan(0);
    expect(ran.stdout).not.toContain(SECRET);
  });
});
