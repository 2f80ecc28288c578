import type { JsonObject } from '../../../src/json.ts';
import type { SiblingName } from '../../../src/profile/siblings/siblings.ts';

/** A delivery that is told in full, with the policy that AWS's page recommends for it. */
export interface Documented {
  /** Beside destination, account 111122223333 and source Region eu-west-1. */
  readonly told?: {
    readonly sourceArn?: string;
    readonly sourceBucket?: string;
    readonly objectOwnership?: 'BucketOwnerEnforced' | 'ObjectWriter';
    readonly recorderRole?: string;
    readonly configurationId?: string;
  };
  readonly bucket?: string;
  readonly statements: readonly JsonObject[];
  /** What each mutation of the policy is answered with, where it is not what `EXPECTED` says. */
  readonly answers?: Readonly<Record<string, string>>;
}

const ACL = { 's3:x-amz-acl': 'bucket-owner-full-control' };
const ACCOUNT = { 'aws:SourceAccount': '111122223333' };
const BUCKET = 'arn:aws:s3:::acme-logs';

function allow(service: string, Action: string | string[], Resource: string, Condition: JsonObject): JsonObject {
  return { Effect: 'Allow', Principal: { Service: service }, Action, Resource, Condition };
}

const TRAIL = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main';
const DASHBOARD = 'arn:aws:s3:eu-west-1:111122223333:storage-lens/main';
const DETECTOR = 'arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d';

function vended(bucket = BUCKET): readonly JsonObject[] {
  const from = { 'aws:SourceArn': 'arn:aws:logs:eu-west-1:111122223333:*' };
  return [
    allow('delivery.logs.amazonaws.com', 's3:PutObject', `${bucket}/AWSLogs/111122223333/*`, {
      StringEquals: { ...ACL, ...ACCOUNT },
      ArnLike: from,
    }),
    allow('delivery.logs.amazonaws.com', 's3:GetBucketAcl', bucket, { StringEquals: ACCOUNT, ArnLike: from }),
  ];
}

function vendedV2(region: string): readonly JsonObject[] {
  return [
    allow('delivery.logs.amazonaws.com', 's3:PutObject', `${BUCKET}/AWSLogs/111122223333/*`, {
      StringEquals: { ...ACL, ...ACCOUNT },
      ArnLike: { 'aws:SourceArn': `arn:aws:logs:${region}:111122223333:delivery-source:*` },
    }),
  ];
}

const WRITER = { objectOwnership: 'ObjectWriter' } as const;
/** A narrower ARN than AWS documents may be that of the source. */
const NARROWER = { 'another source': 'depends aws:SourceArn' };
/** Whether it is let in by something else too is not told by the policy. */
const OPEN_ALLOW = {
  documented: 'depends',
  'another account': 'depends',
  'another source': 'depends',
  'no write': 'depends',
  'a narrower prefix': 'depends',
  'a Deny by IP': 'depends',
  'a Deny by VPC endpoint': 'depends',
  'a Deny by organization': 'depends',
  'a Deny by the organization of the source': 'depends',
};

