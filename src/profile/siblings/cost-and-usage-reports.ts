import { told } from '../context-rule.ts';
import type { DeliverySource } from '../profile.ts';
import type { SiblingProfile } from './sibling.ts';
import { allow, joined, onBucket, putObject } from './sibling-context.ts';

const PAGE = 'https://docs.aws.amazon.com/cur/latest/userguide/cur-s3.html';

const CALLER = {
  service: 'billingreports.amazonaws.com',
  name: 'Cost and Usage Reports',
  source: { what: 'the report definition', url: PAGE },
};

/** The page asks for an ARN with an asterisk by StringEquals: the request has that very text, or the page is wrong. */
const DEFINITION = told(
  'aws:SourceArn',
  'literal-source-arn',
  'the ARN as the page writes it, asterisk included',
  PAGE,
);

/** Legacy Cost and Usage Reports, whose source is in us-east-1. The bucket is looked at again before every delivery. */
export const COST_AND_USAGE_REPORTS: SiblingProfile = {
  pages: [PAGE],
  words: {
    feature: 'AWS Cost and Usage Reports',
    subject: 'Cost and Usage Reports',
    product: 'Cost and Usage Report',
    report: 'report',
    configuration: 'report definition',
    sids: { bucket: 'CostAndUsageReports', key: 'CostAndUsageEncryption' },
  },
  toldBy: ['source-account'],
  writer: {
    kind: 'service',
    service: CALLER.service,
    name: 'AWS Cost and Usage Reports',
    short: 'Cost and Usage Reports',
    sourceArn: definitionArn,
  },
  requests: [
    putObject(CALLER, DEFINITION),
    onBucket('s3:GetBucketAcl', CALLER, DEFINITION),
    onBucket('s3:GetBucketPolicy', CALLER, DEFINITION),
  ],
  keyRequests: [],
  keys: {
    of: ({ prefix, configurationId }) => {
      const folder = joined(prefix, configurationId, '20260101-20260201');
      return [`${folder}/report-00001.csv.gz`, `${folder}/report-Manifest.json`];
    },
    folder: ({ prefix }) => prefix,
  },
  documented: ({ bucketArn, source }) => {
    const { account } = source;
    if (account === null) return 'the account of the reports is not known: give it with --source-account';
    const from = { StringEquals: { 'aws:SourceArn': definitionArn(source), 'aws:SourceAccount': account } };
    return [
      allow(CALLER.service, 'CostAndUsageCheck', ['s3:GetBucketAcl', 's3:GetBucketPolicy'], bucketArn, from),
      allow(CALLER.service, 'CostAndUsageWrite', 's3:PutObject', `${bucketArn}/*`, from),
    ];
  },
  bars: { sameAccount: true },
  keyPattern: /\/\d{8}-\d{8}\/(?:.*\/)?[^/]+(?:-\d+\.(?:csv\.gz|csv\.zip|snappy\.parquet)|-Manifest\.json)$/,
  telltale: null,
  notJudged:
    'A SourceArn that names one report: AWS documents definition/* as its very text. A condition on s3:x-amz-acl or on an encryption header. The policy of a KMS key: no page tells what is asked of one.',
};

function definitionArn({ partition, account }: DeliverySource): string {
  return `arn:${partition}:cur:us-east-1:${account ?? '*'}:definition/*`;
}
