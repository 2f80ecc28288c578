import type { DeliverySource } from '../profile.ts';
import type { SiblingProfile } from './sibling.ts';
import { allow, joined, putObject } from './sibling-context.ts';

const PAGE = 'https://docs.aws.amazon.com/cur/latest/userguide/dataexports-s3-bucket.html';

const CALLER = {
  service: 'bcm-data-exports.amazonaws.com',
  name: 'Data Exports',
  source: { what: 'the export', url: PAGE },
};

/** Exports of Billing and Cost Management: CUR 2.0, FOCUS and others. Their source is in us-east-1. */
export const DATA_EXPORTS: SiblingProfile = {
  pages: [PAGE, 'https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html'],
  words: {
    feature: 'AWS Data Exports',
    subject: 'data exports',
    product: 'file of the data export',
    report: 'file',
    configuration: 'data export',
    sids: { bucket: 'DataExportsDelivery', key: 'DataExportsEncryption' },
  },
  arns: {
    pattern: /^arn:[^:]+:bcm-data-exports:us-east-1:\d{12}:export\/.+$/,
    example: 'arn:aws:bcm-data-exports:us-east-1:111122223333:export/costs-0a1b2c3d',
  },
  toldBy: ['source-account', 'source-arn'],
  writer: {
    kind: 'service',
    service: CALLER.service,
    name: 'AWS Data Exports',
    short: 'Data Exports',
    sourceArn: exportArn,
  },
  requests: [putObject(CALLER)],
  keyRequests: [],
  keys: {
    of: ({ prefix, configurationId }) => {
      const folder = joined(prefix, configurationId);
      return [
        `${folder}/data/BILLING_PERIOD=2026-01/export-00001.csv.gz`,
        `${folder}/metadata/BILLING_PERIOD=2026-01/export-Manifest.json`,
      ];
    },
    folder: ({ prefix }) => prefix,
  },
  documented: ({ bucketArn, source }) => {
    const { account } = source;
    if (account === null) return 'the account of the export is not known: give it with --source-account';
    return [
      allow(CALLER.service, 'EnableAWSDataExportsToWriteToS3', 's3:PutObject', `${bucketArn}/*`, {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': exportArn({ ...source, arn: null }) },
      }),
    ];
  },
  bars: {},
  keyPattern: /\/(?:data|metadata)\/[A-Za-z_]+=[^/]+\//,
  telltale: null,
  notJudged:
    'A condition on s3:x-amz-acl, which depends on the object ownership of the bucket, or on an encryption header. The policy of a KMS key: no page tells what is asked of one.',
};

function exportArn({ partition, account, arn }: DeliverySource): string {
  return arn ?? `arn:${partition}:bcm-data-exports:us-east-1:${account ?? '*'}:export/*`;
}
