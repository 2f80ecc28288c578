/**
 * The partitions of AWS: groups of Regions with ARNs, accounts and endpoints of their own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 * The prefixes, the suffixes and the Regions of global services are those of the endpoint rules that the AWS SDKs share.
 */
const PARTITIONS = [
  { id: 'aws-cn', regions: 'cn-', urlSuffix: 'amazonaws.com.cn', global: 'cn-northwest-1' },
  { id: 'aws-us-gov', regions: 'us-gov-', urlSuffix: 'amazonaws.com', global: 'us-gov-west-1' },
  { id: 'aws-iso-b', regions: 'us-isob-', urlSuffix: 'sc2s.sgov.gov', global: 'us-isob-east-1' },
  { id: 'aws-iso-e', regions: 'eu-isoe-', urlSuffix: 'cloud.adc-e.uk', global: 'eu-isoe-west-1' },
  { id: 'aws-iso-f', regions: 'us-isof-', urlSuffix: 'csp.hci.ic.gov', global: 'us-isof-south-1' },
  { id: 'aws-iso', regions: 'us-iso-', urlSuffix: 'c2s.ic.gov', global: 'us-iso-east-1' },
  { id: 'aws-eusc', regions: 'eusc-', urlSuffix: 'amazonaws.eu', global: 'eusc-de-east-1' },
  { id: 'aws', regions: '', urlSuffix: 'amazonaws.com', global: 'us-east-1' },
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

/** The Region in which the global services of a partition, such as Organizations, record their calls. */
export function globalRegionOf(partition: string): string {
  return PARTITIONS.find(({ id }) => id === partition)?.global ?? 'us-east-1';
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
