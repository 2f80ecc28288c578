import { ABSENT, rule } from '../context-rule.ts';
import { sourceBucketArn } from '../service-context.ts';
import type { SiblingProfile } from './sibling.ts';
import { allow, putObject } from './sibling-context.ts';

const POLICY = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html';
const LIMITS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html';
const SERVICE = 'logging.s3.amazonaws.com';
const CALLER = {
  service: SERVICE,
  name: 'S3 server access logging',
  source: { what: 'the logged bucket', url: POLICY },
};

/** Server access logs of a bucket, which a bucket policy or a bucket ACL lets in. */
export const SERVER_ACCESS_LOGS: SiblingProfile = {
  pages: [
    POLICY,
    LIMITS,
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-server-access-logging.html',
  ],
  words: {
    feature: 'S3 server access logging',
    subject: 'server access logs',
    product: 'server access log file',
    report: 'log file',
    configuration: 'server access logging',
    sids: { bucket: 'S3ServerAccessLogsPolicy', key: 'S3ServerAccessLogsEncryption' },
  },
  toldBy: ['source-bucket', 'source-account', 'object-ownership'],
  writer: {
    kind: 'service',
    service: SERVICE,
    name: 'S3 server access logging',
    short: 'S3',
    sourceArn: sourceBucketArn,
  },
  requests: [
    putObject(
      CALLER,
      // The policy names one service, records of refused writes the other.
      ...['aws:PrincipalServiceName', 'aws:PrincipalServiceNamesList'].map((key) =>
        rule(
          key,
          { state: 'either', alternatives: [[SERVICE], ['s3.amazonaws.com'], [SERVICE, 's3.amazonaws.com']] },
          'the policy names logging.s3.amazonaws.com, records of the writes s3.amazonaws.com',
          POLICY,
        ),
      ),
      ...['s3:x-amz-server-side-encryption', 's3:x-amz-server-side-encryption-aws-kms-key-id'].map((key) =>
        rule(key, ABSENT, 'logs are encrypted as the bucket encrypts by default', LIMITS),
      ),
    ),
  ],
  keyRequests: [],
  keys: { of: ({ prefix }) => [`${prefix}2026-01-01-00-00-00-0A1B2C3D4E5F6071`], folder: ({ prefix }) => prefix },
  documented: ({ bucketArn, prefix, source }) => {
    const { account, bucket } = source;
    if (bucket === null) return 'the logged bucket is not known: give it with --source-bucket';
    if (account === null) return 'the account of the logged bucket is not known: give it with --source-account';
    return [
      // No slash is put between the prefix and the name.
      allow(SERVICE, 'S3ServerAccessLogsPolicy', 's3:PutObject', `${bucketArn}/${prefix}*`, {
        ArnLike: { 'aws:SourceArn': sourceBucketArn(source) },
        StringEquals: { 'aws:SourceAccount': account },
      }),
    ];
  },
  otherWay: ({ objectOwnership }) =>
    objectOwnership === 'BucketOwnerEnforced'
      ? null
      : {
          reason:
            objectOwnership === null
              ? 'a bucket ACL may let it in unless ACLs are disabled, which no input tells (--object-ownership)'
              : 'a bucket ACL may let it in, which is not read',
          allowSuffices: true,
        },
  bars: {
    sameRegion: true,
    sameAccount: true,
    kms: 'AWS supports SSE-S3 only as the default encryption of a bucket for access logs',
    settings: {
      'object-lock': 'server access logs do not arrive in a bucket with a default retention of Object Lock',
      'request-payment': 'server access logs do not arrive in a bucket with Requester Pays',
    },
  },
  // Records of refused writes of 2020 and 2022 name it.
  recordedAs: ['s3.amazonaws.com'],
  keyPattern: /\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-[0-9A-F]{16}$/,
  telltale: null,
  notJudged:
    'A grant of the bucket ACL to the log delivery group, which lets logs in without a policy: unless ACLs are disabled, a missing Allow denies nothing. A condition on s3:x-amz-acl. A list of services with one of logging.s3.amazonaws.com and s3.amazonaws.com only: AWS names both.',
};
