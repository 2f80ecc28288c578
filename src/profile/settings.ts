/** Settings of the destination that are shown as context. Which of them can bar a delivery is not this type's business. */
export type BucketSetting =
  | 'public-access-block'
  | 'ownership-controls'
  | 'acl'
  | 'object-lock'
  | 'request-payment'
  | 'versioning'
  | 'logging';

/** What a bucket setting can do to a delivery, as far as AWS documents it. */
export interface SettingEffect {
  /** `harmless`: documented to let the delivery pass. `undocumented`: no page says what it does to one. */
  readonly effect: 'harmless' | 'undocumented';
  /** One sentence, without its full stop. */
  readonly reason: string;
  readonly url: string;
}

const PUBLIC_ACCESS_BLOCK =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html';
const OBJECT_OWNERSHIP = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html';

/**
 * Settings of the destination that are shown beside a break, and why none of them is blamed for it: of a delivery that
 * the bucket policy lets in and that sends the ACL bucket-owner-full-control.
 *
 * @param feature `S3 Inventory`
 */
export function settingsOf(feature: string): Readonly<Record<BucketSetting, SettingEffect>> {
  return {
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
      reason: `${feature} is let in by the bucket policy; no page says that the bucket ACL plays a part`,
      url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html',
    },
    'object-lock': {
      effect: 'undocumented',
      reason: `a default retention is a documented bar for access logs; for ${feature} no page says what it does`,
      url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html',
    },
    'request-payment': {
      effect: 'undocumented',
      reason: `Requester Pays is a documented bar for access logs; for ${feature} no page says what it does`,
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
}
