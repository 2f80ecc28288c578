import { told } from '../context-rule.ts';
import type { DeliverySource } from '../profile.ts';
import type { SiblingProfile } from './sibling.ts';
import { allow, dataKey, joined, ownerFullControl, putObject } from './sibling-context.ts';

const PAGE = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage_lens_iam_permissions.html';
const POLICY = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html';
const KEY = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage_lens_encrypt_permissions.html';

const CALLER = {
  service: 'storage-lens.s3.amazonaws.com',
  name: 'S3 Storage Lens',
  source: { what: 'the dashboard', url: POLICY },
};

/** The metrics that a dashboard of S3 Storage Lens exports every day, of an account or an organization. */
export const STORAGE_LENS: SiblingProfile = {
  pages: [
    POLICY,
    PAGE,
    KEY,
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage_lens_understanding_metrics_export_schema.html',
  ],
  words: {
    feature: 'S3 Storage Lens',
    subject: 'S3 Storage Lens metrics',
    product: 'S3 Storage Lens export',
    report: 'export',
    configuration: 'dashboard',
    sids: { bucket: 'S3StorageLensExamplePolicy', key: 'S3StorageLensEncryption' },
  },
  arns: {
    pattern: /^arn:[^:]+:s3:[^:]+:\d{12}:storage-lens\/[^/]+$/,
    example: 'arn:aws:s3:eu-west-1:111122223333:storage-lens/main',
  },
  toldBy: ['source-arn', 'source-account', 'organization-id', 'encryption'],
  writer: {
    kind: 'service',
    service: CALLER.service,
    name: 'S3 Storage Lens',
    short: 'Storage Lens',
    sourceArn: dashboardArn,
  },
  requests: [
    putObject(
      CALLER,
      ownerFullControl(POLICY),
      told('s3:x-amz-server-side-encryption', 'encryption', 'sent only if the export sets an encryption', PAGE),
      told('s3:x-amz-server-side-encryption-aws-kms-key-id', 'encryption-key', 'sent only with a KMS key', PAGE),
    ),
  ],
  keyRequests: [dataKey({ ...CALLER, source: { what: 'the dashboard', url: KEY } })],
  keys: {
    root: 'StorageLens',
    of: ({ prefix }, _, { account, organization, arn }) => {
      const owner = organization ?? account;
      if (owner === null) return [];
      const folder = joined(prefix, 'StorageLens', owner, arn?.split('/')[1] ?? 'dashboard', 'V_1');
      return [`${folder}/reports/dt=2026-01-01/report.csv`, `${folder}/manifests/dt=2026-01-01/manifest.json`];
    },
    folder: ({ prefix }, _, { account, organization }) => joined(prefix, 'StorageLens', organization ?? account ?? ''),
  },
  documented: ({ bucketArn, prefix, source }) => {
    const { account, organization, arn } = source;
    if (account === null || arn === null) return 'the dashboard is not known: give its ARN with --source-arn';
    const folder = `${bucketArn}/${joined(prefix, 'StorageLens', organization ?? account)}`;
    return [
      allow(CALLER.service, 'S3StorageLensExamplePolicy', 's3:PutObject', `${folder}/*`, {
        StringEquals: {
          's3:x-amz-acl': 'bucket-owner-full-control',
          'aws:SourceAccount': account,
          'aws:SourceArn': arn,
        },
      }),
    ];
  },
  bars: { sameRegion: true },
  alsoWrites: [
    {
      when: 'with the report of expanded prefixes',
      of: ({ prefix }, _, { account, organization }) => [
        joined(prefix, 'StorageLensExpandedPrefixes', organization ?? account ?? '', 'report.csv'),
      ],
    },
  ],
  keyPattern: /(?:^|\/)StorageLens(?:ExpandedPrefixes)?\/(?:\d{12}|o-[a-z0-9]+)\//,
  telltale: null,
  notJudged:
    'Reports of expanded prefixes (StorageLensExpandedPrefixes/<account>/), which an Allow on StorageLens/<account>/* does not cover. Exports to S3 Tables.',
};

function dashboardArn({ partition, account, region, arn }: DeliverySource): string {
  return arn ?? `arn:${partition}:s3:${region ?? '*'}:${account ?? '*'}:storage-lens/*`;
}
