import { told } from '../context-rule.ts';
import type { DeliverySource } from '../profile.ts';
import type { SiblingProfile } from './sibling.ts';
import { allow, dataKey, joined, ownerFullControl, putObject, setUpRequest } from './sibling-context.ts';

const PAGE = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-create-resource-data-sync.html';

const CALLER = {
  service: 'ssm.amazonaws.com',
  name: 'Systems Manager',
  source: { what: 'the resource data sync', url: PAGE },
};

/** Inventory that a resource data sync of Systems Manager writes, of one account. */
export const SSM_RESOURCE_DATA_SYNC: SiblingProfile = {
  pages: [PAGE],
  words: {
    feature: 'Systems Manager resource data sync',
    subject: 'Systems Manager inventory data',
    product: 'file of the resource data sync',
    report: 'file',
    configuration: 'resource data sync',
    sids: { bucket: 'SSMBucketDelivery', key: 'SSMBucketEncryption' },
  },
  arns: {
    pattern: /^arn:[^:]+:ssm:[^:]+:\d{12}:resource-data-sync\/.+$/,
    example: 'arn:aws:ssm:eu-west-1:111122223333:resource-data-sync/main',
  },
  toldBy: ['source-account', 'organization-id', 'source-arn'],
  writer: {
    kind: 'service',
    service: CALLER.service,
    name: 'AWS Systems Manager',
    short: 'Systems Manager',
    sourceArn: syncArn,
  },
  requests: [
    putObject(
      CALLER,
      ownerFullControl(PAGE),
      told('aws:SourceOrgID', 'organization', 'the organization of a sync of an organization', PAGE),
    ),
    setUpRequest('s3:GetBucketAcl', CALLER),
  ],
  keyRequests: [dataKey(CALLER)],
  keys: {
    of: ({ prefix }, _, { account, region }) =>
      account === null
        ? []
        : [
            joined(
              prefix,
              'AWS:InstanceInformation',
              `accountid=${account}`,
              `region=${region ?? 'us-east-1'}`,
              'resourcetype=ManagedInstanceInventory/i-0a1b2c3d.json',
            ),
          ],
    folder: ({ prefix }) => prefix,
  },
  documented: ({ bucketArn, prefix, source }) => {
    const { account } = source;
    if (account === null) return 'the account of the resource data sync is not known: give it with --source-account';
    const inventory = `${bucketArn}/${joined(prefix, `*/accountid=${account}/*`)}`;
    return [
      allow(CALLER.service, 'SSMBucketDelivery', 's3:PutObject', inventory, {
        StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': syncArn({ ...source, arn: null }) },
      }),
      allow(CALLER.service, 'SSMBucketPermissionsCheck', 's3:GetBucketAcl', bucketArn),
    ];
  },
  bars: { settings: { 'object-lock': 'a resource data sync does not write into a bucket with Object Lock' } },
  keyPattern: /\/accountid=\d{12}\//,
  telltale: null,
  notJudged:
    'The tags that a sync of an organization puts on its objects (s3:PutObjectTagging). A condition on an encryption header.',
};

function syncArn({ partition, account, arn }: DeliverySource): string {
  return arn ?? `arn:${partition}:ssm:*:${account ?? '*'}:resource-data-sync/*`;
}
