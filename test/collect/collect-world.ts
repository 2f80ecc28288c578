import { gzipSync } from 'node:zlib';
import type { World, WorldEvent, WorldObject } from '../aws/world/world.ts';

export const NOW: number = Date.UTC(2026, 1, 20, 12);
const DAY = 86_400_000;

const BROKEN_POLICY = {
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

const SESSION = {
  type: 'AssumedRole',
  accountId: '444455556666',
  principalId: 'AROAEXAMPLE:deploy',
  arn: 'arn:aws:sts::444455556666:assumed-role/Deploy/deploy',
  accessKeyId: 'ASIAEXAMPLE000000001',
  sessionContext: {
    sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::444455556666:role/Deploy', accountId: '444455556666' },
    attributes: { creationDate: '2026-02-10T09:00:00Z', mfaAuthenticated: 'false' },
  },
};

const CHANGE = {
  eventVersion: '1.11',
  eventID: '0c3f0a0e-0000-4000-8000-000000000001',
  requestID: 'REQ0000000000001',
  eventName: 'PutBucketPolicy',
  eventSource: 's3.amazonaws.com',
  eventTime: '2026-02-10T09:14:27Z',
  eventType: 'AwsApiCall',
  managementEvent: true,
  awsRegion: 'eu-west-1',
  recipientAccountId: '444455556666',
  userIdentity: SESSION,
  requestParameters: { bucketName: 'acme-reports', bucketPolicy: BROKEN_POLICY },
};

const ASSUMED = {
  eventVersion: '1.08',
  eventID: '0c3f0a0e-0000-4000-8000-000000000002',
  eventName: 'AssumeRole',
  eventSource: 'sts.amazonaws.com',
  eventTime: '2026-02-10T09:00:00Z',
  eventType: 'AwsApiCall',
  managementEvent: true,
  awsRegion: 'eu-west-1',
  recipientAccountId: '444455556666',
  userIdentity: {
    type: 'IAMUser',
    accountId: '444455556666',
    arn: 'arn:aws:iam::444455556666:user/maria',
    userName: 'maria',
    accessKeyId: 'AKIAEXAMPLE000000002',
  },
  requestParameters: { roleArn: 'arn:aws:iam::444455556666:role/Deploy', roleSessionName: 'deploy' },
  responseElements: { credentials: { accessKeyId: SESSION.accessKeyId, expiration: 'Feb 10, 2026, 10:00:00 AM' } },
};

function event(record: Readonly<Record<string, unknown>>, name: string): WorldEvent {
  return { record, resources: [{ ResourceType: 'any', ResourceName: name }] };
}

function runs(): WorldObject[] {
  return [5, 6, 7, 8, 9].flatMap((day): WorldObject[] => {
    const folder = `inv/acme-lake/daily-full/2026-02-0${day}T01-00Z`;
    const lastModified = new Date(Date.UTC(2026, 1, day, 15));
    return ['manifest.json', 'manifest.checksum'].map((name) => ({
      key: `${folder}/${name}`,
      body: name,
      lastModified,
    }));
  });
}

/** Data files, which nobody needs to list. */
function data(): WorldObject[] {
  return Array.from({ length: 1_500 }, (_, index) => ({
    key: `inv/acme-lake/daily-full/data/${String(index).padStart(6, '0')}.csv.gz`,
    body: 'x',
  }));
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Access-log files of a month, four a day, as simple keys. */
function accessLogs(): WorldObject[] {
  return Array.from({ length: 120 }, (_, index): WorldObject => {
    const time = NOW - 30 * DAY + index * (DAY / 4);
    const stamp = new Date(time).toISOString().slice(0, 19).replace(/[T:]/g, '-');
    const at = new Date(time).toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1/$2/$3:$4 +0000');
    const line = `79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be acme-reports [${at}] 203.0.113.9 arn:aws:iam::444455556666:user/maria REQ${index} REST.GET.OBJECT inv/x "GET /acme-reports/inv/x HTTP/1.1" 200 - 1 1 1 1 "-" "aws-cli" - host= SigV4 - AuthHeader acme-reports.s3.amazonaws.com TLSv1.3 - -`;
    return { key: `access/${stamp}-${String(index).padStart(16, 'A')}`, body: `${line}\n` };
  });
}

/** A trail's file for each day of a month; the change and the session stand in that of their day. */
function trailFiles(region: string): WorldObject[] {
  return Array.from({ length: 31 }, (_, index): WorldObject => {
    const time = NOW - 30 * DAY + index * DAY;
    const records = [CHANGE, ASSUMED].filter(
      ({ eventTime, awsRegion }) => eventTime.startsWith(day(time)) && awsRegion === region,
    );
    const quiet = {
      ...ASSUMED,
      eventID: `quiet-${region}-${index}`,
      eventName: 'ListBuckets',
      eventSource: 's3.amazonaws.com',
      awsRegion: region,
      eventTime: `${day(time)}T06:00:00Z`,
      responseElements: null,
    };
    const stamp = day(time).replaceAll('-', '');
    const folder = `AWSLogs/444455556666/CloudTrail/${region}/${day(time).replaceAll('-', '/')}`;
    return {
      key: `${folder}/444455556666_CloudTrail_${region}_${stamp}T1200Z_abcdefgh${String(index).padStart(8, '0')}.json.gz`,
      body: gzipSync(JSON.stringify({ Records: [quiet, ...records] })),
    };
  });
}

/** The same with what matters of it: the runs, and the log files of the days around the change. */
export function smallWorld(): World {
  const described = brokenWorld({ objects: runs() });
  const logs = described.buckets?.['acme-logs'];
  const objects = [...(logs?.objects ?? [])].filter(({ key }) => /2026[-/]02[-/](09|10|11)/.test(key));
  return { ...described, buckets: { ...described.buckets, 'acme-logs': { ...logs, objects } } };
}

/** One account with everything: deliveries that stopped when a Deny came, both logs, the event history, a trail. */
export function brokenWorld(change: Partial<NonNullable<World['buckets']>[string]> = {}): World {
  return {
    caller: { arn: 'arn:aws:iam::444455556666:user/auditor', account: '444455556666' },
    now: new Date(NOW),
    buckets: {
      'acme-lake': {
        region: 'eu-west-1',
        inventory: [
          {
            Id: 'daily-full',
            IsEnabled: true,
            IncludedObjectVersions: 'Current',
            Schedule: { Frequency: 'Daily' },
            Destination: {
              S3BucketDestination: {
                AccountId: '444455556666',
                Bucket: 'arn:aws:s3:::acme-reports',
                Format: 'CSV',
                Prefix: 'inv',
              },
            },
          },
        ],
      },
      'acme-reports': {
        region: 'eu-west-1',
        policy: JSON.stringify(BROKEN_POLICY),
        logging: { bucket: 'acme-logs', prefix: 'access/' },
        objectOwnership: 'BucketOwnerEnforced',
        objects: [...runs(), ...data()],
        ...change,
      },
      'acme-logs': {
        region: 'eu-west-1',
        objects: [...accessLogs(), ...trailFiles('eu-west-1'), ...trailFiles('us-east-1')],
      },
    },
    trails: [
      {
        account: '444455556666',
        trail: {
          Name: 'main',
          TrailARN: 'arn:aws:cloudtrail:eu-west-1:444455556666:trail/main',
          HomeRegion: 'eu-west-1',
          S3BucketName: 'acme-logs',
          IsMultiRegionTrail: true,
        },
        eventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All', DataResources: [] }],
      },
    ],
    events: [event(CHANGE, 'acme-reports'), event(ASSUMED, SESSION.accessKeyId)],
  };
}
