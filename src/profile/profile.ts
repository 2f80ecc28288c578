import type { Schedule } from './schedule.ts';

/**
 * Who writes where, when and how: one kind of delivery that an AWS service makes into a bucket, as data.
 * Server access logs, CloudTrail, Config or load balancer logs are delivered, and broken, in the same way.
 */
export interface DeliveryProfile {
  readonly name: string;
  /** What arrives, for sentences: `inventory report`. */
  readonly product: string;
  readonly principal: { readonly service: string; readonly name: string };
  /** The action that writes, and the one that encrypts with a customer's KMS key. */
  readonly actions: { readonly write: string; readonly encrypt: string };
  /** Every key that one delivery writes, in the order in which a denial of them counts. */
  readonly keys: readonly KeyPattern[];
  /** What a policy sees of the request that writes. */
  readonly writeContext: readonly ContextRule[];
  /** What a key policy sees of the request for a data key. */
  readonly encryptContext: readonly ContextRule[];
  readonly schedule: Schedule;
  /** Files whose arrival tells that a delivery is complete, the surest first. */
  readonly completionMarkers: readonly string[];
}

export interface KeyPattern {
  readonly part: string;
  /** Key with placeholders in braces: `{root}`, `{run}`, `{runHour}`, `{file}`. */
  readonly pattern: string;
  readonly url: string;
}

/** What is known of one context key, or of a family of keys (`aws:PrincipalTag/*`), with its basis. */
export interface ContextRule {
  /** In AWS's spelling; a trailing `*` stands for every name. */
  readonly key: string;
  readonly knowledge: Knowledge;
  /** Why, in a sentence fragment that reads on after "the key is ...". */
  readonly basis: string;
  /** The AWS page. */
  readonly url: string;
  /** What another AWS page says instead. */
  readonly contested?: {
    /** null: the key is absent. */
    readonly values: readonly string[] | null;
    readonly basis: string;
    readonly url: string;
  };
}

export type Knowledge =
  | { readonly state: 'present'; readonly values: readonly string[] }
  /** Told by the delivery at hand; unknown while the case does not say it. */
  | { readonly state: 'told'; readonly by: ToldBy }
  | { readonly state: 'absent' }
  /** `always`: the key is there, with a value that is not documented. */
  | { readonly state: 'unknown'; readonly presence: 'always' | 'maybe' };

export type ToldBy =
  | 'source-arn'
  | 'source-account'
  | 'encryption'
  | 'encryption-key'
  | 'encryption-context'
  | 'iso-time'
  | 'epoch-time';
