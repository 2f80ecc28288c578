import type { JsonValue } from '../../json.ts';
import type { PolicyProfile } from '../../profile/profile.ts';
import { parsePolicy } from '../document/parse.ts';
import type { Statement } from '../document/policy.ts';
import { isForWriterAlone } from '../document/principal.ts';
import { writerPrincipal } from './delivery-subject.ts';

/** What an Allow for the writer says of the deliveries that it is there for. */
export interface NamedDelivery {
  /** Buckets of its Resource. */
  readonly buckets: readonly string[];
  /** Folders of its Resource, without the closing `/*`; one that holds another wildcard, or none, tells nothing. */
  readonly folders: readonly string[];
  /** Whole names in `aws:SourceArn`; none where it has no such condition, or a pattern. */
  readonly sourceBuckets: readonly string[];
  /** Whole account ids in `aws:SourceAccount`. */
  readonly sourceAccounts: readonly string[];
}

/**
 * The deliveries that a bucket policy speaks of: its Allow statements for the writer alone that let it write.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-s3-inventory-1
 *
 * @returns none for a document that is no policy
 */
export function namedDeliveries(profile: PolicyProfile, document: JsonValue): readonly NamedDelivery[] {
  const parsed = parsePolicy(document);
  if (!parsed.ok) return [];
  const asking = writerPrincipal({ profile });
  const [write] = profile.requests;
  return parsed.policy.statements
    .filter(
      ({ effect, principal, action }) =>
        effect === 'Allow' &&
        isForWriterAlone(principal, asking) &&
        !action.negated &&
        action.patterns.some(({ glob }) => glob.matches(write.action)),
    )
    .map(deliveryOf);
}

function deliveryOf({ resource, conditions }: Statement): NamedDelivery {
  const arns = resource.negated ? [] : resource.patterns.map(({ text }) => BUCKET_ARN.exec(text)?.groups ?? {});
  const values = (key: string): string[] =>
    conditions
      .filter(({ lookupKey, operator }) => lookupKey === key && operator?.negated === false)
      .flatMap((condition) => condition.values)
      .filter((value) => !/[*?$]/.test(value));
  return {
    buckets: distinct(arns.flatMap((arn) => arn['bucket'] ?? [])),
    folders: distinct(arns.flatMap((arn) => arn['folder'] ?? []).filter((folder) => !/[*?$]/.test(folder))),
    sourceBuckets: distinct(values('aws:sourcearn').flatMap((arn) => BUCKET_ARN.exec(arn)?.groups?.['bucket'] ?? [])),
    sourceAccounts: distinct(values('aws:sourceaccount').filter((account) => /^\d{12}$/.test(account))),
  };
}

const BUCKET_ARN = /^arn:[a-z-]+:s3:::(?<bucket>[^/*?$]+)(?:\/(?:\*|(?<folder>.+)\/\*))?$/;

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
