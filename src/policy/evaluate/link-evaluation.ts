/** What one policy of the delivery path says of a delivery. */
export interface LinkEvaluation {
  /** `depends`: on context keys that are not known. `unknown`: the document is malformed, or the answer rests on something AWS does not document. */
  readonly state: 'allowed' | 'denied' | 'depends' | 'unknown';
  readonly decision: 'allowed' | 'explicit-deny' | 'implicit-deny' | 'depends' | 'unknown';
  /** The deciding statement; for an implicit deny the nearest Allow for the service, null when there is none. `index` counts from 0. */
  readonly statement: { readonly sid: string | null; readonly index: number } | null;
  /**
   * In AWS's spelling: all keys of a deciding Deny or Allow; for an implicit deny the unmet keys of the nearest
   * Allow; in order, each once.
   */
  readonly conditionKeys: readonly string[];
  /** The smallest set of unknown keys that the answer rests on; empty unless it is open. */
  readonly unknownKeys: readonly string[];
  /** One sentence, without its capital and its full stop, so that it can stand inside another. */
  readonly explanation: string;
  /** The first key of the delivery that is not let through; null when all are, or when the policy does not tell them apart. */
  readonly deniedKey: string | null;
  readonly warnings: readonly PolicyWarning[];
}

/** Something to know beside the answer; `code` is stable. */
export interface PolicyWarning {
  readonly code: PolicyWarningCode;
  readonly message: string;
}

type PolicyWarningCode =
  /** A service is named under `AWS`; `Service` is the documented form. */
  | 'service-as-aws-principal'
  /** Only `{"AWS": "*"}` covers the service, of which AWS's pages say two things. */
  | 'aws-wildcard-principal'
  /** The answer rests on a context key of which AWS's pages say two things. */
  | 'contested-context'
  /** `${...}` in a document without version 2012-10-17 is plain text. */
  | 'variables-not-resolved'
  /** A key policy statement without Action or Resource has no effect. */
  | 'statement-without-effect'
  /** The configured prefix ends in a slash. */
  | 'prefix-ends-with-slash'
  /** There were too many unknowns to find the smallest set. */
  | 'too-many-unknowns'
  /** An Allow in a custom resource control policy. */
  | 'allow-in-resource-control-policy';
