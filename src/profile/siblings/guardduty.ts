import { present, rule, told } from '../context-rule.ts';
import type { DeliverySource } from '../profile.ts';
import type { SiblingProfile } from './sibling.ts';
import { allow, dataKey, IN_AWS_LOGS, joined, putObject, setUpRequest } from './sibling-context.ts';

const PAGE = 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html';

const CALLER = { service: 'guardduty.amazonaws.com', name: 'GuardDuty', source: { what: 'the detector', url: PAGE } };

/** Findings that GuardDuty exports, with a KMS key always; of a delegated administrator its own detector. */
export const GUARDDUTY: SiblingProfile = {
  pages: [PAGE],
  words: {
    feature: 'Amazon GuardDuty',
    subject: 'GuardDuty findings',
    product: 'file of GuardDuty findings',
    report: 'file',
    configuration: 'publishing destination',
    sids: { bucket: 'GuardDutyDelivery', key: 'GuardDutyEncryption' },
  },
  arns: {
    pattern: /^arn:[^:]+:guardduty:[^:]+:\d{12}:detector\/[^/]+$/,
    example: 'arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0',
  },
  toldBy: ['source-arn', 'source-account', 'encryption'],
  writer: {
    kind: 'service',
    service: CALLER.service,
    name: 'Amazon GuardDuty',
    short: 'GuardDuty',
    sourceArn: detectorArn,
  },
  requests: [
    {
      ...putObject(
        CALLER,
        rule(
          's3:x-amz-server-side-encryption',
          present('aws:kms'),
          'the findings are encrypted with a KMS key always',
          PAGE,
        ),
        told('s3:x-amz-server-side-encryption-aws-kms-key-id', 'kms-encryption-key', 'the ARN of the key', PAGE),
      ),
      unsure: ({ prefix }) =>
        prefix === '' ? null : 'what its keys are called below a prefix is not documented for certain',
    },
    setUpRequest('s3:GetBucketLocation', CALLER),
  ],
  keyRequests: [dataKey(CALLER)],
  keys: {
    ...IN_AWS_LOGS,
    of: ({ prefix }, _, { account, region }) => {
      if (account === null) return [];
      const folder = joined(prefix, 'AWSLogs', account, 'GuardDuty', region ?? 'us-east-1');
      const file = `${folder}/2026/01/01/finding.jsonl.gz`;
      return prefix === '' ? [file] : [file, `${prefix}/finding.jsonl.gz`];
    },
  },
  documented: ({ bucketArn, prefix, source }) => {
    const { account, arn } = source;
    if (account === null || arn === null) return 'the detector is not known: give its ARN with --source-arn';
    const from = { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': arn } };
    return [
      allow(CALLER.service, 'AllowPutObject', 's3:PutObject', `${bucketArn}/${joined(prefix, '*')}`, from),
      allow(CALLER.service, 'AllowGetBucketLocation', 's3:GetBucketLocation', bucketArn, from),
    ];
  },
  bars: {},
  keyPattern: /(?:^|\/)AWSLogs\/\d{12}\/GuardDuty\//,
  telltale: null,
  notJudged:
    'Regions that have to be opted into, where the service is guardduty.<region>.amazonaws.com. A condition on s3:x-amz-acl. Keys below a prefix, of which the page says two things.',
};

function detectorArn({ partition, account, region, arn }: DeliverySource): string {
  return arn ?? `arn:${partition}:guardduty:${region ?? '*'}:${account ?? '*'}:detector/*`;
}
