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

/**
 * Whether a text has one of the forms in which AWS takes a key: ARN, key id (of a multi-Region key `mrk-...`), alias.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
export function isKeyName(text: string): boolean {
  const name = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(.*)$/s.exec(text)?.[1];
  if (name !== undefined) return /^(?:key\/[\w-]+|alias\/[\w/-]+)$/.test(name);
  return /^(?:(?:mrk-)?[0-9a-f-]{8,}|alias\/[\w/-]+)$/i.test(text);
}

/** Whether two names mean one key: the replicas of a multi-Region key share its id, each with a policy of its own. */
export function isSameKey(left: string, right: string): boolean {
  const [one, other] = [regionOfKey(left), regionOfKey(right)];
  const inOneRegion = one === null || other === null || one === other;
  return inOneRegion && bareKeyId(left) === bareKeyId(right);
}

function bareKeyId(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
