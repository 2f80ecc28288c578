import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A case of two years in which the destination's policy was changed `changes` times, the last time to a Deny, with a
 * delivery on every day up to then. Answers its directory.
 */
export function generateChanges(directory: string, changes: number): string {
  const root = join(directory, `changes-${changes}`);
  if (existsSync(root)) return root;
  mkdirSync(root, { recursive: true });
  const step = (END - START) / changes;
  for (let first = 0; first < changes; first += EVENTS_A_FILE) {
    const count = Math.min(EVENTS_A_FILE, changes - first);
    const events = Array.from({ length: count }, (_, index) =>
      change(first + index, START + (first + index) * step, first + index === changes - 1),
    );
    writeFileSync(join(root, `trail-${String(first).padStart(7, '0')}.json`), JSON.stringify({ Records: events }));
  }
  writeFileSync(join(root, 'listing.json'), JSON.stringify(listing()));
  writeFileSync(join(root, 'case.json'), JSON.stringify(CASE));
  return root;
}

function change(number: number, time: number, isLast: boolean): object {
  return {
    eventVersion: '1.09',
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDAEXAMPLE${number % 20}`,
      arn: `arn:aws:iam::444455556666:user/user-${number % 20}`,
      accountId: '444455556666',
      userName: `user-${number % 20}`,
    },
    eventTime: iso(time),
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketPolicy',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.10',
    userAgent: '[aws-cli/2.15.0]',
    requestParameters: { bucketName: 'acme-reports', bucketPolicy: policy(number, isLast), policy: '' },
    responseElements: null,
    requestID: `REQUEST${number}`,
    eventID: `event-${number}`,
    resources: [{ accountId: '444455556666', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::acme-reports' }],
    eventCategory: 'Management',
    managementEvent: true,
    recipientAccountId: '444455556666',
  };
}

function policy(number: number, denies: boolean): object {
  const write = { Action: 's3:PutObject', Resource: 'arn:aws:s3:::acme-reports/*' };
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Inventory', Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, ...write },
      {
        Sid: 'Team',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::111122223333:role/team-${number % 50}` },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::acme-reports/*',
      },
      ...(denies ? [{ Sid: 'Freeze', Effect: 'Deny', Principal: '*', ...write }] : []),
    ],
  };
}

function listing(): object {
  const objects: object[] = [];
  for (let day = START; day < END - DAY; day += DAY) {
    const key = `inv/acme-lake/daily-full/${iso(day + HOUR).slice(0, 13)}-00Z/manifest.json`;
    objects.push({ Key: key, LastModified: iso(day + 2 * HOUR), ETag: '"x"', Size: 1000, StorageClass: 'STANDARD' });
  }
  return { Contents: objects, Name: 'acme-reports', Prefix: 'inv/', IsTruncated: false, KeyCount: objects.length };
}

function iso(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2024, 1, 1);
const END = Date.UTC(2026, 1, 19, 12);
const EVENTS_A_FILE = 500;
const CASE = {
  sourceBucket: 'acme-lake',
  sourceAccount: '111122223333',
  destinationBucket: 'acme-reports',
  destinationAccount: '444455556666',
  destinationPrefix: 'inv',
  configurationId: 'daily-full',
  frequency: 'Daily',
  encryption: 'none',
  now: '2026-02-24T12:00:00Z',
};
