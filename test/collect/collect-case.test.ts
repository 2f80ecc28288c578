import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Collection, collectCase } from '../../src/collect/collect-case.ts';
import { type Answer, type Asked, type Loopback, startLoopback } from '../aws/loopback.ts';
import { runCommand } from '../cli/fake-shell.ts';

const NOW = Date.UTC(2026, 1, 20, 12);
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'InventoryDelivery',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::acme-reports/*',
    },
    {
      Sid: 'OfficeOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: 'arn:aws:s3:::acme-reports/*',
      Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    },
  ],
};
const CONFIGURATION = `<InventoryConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Id>daily-full</Id>
<IsEnabled>true</IsEnabled><Destination><S3BucketDestination><AccountId>444455556666</AccountId>
<Bucket>arn:aws:s3:::acme-reports</Bucket><Format>CSV</Format><Prefix>inv</Prefix></S3BucketDestination></Destination>
<Schedule><Frequency>Daily</Frequency></Schedule><IncludedObjectVersions>Current</IncludedObjectVersions></InventoryConfiguration>`;

function failure(status: number, code: string): Answer {
  return { status, body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>injected</Message></Error>` };
}

/** Five days of reports, two to a page. */
const KEYS = Array.from({ length: 5 }, (_, day) => `inv/acme-lake/daily-full/2026-02-0${day + 5}T01-00Z/manifest.json`);

function listPage(token: string | null): Answer {
  const start = token === null ? 0 : Number(token.replace('page-', ''));
  const objects = KEYS.slice(start, start + 2).map(
    (key, index) =>
      `<Contents><Key>${key}</Key><LastModified>2026-02-0${start + index + 5}T15:00:00.000Z</LastModified><Size>9</Size></Contents>`,
  );
  const more = start + 2 < KEYS.length;
  const next = more ? `<NextContinuationToken>page-${start + 2}</NextContinuationToken>` : '';
  return { body: `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${objects.join('')}</ListBucketResult>` };
}

function event(id: string): object {
  const record = {
    eventVersion: '1.11',
    eventID: id,
    eventName: 'PutBucketPolicy',
    eventSource: 's3.amazonaws.com',
    eventTime: '2026-02-10T09:14:27Z',
    awsRegion: 'eu-west-1',
    recipientAccountId: '444455556666',
    userIdentity: { type: 'IAMUser', accountId: '444455556666', arn: 'arn:aws:iam::444455556666:user/maria' },
    requestParameters: { bucketName: 'acme-reports', bucketPolicy: POLICY },
  };
  return { EventId: id, EventName: 'PutBucketPolicy', EventTime: 1770714867, CloudTrailEvent: JSON.stringify(record) };
}

function healthy({ request, query, body }: Asked): Answer {
  switch (request) {
    case 'GetCallerIdentity':
      return {
        body: '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::444455556666:user/maria</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>',
      };
    case 'GET /acme-lake?location':
    case 'GET /acme-reports?location':
      return { body: '<LocationConstraint>eu-west-1</LocationConstraint>' };
    case 'GET /acme-lake?inventory':
      return { body: CONFIGURATION };
    case 'GET /acme-reports?policy':
      return { body: JSON.stringify(POLICY) };
    case 'GET /acme-reports?encryption':
      return failure(404, 'ServerSideEncryptionConfigurationNotFoundError');
    case 'GET /acme-reports?list-type':
      return listPage(query.get('continuation-token'));
    case 'LookupEvents': {
      const asked = JSON.parse(body);
      if (asked.LookupAttributes[0].AttributeValue !== 'acme-reports') return { body: '{"Events":[]}' };
      return asked.NextToken === undefined
        ? { body: JSON.stringify({ Events: [event('a')], NextToken: 'n' }) }
        : { body: JSON.stringify({ Events: [event('b')] }) };
    }
    default:
      return failure(404, 'NoSuchBucket');
  }
}

let directory = '';
let loopback: Loopback | null = null;

beforeEach(() => {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  directory = mkdtempSync(join(tmpdir(), 'collect-'));
});

afterEach(() => {
  loopback?.close();
  rmSync(directory, { recursive: true });
});

