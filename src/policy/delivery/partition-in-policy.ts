import type { JsonValue } from '../../json.ts';
import { partitionOfArn } from '../../partition.ts';
import { parsePolicy } from '../document/parse.ts';

/** The partition of the buckets that a policy is about; null where it names none, or several. */
export function partitionInPolicy(document: JsonValue): string | null {
  const parsed = parsePolicy(document);
  if (!parsed.ok) return null;
  const resources = parsed.policy.statements.flatMap(({ resource }) => resource.patterns.map(({ text }) => text));
  const buckets = resources.filter((text) => text.includes(':s3:::'));
  const [only, ...others] = new Set(buckets.flatMap((text) => partitionOfArn(text) ?? []));
  return only === undefined || others.length > 0 ? null : only;
}
