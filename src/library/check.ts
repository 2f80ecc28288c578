import type { CaseOptions } from '../case/case.ts';
import { check as judge } from '../check/check.ts';
import type { CheckReport } from '../check/contract.ts';
import { gatherInputs } from '../check/gather.ts';
import type { NamedText } from '../check/read-json.ts';
import { type CheckSources, NOTHING_TOLD } from '../check/sources.ts';
import type { Instant } from '../instant.ts';
import type { JsonObject } from '../json.ts';
import type { ContextOverride } from '../policy/document/context.ts';
import { PROFILES } from '../profile/profiles.ts';

/** A document as AWS answers it: parsed, or as text. */
export type Document = JsonObject | string;

/** The documents that a check decides on. */
export interface CheckQuestion {
  /** The destination's bucket policy, bare or as GetBucketPolicy answers it; null: it has none. */
  readonly policy: Document | null;
  readonly keyPolicy?: Document;
  /** As GetBucketInventoryConfiguration, or the call that lists them, answers it. */
  readonly configuration?: Document;
  /** In force on destination and key. */
  readonly resourceControlPolicies?: readonly Document[];
  /** What is known of the delivery: source, accounts, destination. It wins over documents. */
  readonly case?: CaseOptions;
  readonly sourceRegion?: string;
  readonly destinationRegion?: string;
  /** Condition keys of the request that are known better, `aws:SourceOrgID`. */
  readonly context?: Readonly<Record<string, ContextOverride>>;
  /** The moment that is asked about, in milliseconds since 1970, UTC; the system's clock unless given. */
  readonly time?: Instant;
}

/**
 * Whether a delivery of S3 Inventory would succeed with these documents, evaluated as IAM does: `allowed`, `denied`, or
 * `depends` on what is not known, never a guess. One report for each configuration in the documents.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html
 *
 * @throws ForensicsError `unreadable-input` naming the document and the place; `usage` for what is missing, such as the
 *   source bucket where no document names one
 */
export function check(question: CheckQuestion): readonly CheckReport[] {
  return gatherInputs(sourcesOf(question)).map((input) => judge(input));
}

/** The question as a check takes it. */
export function sourcesOf(question: CheckQuestion): CheckSources {
  const { policy, keyPolicy, configuration, resourceControlPolicies = [] } = question;
  return {
    name: 's3-inventory',
    profile: PROFILES['s3-inventory'],
    case: question.case ?? {},
    clock: question.time ?? Date.now(),
    sourceRegion: question.sourceRegion ?? null,
    destinationRegion: question.destinationRegion ?? null,
    overrides: new Map(Object.entries(question.context ?? {})),
    destinationIsGone: false,
    policy: policy === null ? null : named('policy', policy),
    noPolicy: policy === null,
    keyPolicy: keyPolicy === undefined ? null : named('keyPolicy', keyPolicy),
    configuration: configuration === undefined ? null : named('configuration', configuration),
    resourceControlPolicies: resourceControlPolicies.map((document, index) =>
      named(`resourceControlPolicies[${index}]`, document),
    ),
    key: null,
    told: NOTHING_TOLD,
    code: null,
  };
}

function named(name: string, document: Document): NamedText {
  return { name, text: typeof document === 'string' ? document : JSON.stringify(document) };
}