export const DOCUMENTED: Readonly<Record<SiblingName, Documented>> = {
  cloudtrail: {
    told: { sourceArn: TRAIL },
    statements: [
      allow('cloudtrail.amazonaws.com', 's3:GetBucketAcl', BUCKET, { StringEquals: { 'aws:SourceArn': TRAIL } }),
      allow('cloudtrail.amazonaws.com', 's3:PutObject', `${BUCKET}/AWSLogs/111122223333/*`, {
        StringEquals: { ...ACL, 'aws:SourceArn': TRAIL },
      }),
    ],
    answers: { 'another account': 'denied aws:SourceArn' },
  },
  config: {
    told: { recorderRole: 'service-linked' },
    statements: [
      allow('config.amazonaws.com', 's3:GetBucketAcl', BUCKET, { StringEquals: ACCOUNT }),
      allow('config.amazonaws.com', 's3:ListBucket', BUCKET, { StringEquals: ACCOUNT }),
      allow('config.amazonaws.com', 's3:PutObject', `${BUCKET}/AWSLogs/111122223333/Config/*`, {
        StringEquals: { ...ACL, ...ACCOUNT },
      }),
    ],
    answers: { 'another source': 'allowed' },
  },
  'storage-class-analysis': {
    told: { sourceBucket: 'acme-lake' },
    statements: [
      allow('s3.amazonaws.com', 's3:PutObject', `${BUCKET}/*`, {
        ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-lake' },
        StringEquals: { ...ACCOUNT, ...ACL },
      }),
    ],
  },
  'server-access-logs': {
    told: { sourceBucket: 'acme-lake', objectOwnership: 'BucketOwnerEnforced' },
    statements: [
      allow('logging.s3.amazonaws.com', 's3:PutObject', `${BUCKET}/*`, {
        ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-lake' },
        StringEquals: ACCOUNT,
      }),
    ],
    answers: { 'a Deny without the ACL': 'depends s3:x-amz-acl' },
  },
  'storage-lens': {
    told: { sourceArn: DASHBOARD },
    statements: [
      allow('storage-lens.s3.amazonaws.com', 's3:PutObject', `${BUCKET}/StorageLens/111122223333/*`, {
        StringEquals: { ...ACL, ...ACCOUNT, 'aws:SourceArn': DASHBOARD },
      }),
    ],
  },
  'vpc-flow-logs': { told: WRITER, statements: vended(), answers: NARROWER },
  'nlb-access-logs': { told: WRITER, statements: vended(), answers: NARROWER },
  'resolver-query-logs': { told: WRITER, statements: vended(), answers: NARROWER },
  'vended-logs': { told: WRITER, statements: vended(), answers: NARROWER },
  'waf-logs': {
    told: WRITER,
    bucket: 'aws-waf-logs-acme',
    statements: vended('arn:aws:s3:::aws-waf-logs-acme'),
    answers: NARROWER,
  },
  'cloudfront-logs': { told: WRITER, statements: vendedV2('us-east-1'), answers: NARROWER },
  'vended-logs-v2': { told: WRITER, statements: vendedV2('eu-west-1'), answers: NARROWER },
  'data-exports': {
    told: { configurationId: 'costs' },
    statements: [
      allow('bcm-data-exports.amazonaws.com', 's3:PutObject', `${BUCKET}/*`, {
        StringEquals: ACCOUNT,
        ArnLike: { 'aws:SourceArn': 'arn:aws:bcm-data-exports:us-east-1:111122223333:export/*' },
      }),
    ],
    answers: { ...NARROWER, 'a Deny without the ACL': 'depends s3:x-amz-acl' },
  },
  'cost-and-usage-reports': {
    told: { configurationId: 'costs' },
    statements: [
      allow('billingreports.amazonaws.com', ['s3:GetBucketAcl', 's3:GetBucketPolicy'], BUCKET, {
        StringEquals: { 'aws:SourceArn': 'arn:aws:cur:us-east-1:111122223333:definition/*', ...ACCOUNT },
      }),
      allow('billingreports.amazonaws.com', 's3:PutObject', `${BUCKET}/*`, {
        StringEquals: { 'aws:SourceArn': 'arn:aws:cur:us-east-1:111122223333:definition/*', ...ACCOUNT },
      }),
    ],
    answers: { 'no check of the bucket': 'denied', 'a Deny without the ACL': 'depends s3:x-amz-acl' },
  },
  guardduty: {
    told: { sourceArn: DETECTOR },
    statements: [
      allow('guardduty.amazonaws.com', 's3:PutObject', `${BUCKET}/*`, {
        StringEquals: { ...ACCOUNT, 'aws:SourceArn': DETECTOR },
      }),
      allow('guardduty.amazonaws.com', 's3:GetBucketLocation', BUCKET, {
        StringEquals: { ...ACCOUNT, 'aws:SourceArn': DETECTOR },
      }),
    ],
    answers: { 'a Deny without the ACL': 'depends s3:x-amz-acl' },
  },
  'ssm-resource-data-sync': {
    statements: [
      { Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 's3:GetBucketAcl', Resource: BUCKET },
      allow('ssm.amazonaws.com', 's3:PutObject', `${BUCKET}/*/accountid=111122223333/*`, {
        StringEquals: { ...ACL, ...ACCOUNT },
        ArnLike: { 'aws:SourceArn': 'arn:aws:ssm:*:111122223333:resource-data-sync/*' },
      }),
    ],
    answers: { ...NARROWER, 'another account': 'denied' },
  },
  'elb-access-logs': {
    statements: [
      {
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${BUCKET}/AWSLogs/111122223333/*`,
      },
    ],
    answers: { ...OPEN_ALLOW, 'a Deny by TLS': 'depends', 'a Deny without the ACL': 'depends' },
  },
};
