import type { SiblingProfile } from './sibling.ts';
import { vendedLogs } from './vended.ts';

/**
 * Standard logs (v2) of a CloudFront distribution. Their delivery source is in us-east-1 whatever the Region of the
 * bucket; with a prefix of the bucket the keys have no AWSLogs in them.
 */
export const CLOUDFRONT_LOGS: SiblingProfile = vendedLogs({
  version: 'V2',
  pages: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html'],
  words: {
    feature: 'CloudFront standard logs (v2)',
    subject: 'CloudFront standard logs (v2)',
    product: 'CloudFront log file',
    configuration: 'delivery of the distribution',
  },
  region: 'us-east-1',
  arns: {
    pattern: /^arn:[^:]+:logs:us-east-1:\d{12}:delivery-source:[^:]+$/,
    example: 'arn:aws:logs:us-east-1:111122223333:delivery-source:distribution',
  },
  file: () => 'CloudFront/2026/01/01/00/distribution.gz',
  fileBelowPrefix: '2026/01/01/00/distribution.gz',
  bars: { bucketName: { pattern: /^[\w-]+$/, wanted: 'holds letters, digits, dashes and underscores only' } },
  keyPattern: /(?:^|\/)AWSLogs\/(?:aws-account-id=)?\d{12}\/CloudFront\//,
  telltale: /cloudfront/i,
  notJudged: 'CloudFront standard logs (legacy), which a bucket ACL lets in. Hive-compatible paths.',
});
