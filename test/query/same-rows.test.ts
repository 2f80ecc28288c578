import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { ALL_FORMS } from '../records/wrappings.ts';

const put = (eventID: string, eventTime: string): JsonObject => ({
  eventVersion: '1.11',
  eventTime,
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketPolicy',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.24',
  userAgent: '[aws-cli/2.22.12]',
  eventID,
  requestID: 'R1',
  readOnly: false,
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  recipientAccountId: '444455556666',
  userIdentity: {
    type: 'IAMUser',
    arn: 'arn:aws:iam::444455556666:user/omar',
    accessKeyId: 'AKIAUSEREXAMPLE00001',
    userName: 'omar',
  },
  requestParameters: { bucketName: 'acme-reports', bucketPolicy: { Version: '2012-10-17', Statement: [] } },
  responseElements: null,
});
const EVENTS = [put('e1', '2026-02-09T09:12:00Z'), put('e2', '2026-02-10T10:00:00Z')];
const CONSOLE = `User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category
omar,AKIAUSEREXAMPLE00001,2026-02-09T09:12:00Z,s3.amazonaws.com,PutBucketPolicy,eu-west-1,203.0.113.24,[aws-cli/2.22.12],,"[{""resourceType"":""AWS::S3::Bucket"",""resourceName"":""acme-reports""}]",R1,e1,false,AwsApiCall,444455556666,Management
`;
const LINE =
  '79a5 acme-reports [10/Feb/2026:12:00:00 +0000] 203.0.113.24 - 3E57427F3EXAMPLE REST.PUT.BUCKETPOLICY - "PUT /?policy HTTP/1.1" 204 - - - 7 - "-" "-" - hi= SigV4 - AuthHeader acme-reports.s3.amazonaws.com TLSv1.2 - -\n';

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'inventory-forensics-same-rows-'));
});
afterAll(async () => {
  await rm(scratch, { recursive: true });
});

/** The rows of a statement over files with these contents, in order of their names, and what was said of them. */
async function ask(contents: readonly (string | Buffer)[], query: string, ...options: string[]) {
  const folder = await mkdtemp(join(scratch, 'evidence-'));
  for (const [index, content] of contents.entries()) await writeFile(join(folder, `evidence-${index}`), content);
  const isName = /^[a-z-]+$/.test(query);
  const ran = await runCommand(['query', isName ? query : '-', '-e', folder, '-f', 'json', ...options], {
    stdin: isName ? '' : query,
  });
  const rows: readonly JsonObject[] = ran.stdout === '' ? [] : JSON.parse(ran.stdout);
  return { rows, stderr: ran.stderr.replaceAll(`${folder}/`, ''), code: ran.code };
}

const BARE = JSON.stringify({ Records: EVENTS });
const BY_BUCKET = ['-p', 'bucket=acme-reports'];

describe('the local tables', () => {
  it.each(ALL_FORMS)('have the rows of a trail file from $name', async ({ wrap }) => {
    const all = 'SELECT * EXCLUDE "$path" FROM cloudtrail_logs ORDER BY eventid';
    const { rows } = await ask([wrap(EVENTS)], all);
    expect(rows).toHaveLength(2);
    expect(rows).toEqual((await ask([BARE], all)).rows);
  });

  it("tell bucket and caller of rows of the console's event history", async () => {
    const { rows } = await ask([CONSOLE], 'policy-changes-cloudtrail', ...BY_BUCKET);
    expect(rows).toMatchObject([
      { time: '2026-02-09T09:12:00Z', bucket: 'acme-reports', caller: 'omar', policy: null, event_id: 'e1' },
    ]);
    expect((await ask([CONSOLE], 'policy-changes-cloudtrail', '-p', 'bucket=acme-other')).rows).toEqual([]);
  });

  it('have one row of an event that lies in several files: the one that says most', async () => {
    const wrapped = EVENTS.map((event) => JSON.stringify({ detail: event })).join('\n');
    const { rows } = await ask([CONSOLE, wrapped, BARE, BARE], 'policy-changes-cloudtrail', ...BY_BUCKET);
    expect(rows).toMatchObject([
      { event_id: 'e1', caller: 'arn:aws:iam::444455556666:user/omar', policy: expect.stringContaining('Statement') },
      { event_id: 'e2' },
    ]);
  });

  it('keep what copies tell differently, and events without an id', async () => {
    const other = { ...put('e1', '2026-02-09T09:12:00Z'), errorCode: 'AccessDenied' };
    const { eventID: _, ...nameless } = put('', '2026-02-09T09:13:00Z');
    const { rows } = await ask(
      [BARE, JSON.stringify({ Records: [other, nameless, nameless] })],
      'SELECT eventid, errorcode FROM cloudtrail_logs ORDER BY eventtime, errorcode',
    );
    expect(rows).toEqual([
      { eventid: 'e1', errorcode: 'AccessDenied' },
      { eventid: 'e1', errorcode: null },
      { eventid: null, errorcode: null },
      { eventid: null, errorcode: null },
      { eventid: 'e2', errorcode: null },
    ]);
  });

  it('have one row of a line that was given twice, and each line of a request that has several', async () => {
    const deletion = (key: string) => LINE.replace('REST.PUT.BUCKETPOLICY -', `BATCH.DELETE.OBJECT ${key}`);
    const { rows } = await ask(
      [LINE, LINE + deletion('a') + deletion('b'), deletion('a')],
      'SELECT requestid, operation, key FROM s3_access_logs ORDER BY operation, key',
    );
    expect(rows.map(({ operation, key }) => `${operation} ${key}`)).toEqual([
      'BATCH.DELETE.OBJECT a',
      'BATCH.DELETE.OBJECT b',
      'REST.PUT.BUCKETPOLICY -',
    ]);
  });

  it('say once, with a count, which sources are of no known kind', async () => {
    const { stderr, code } = await ask([BARE, 'nothing', 'of', 'this'], 'SELECT 1 FROM cloudtrail_logs');
    expect(stderr.split('\n').filter((line) => line.startsWith('warning: '))).toEqual([
      'warning: 3 sources not read, evidence-1 first: no known kind of evidence',
    ]);
    expect(code).toBe(0);
  });
});
