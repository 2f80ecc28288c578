import { told } from '../context-rule.ts';
import type { DeliverySource } from '../profile.ts';
import type { SiblingProfile } from './sibling.ts';
import { allow, dataKey, IN_AWS_LOGS, joined, ownerFullControl, putObject, setUpRequest } from './sibling-context.ts';

const POLICY = 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html';
const KEY = 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html';

const CALLER = {
  service: 'cloudtrail.amazonaws.com',
  name: 'CloudTrail',
  source: { what: 'the trail', url: POLICY },
};

/** Log files of a trail: of one account, or of an organization, whose trail is that of the management account. */
export const CLOUDTRAIL: SiblingProfile = {
  pages: [POLICY, KEY, 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html'],
  words: {
    feature: 'AWS CloudTrail',
    subject: 'CloudTrail log files',
    product: 'CloudTrail log file',
    report: 'log file',
    configuration: 'trail',
    sids: { bucket: 'AWSCloudTrailDelivery', key: 'AWSCloudTrailEncryption' },
  },
  arns: {
    pattern: /^arn:[^:]+:cloudtrail:[^:]+:\d{12}:trail\/[^/]+$/,
    example: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
  },
  toldBy: ['source-arn', 'source-account', 'organization-id', 'encryption'],
  writer: {
    kind: 'service',
    service: CALLER.service,
    name: 'AWS CloudTrail',
    short: 'CloudTrail',
    sourceArn: trailArn,
  },
  requests: [
    putObject(
      CALLER,
      ownerFullControl(POLICY),
      // A default of the bucket could not add CloudTrail's encryption context, so that a trail with a key names it.
      told('s3:x-amz-server-side-encryption', 'kms-encryption', 'sent by a trail with a KMS key', KEY),
      told('s3:x-amz-server-side-encryption-aws-kms-key-id', 'kms-encryption-key', 'sent by a trail with a key', KEY),
    ),
    setUpRequest('s3:GetBucketAcl', CALLER),
  ],
  keyRequests: [
    dataKey(CALLER, told('kms:EncryptionContext:aws:cloudtrail:arn', 'source-arn', 'the ARN of the trail', KEY)),
  ],
  keys: {
    ...IN_AWS_LOGS,
    of: ({ prefix }, _, { account, organization }) => {
      if (account === null) return [];
      const file = 'CloudTrail/us-east-1/2026/01/01/log.json.gz';
      const own = joined(prefix, 'AWSLogs', account, file);
      // An organization trail writes for its management account, and below the organization for every member.
      return organization === null ? [own] : [own, joined(prefix, 'AWSLogs', organization, account, file)];
    },
  },
  documented: ({ bucketArn, prefix, source }) => {
    const { account, arn, organization } = source;
    if (arn === null || account === null) return 'the trail is not known: give its ARN with --source-arn';
    const from = { 'aws:SourceArn': trailArn(source) };
    const write = (sid: string, folder: string) =>
      allow(CALLER.service, sid, 's3:PutObject', `${bucketArn}/${joined(prefix, 'AWSLogs', folder)}/*`, {
        StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', ...from },
      });
    return [
      write('AWSCloudTrailWrite', account),
      allow(CALLER.service, 'AWSCloudTrailAclCheck', 's3:GetBucketAcl', bucketArn, { StringEquals: from }),
      ...(organization === null ? [] : [write('AWSCloudTrailOrganizationWrite', organization)]),
    ];
  },
  bars: {
    settings: { 'request-payment': 'CloudTrail does not deliver into a bucket with Requester Pays' },
  },
  replays:
    'CloudTrail tries what it could not deliver again for 30 days: older log files may then arrive under their old dates',
  keyPattern: /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/CloudTrail(?:-[A-Za-z]+)?\//,
  telltale: null,
  notJudged:
    'A condition on an encryption header, unless --encryption names the key of the trail: whether a trail without a key sends one is not documented. aws:SourceOrgID, of which AWS says two things.',
};

/** The management account owns the trail of an organization. */
function trailArn({ partition, account, arn }: DeliverySource): string {
  return arn ?? `arn:${partition}:cloudtrail:*:${account ?? '*'}:trail/*`;
}
