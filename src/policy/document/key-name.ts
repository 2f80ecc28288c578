/**
 * Whether a key is named by the alias of the key that AWS manages for S3 or another service. Nobody can write its
 * policy, and reports cannot be encrypted with it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key
 */
export function isAwsManagedAlias(key: string): boolean {
  return /(^|:)alias\/aws\//.test(key);
}

/** The Region in the ARN of a key or alias; null where the name is no ARN. */
export function regionOfKey(key: string): string | null {
  return /^arn:[^:]+:kms:([a-z0-9-]+):/.exec(key)?.[1] ?? null;
}
