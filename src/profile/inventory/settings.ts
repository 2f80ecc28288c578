import type { BucketSetting, SettingEffect } from '../settings.ts';

const PUBLIC_ACCESS_BLOCK =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html';
const OBJECT_OWNERSHIP = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html';

/** Settings of the destination that are shown beside a break, and why none of them is blamed for it. */
export const INVENTORY_SETTINGS: Readonly<Record<BucketSetting, SettingEffect>> = {
  'public-access-block': {
    effect: 'harmless',
    reason:
      'block public access does not stop AWS service principals: RestrictPublicBuckets still lets them in, BlockPublicPolicy acts on policy changes and the ACL settings on public ACLs, and the delivery sends bucket-owner-full-control',
    url: PUBLIC_ACCESS_BLOCK,
  },
  'ownership-controls': {
    effect: 'harmless',
    reason:
      'every object ownership setting accepts the ACL bucket-owner-full-control that the delivery sends, BucketOwnerEnforced too',
    url: OBJECT_OWNERSHIP,
  },
  acl: {
    effect: 'undocumented',
    reason: 'S3 Inventory is let in by the bucket policy; no page says that the bucket ACL plays a part',
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html',
  },
  'object-lock': {
    effect: 'undocumented',
    reason: 'a default retention is a documented bar for access logs; for S3 Inventory no page says what it does',
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html',
  },
  'request-payment': {
    effect: 'undocumented',
    reason: 'Requester Pays is a documented bar for access logs; for S3 Inventory no page says what it does',
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html',
  },
  versioning: {
    effect: 'undocumented',
    reason: 'no page says that versioning plays a part in a delivery',
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
  },
  logging: {
    effect: 'undocumented',
    reason: 'no page says that server access logging of the bucket plays a part in a delivery',
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html',
  },
};
