import { awsService, BOTO3, iamUser, roleSession } from './caller.ts';
import {
  DESTINATION_ACCOUNT,
  DESTINATION_BUCKET,
  KEY_ACCOUNT,
  MANAGEMENT_ACCOUNT,
  REGION,
  SOURCE_ACCOUNT,
  SOURCE_BUCKET,
} from './cast.ts';
import { isoSeconds } from './delivery.ts';
import { derivedInteger, derivedUuid } from './derive.ts';
import { apiCall, type TrailEvent } from './events/event.ts';
import { readBucket } from './events/s3.ts';

export interface Days {
  readonly account: string;
  readonly region?: string;
  /** `2026-02-09`, both included. */
  readonly first: string;
  readonly last: string;
}

/**
 * Enough of a trail to show that it was on, and that it selects writes: what an account is there for, every six hours,
 * and nothing that touches a delivery.
 */
export function quietTrail(days: Days): TrailEvent[] {
  return eachDay(days).flatMap((day) =>
    CLOCK_TIMES.map((clock, index) => ordinaryCall(`${day}T${clock}Z`, days, index === 0)),
  );
}

const CLOCK_TIMES = ['05:30:00', '11:30:00', '17:30:00', '23:30:00'];

function ordinaryCall(time: string, { account, region }: Days, isWrite: boolean): TrailEvent {
  const base = { time, by: awsService('config.amazonaws.com'), account, readOnly: !isWrite };
  switch (account) {
    case KEY_ACCOUNT:
      return apiCall({
        ...base,
        region,
        eventSource: 'kms.amazonaws.com',
        eventName: isWrite ? 'TagResource' : 'ListAliases',
        parameters: {},
      });
    case MANAGEMENT_ACCOUNT:
      return apiCall({
        ...base,
        region: 'us-east-1',
        eventSource: 'organizations.amazonaws.com',
        eventName: isWrite ? 'TagResource' : 'ListAccounts',
        parameters: {},
      });
    default:
      return apiCall({
        ...base,
        region,
        eventSource: 's3.amazonaws.com',
        eventName: isWrite ? 'PutBucketTagging' : 'ListBuckets',
        parameters: isWrite ? { bucketName: 'acme-scratch', tagging: '' } : {},
      });
  }
}

/** The ordinary day of an account: auditors, pipelines, people looking around, another bucket's housekeeping. */
export function busyTrail(days: Days): TrailEvent[] {
  const bucket = BUCKET_OF_ACCOUNT[days.account] ?? 'acme-vault';
  return eachDay(days).flatMap((day) => {
    const at = (slot: number) =>
      isoSeconds(Date.parse(`${day}T00:00:00Z`) + derivedInteger(0, 86_399, 'busy', days.account, day, slot) * 1000);
    const audit = roleSession({
      accountId: days.account,
      role: 'security-audit',
      sessionName: 'prowler',
      created: `${day}T04:00:00Z`,
    });
    const engineer = iamUser(days.account, 'ops-readonly');
    return [
      readBucket({ time: at(1), by: audit, bucket, account: days.account, eventName: 'GetBucketPolicy' }),
      readBucket({ time: at(2), by: audit, bucket, account: days.account, eventName: 'GetBucketAcl' }),
      readBucket({
        time: at(3),
        by: engineer,
        bucket: 'acme-scratch',
        account: days.account,
        eventName: 'GetBucketLocation',
      }),
      describeInstances(at(4), days),
      encryptTrail(at(5), days),
      ...quietTrail({ ...days, first: day, last: day }),
    ];
  });
}

const BUCKET_OF_ACCOUNT: Record<string, string> = {
  [SOURCE_ACCOUNT]: SOURCE_BUCKET,
  [DESTINATION_ACCOUNT]: DESTINATION_BUCKET,
};

function describeInstances(time: string, days: Days): TrailEvent {
  return apiCall({
    time,
    by: roleSession({
      accountId: days.account,
      role: 'autoscaler',
      sessionName: 'i-0a1b2c3d4e5f60718',
      created: `${time.slice(0, 10)}T00:00:00Z`,
      userAgent: BOTO3,
    }),
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    account: days.account,
    region: days.region,
    parameters: { maxResults: 100, instancesSet: {}, filterSet: {} },
    readOnly: true,
    tlsHost: `ec2.${REGION}.amazonaws.com`,
  });
}

function encryptTrail(time: string, days: Days): TrailEvent {
  return apiCall({
    time,
    by: awsService('cloudtrail.amazonaws.com'),
    eventSource: 'kms.amazonaws.com',
    eventName: 'GenerateDataKey',
    account: days.account,
    region: days.region,
    parameters: {
      keyId: `arn:aws:kms:${REGION}:${days.account}:key/0d9c1b2a-77e4-4c58-9f16-2b3a4c5d6e7f`,
      keySpec: 'AES_256',
      encryptionContext: { 'aws:cloudtrail:arn': `arn:aws:cloudtrail:${REGION}:${days.account}:trail/acme-trail` },
    },
    resources: [
      {
        accountId: days.account,
        type: 'AWS::KMS::Key',
        ARN: `arn:aws:kms:${REGION}:${days.account}:key/0d9c1b2a-77e4-4c58-9f16-2b3a4c5d6e7f`,
      },
    ],
    requestId: derivedUuid('encrypt trail', time, days.account),
    readOnly: true,
  });
}

function eachDay(days: Days): string[] {
  const list: string[] = [];
  for (let day = Date.parse(days.first); day <= Date.parse(days.last); day += 86_400_000) {
    list.push(new Date(day).toISOString().slice(0, 10));
  }
  return list;
}
