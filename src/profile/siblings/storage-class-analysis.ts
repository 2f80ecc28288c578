import { ABSENT, rule } from '../context-rule.ts';
import { INVENTORY_POLICY as POLICY } from '../inventory/s3-context.ts';
import { sourceBucketArn } from '../service-context.ts';
import type { SiblingProfile } from './sibling.ts';
import { allow, dataKey, joined, ownerFullControl, putObject } from './sibling-context.ts';

const PAGE = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/analytics-storage-class.html';

const CALLER = { service: 's3.amazonaws.com', name: 'S3', source: { what: 'the analysed bucket', url: POLICY } };

/** The file that storage class analysis of a bucket exports every day, written as an inventory report is. */
export const STORAGE_CLASS_ANALYSIS: SiblingProfile = {
  pages: [POLICY, PAGE],
  words: {
    feature: 'S3 storage class analysis',
    subject: 'storage class analysis',
    product: 'export of the storage class analysis',
    report: 'export',
    configuration: 'analytics configuration',
    sids: { bucket: 'AnalyticsDelivery', key: 'AnalyticsEncryption' },
  },
  toldBy: ['source-bucket', 'source-account'],
  writer: { kind: 'service', service: CALLER.service, name: 'Amazon S3', short: 'S3', sourceArn: sourceBucketArn },
  requests: [
    putObject(
      CALLER,
      ownerFullControl(POLICY),
      ...['s3:x-amz-server-side-encryption', 's3:x-amz-server-side-encryption-aws-kms-key-id'].map((key) =>
        rule(key, ABSENT, 'an analytics configuration has no place for an encryption', PAGE),
      ),
    ),
  ],
  keyRequests: [dataKey(CALLER)],
  keys: { of: ({ prefix }) => [joined(prefix, 'export.csv')], folder: ({ prefix }) => prefix },
  documented: ({ bucketArn, prefix, source }) => {
    const { account, bucket } = source;
    if (bucket === null) return 'the analysed bucket is not known: give it with --source-bucket';
    if (account === null) return 'the account of the analysed bucket is not known: give it with --source-account';
    return [
      allow(
        CALLER.service,
        'InventoryAndAnalyticsExamplePolicy',
        's3:PutObject',
        `${bucketArn}/${joined(prefix, '*')}`,
        {
          ArnLike: { 'aws:SourceArn': sourceBucketArn(source) },
          StringEquals: { 'aws:SourceAccount': account, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      ),
    ];
  },
  bars: { sameRegion: true },
  keyPattern: null,
  telltale: /analytics|analysis/i,
  notJudged: 'How the file is called below its prefix, which no page tells.',
};
