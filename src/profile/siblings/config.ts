import type { DeliverySource } from '../profile.ts';
import type { SiblingProfile } from './sibling.ts';
import { allow, dataKey, IN_AWS_LOGS, joined, ownerFullControl, putObject, setUpRequest } from './sibling-context.ts';

const POLICY = 'https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html';
const KEY = 'https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html';
const CALLER = { service: 'config.amazonaws.com', name: 'AWS Config', source: { what: 'the recorder', url: KEY } };

/** History and snapshots of AWS Config whose recorder has the service-linked role: any other role writes by itself. */
export const CONFIG: SiblingProfile = {
  pages: [POLICY, KEY],
  words: {
    feature: 'AWS Config',
    subject: 'AWS Config history and snapshots',
    product: 'file of AWS Config',
    report: 'file',
    configuration: 'delivery channel',
    sids: { bucket: 'AWSConfigBucketDelivery', key: 'AWSConfigEncryption' },
  },
  toldBy: ['source-account', 'recorder-role', 'source-region'],
  writer: { kind: 'service', service: CALLER.service, name: 'AWS Config', short: 'AWS Config', sourceArn: recorderArn },
  requests: [
    putObject(CALLER, ownerFullControl(POLICY)),
    // A refused ListBucket of AWS Config is noise: it delivers all the same.
    setUpRequest('s3:GetBucketAcl', CALLER),
  ],
  keyRequests: [dataKey(CALLER)],
  keys: {
    ...IN_AWS_LOGS,
    of: ({ prefix }, _, { account, region }) => {
      if (account === null) return [];
      const folder = joined(prefix, 'AWSLogs', account, 'Config', region ?? 'us-east-1', '2026/1/1');
      return [`${folder}/ConfigHistory/history.json.gz`, `${folder}/ConfigSnapshot/snapshot.json.gz`];
    },
  },
  documented: ({ bucketArn, prefix, source: { account } }) => {
    if (account === null) return 'the account of the recorder is not known: give it with --source-account';
    const from = { 'aws:SourceAccount': account };
    const folder = `${bucketArn}/${joined(prefix, 'AWSLogs', account, 'Config')}`;
    return [
      allow(CALLER.service, 'AWSConfigBucketPermissionsCheck', 's3:GetBucketAcl', bucketArn, { StringEquals: from }),
      allow(CALLER.service, 'AWSConfigBucketExistenceCheck', 's3:ListBucket', bucketArn, { StringEquals: from }),
      allow(CALLER.service, 'AWSConfigBucketDelivery', 's3:PutObject', `${folder}/*`, {
        StringEquals: { ...from, 's3:x-amz-acl': 'bucket-owner-full-control' },
      }),
    ];
  },
  otherWay: ({ recorderRole }) => {
    if (recorderRole === 'service-linked' || recorderRole?.includes(SERVICE_LINKED) === true) return null;
    return {
      reason:
        recorderRole === null
          ? 'the role of the recorder may write by itself, which no input tells (--recorder-role)'
          : 'the role of the recorder writes by itself, and its own policies are not read',
      allowSuffices: false,
    };
  },
  bars: {
    settings: { 'object-lock': 'AWS Config does not deliver into a bucket with a default retention of Object Lock' },
  },
  keyPattern: /(?:^|\/)AWSLogs\/\d{12}\/Config\//,
  telltale: null,
  notJudged:
    'A recorder with a role of its own: that role writes, and what its policies say counts too. A refused ListBucket, which stops nothing. A condition on an encryption header.',
};

const SERVICE_LINKED = ':role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';

/** The page on the key says so, and that it ends in an asterisk; what it is beyond that counts for nothing here. */
function recorderArn({ partition, account, region }: DeliverySource): string {
  return `arn:${partition}:config:${region ?? '*'}:${account ?? '*'}:*`;
}