async function collect(answer: (asked: Asked, nth: number) => Answer): Promise<Collection> {
  loopback = await startLoopback(answer);
  return collectCase({
    case: { sourceBucket: 'acme-lake', configurationId: 'daily-full' },
    access: {
      profile: null,
      region: 'eu-west-1',
      endpointUrl: loopback.url,
      sourceProfile: null,
      destinationProfile: null,
      logProfile: null,
    },
    directory,
    now: NOW,
    since: null,
    version: '0.0.0',
    progress: () => {},
    lookupIntervalMs: 0,
  });
}

function read(name: string) {
  return JSON.parse(readFileSync(join(directory, name), 'utf8'));
}

describe('collectCase', () => {
  it('writes a case, from all pages, that investigate reads', async () => {
    const { problems, files } = await collect(healthy);
    expect(problems).toEqual([]);
    expect(read('case.json')).toMatchObject({ destinationBucket: 'acme-reports', destinationPrefix: 'inv' });
    expect(read('list-objects-v2.json').Contents.map(({ Key }: { Key: string }) => Key)).toEqual(KEYS);
    expect(read('lookup-events/destination-acme-reports.json').Events).toHaveLength(2);
    for (const { path, sha256 } of files) {
      if (path === 'manifest.json') continue;
      expect(
        createHash('sha256')
          .update(readFileSync(join(directory, path)))
          .digest('hex'),
      ).toBe(sha256);
    }
    const { stdout } = await runCommand(['investigate', '--format', 'json', directory]);
    const report = JSON.parse(stdout);
    expect(report.outcome).toBe('broken');
    expect(report.incidents[0].culprit.change.eventName).toBe('PutBucketPolicy');
  });

  it('asks no more often than there are settings and pages', async () => {
    await collect(healthy);
    const counts = new Map<string, number>();
    for (const { request } of loopback?.asked ?? []) counts.set(request, (counts.get(request) ?? 0) + 1);
    expect(counts.get('GET /acme-reports?list-type')).toBe(3);
    expect(counts.get('LookupEvents')).toBe(3);
    expect(counts.get('GET /acme-reports?policy')).toBe(1);
  });

  it.each([
    ['SlowDown', 503],
    ['InternalError', 500],
    ['Throttling', 429],
  ])('survives %s once per call, losing and doubling nothing', async (code, status) => {
    const { problems } = await collect((asked, nth) =>
      nth === 0 && asked.request.includes('list-type') ? failure(status, code) : healthy(asked),
    );
    expect(problems).toEqual([]);
    expect(read('list-objects-v2.json').Contents).toHaveLength(KEYS.length);
  });

  it('leaves no half file when a connection is cut for good', async () => {
    const { problems } = await collect((asked) =>
      asked.request.includes('list-type') && asked.query.has('continuation-token')
        ? { ...healthy(asked), cut: true }
        : healthy(asked),
    );
    expect(problems).toEqual([expect.stringContaining('ListObjectsV2 on acme-reports')]);
    expect(readdirSync(directory).filter((name) => /list-objects|\.part$/.test(name))).toEqual([]);
    expect(read('get-bucket-policy.json')).toHaveProperty('Policy');
  });

  it.each([
    ['AccessDenied', 403, 'GetBucketPolicy on acme-reports: not permitted; s3:GetBucketPolicy is missing'],
    ['ExpiredToken', 400, 'the credentials of the default profile have expired'],
    ['NoSuchBucket', 404, 'GetBucketPolicy on acme-reports: there is no such bucket'],
    ['AuthorizationHeaderMalformed', 400, 'GetBucketPolicy on acme-reports: the Region is wrong'],
  ])('tells %s in a line and collects the rest', async (code, status, line) => {
    const { problems } = await collect((asked) =>
      asked.request === 'GET /acme-reports?policy' ? failure(status, code) : healthy(asked),
    );
    expect(problems).toEqual([expect.stringContaining(line)]);
    expect(read('list-objects-v2.json').Contents).toHaveLength(KEYS.length);
    expect(read('manifest.json').problems).toEqual(problems);
  });
});
