/**
 * The partitions of AWS: groups of Regions with ARNs, accounts and endpoints of their own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 * The prefixes and suffixes are those of the endpoint rules that the AWS SDKs share.
 */
const PARTITIONS = [
  { id: 'aws-cn', regions: 'cn-', urlSuffix: 'amazonaws.com.cn' },
  { id: 'aws-us-gov', regions: 'us-gov-', urlSuffix: 'amazonaws.com' },
  { id: 'aws-iso-b', regions: 'us-isob-', urlSuffix: 'sc2s.sgov.gov' },
  { id: 'aws-iso-e', regions: 'eu-isoe-', urlSuffix: 'cloud.adc-e.uk' },
  { id: 'aws-iso-f', regions: 'us-isof-', urlSuffix: 'csp.hci.ic.gov' },
  { id: 'aws-iso', regions: 'us-iso-', urlSuffix: 'c2s.ic.gov' },
  { id: 'aws-eusc', regions: 'eusc-', urlSuffix: 'amazonaws.eu' },
  { id: 'aws', regions: '', urlSuffix: 'amazonaws.com' },
] as const;

/** The partition of a Region; `aws` for one that belongs to no other. */
export function partitionOfRegion(region: string): string {
  return PARTITIONS.find(({ regions }) => region.startsWith(regions))?.id ?? 'aws';
}

/** The partition that an ARN names; null for text that is no ARN, or of a partition that does not exist. */
export function partitionOfArn(arn: string): string | null {
  const named = /^arn:([^:]*):/.exec(arn)?.[1];
  return PARTITIONS.find(({ id }) => id === named)?.id ?? null;
}

/** What the names of services end with there: `AWS::URLSuffix`. */
export function urlSuffixOf(partition: string): string {
  return PARTITIONS.find(({ id }) => id === partition)?.urlSuffix ?? 'amazonaws.com';
}

/** Whether a text has the form of a Region, `eu-west-1`. https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/.test(text);
}

/**
 * The Region that a bucket's LocationConstraint stands for: the oldest two have names of their own, none and `EU`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
 */
export function regionOfLocation(constraint: string | null): string {
  if (constraint === null || constraint === '') return 'us-east-1';
  return constraint === 'EU' ? 'eu-west-1' : constraint;
}
