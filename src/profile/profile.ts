import type { Instant } from '../instant.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ParsedConfiguration, ReportFormat } from './configuration.ts';
import type { Schedule } from './schedule.ts';
import type { BucketSetting, SettingEffect } from './settings.ts';

/**
 * What policies see of one kind of delivery that an AWS service makes into a bucket, as a value: who asks for what.
 * Server access logs, CloudTrail, Config or load balancer logs are delivered, and broken, in the same way.
 */
export interface PolicyProfile {
  readonly words: PolicyWords;
  readonly writer: Writer;
  /** Judged by the policies of the bucket; the write itself comes first, then what else has to be let through. */
  readonly requests: readonly [DeliveryRequest, ...DeliveryRequest[]];
  /** Judged by the policy of a customer's KMS key, for each object that is encrypted with it; none where no page tells. */
  readonly keyRequests: readonly KeyRequest[];
  readonly keys: PolicyKeys;
  /**
   * The Allow statements of AWS's page, or what has to be told to write them, a sentence fragment. A profile without
   * them is mended by repairing an Allow, or with one that is written from the context.
   */
  documented?(at: StatementPlace): readonly JsonObject[] | string;
}

/** Who writes where, when and how: a delivery whose runs can be told from what it writes. */
export interface DeliveryProfile extends PolicyProfile {
  readonly words: ProfileWords;
  readonly keys: DeliveryKeys;
  readonly schedule: Schedule;
  readonly settings: Readonly<Record<BucketSetting, SettingEffect>>;
  /** Reads what is set up for the delivery, as the AWS CLI prints it or an event carries it. */
  parseConfiguration(value: JsonValue): ParsedConfiguration;
}

/** What the delivery is called in sentences. */
interface PolicyWords {
  /** As AWS calls it: `S3 Inventory`. */
  readonly feature: string;
  /** What it is of the source: `inventory`, as in "delivery of the inventory of acme-lake". */
  readonly subject: string;
  /** What arrives, in full and in short: `inventory report`, `report`. */
  readonly product: string;
  readonly report: string;
  /** What is set up for it: `inventory configuration`. */
  readonly configuration: string;
  /** Sids of new statements: `InventoryDelivery`, `InventoryEncryption`. */
  readonly sids: { readonly bucket: string; readonly key: string };
}

interface ProfileWords extends PolicyWords {
  /** What tells that it is complete: `manifest`. */
  readonly marker: string;
}

/** Whose delivery it is, as far as it is told; null is not known, or not there. */
export interface DeliverySource {
  /** `aws`. */
  readonly partition: string;
  readonly bucket: string | null;
  readonly account: string | null;
  readonly region: string | null;
  /** Of what is no bucket: a trail, a detector. */
  readonly arn: string | null;
  /** `o-...`, where the delivery is that of an organization. */
  readonly organization: string | null;
}

/** Where the statements of a page stand. */
export interface StatementPlace {
  readonly bucketArn: string;
  /** `''` when none. */
  readonly prefix: string;
  readonly source: DeliverySource;
}

/** Who writes; `name` in full, `Amazon S3`, and `short`, `S3`. */
export type Writer = { readonly name: string; readonly short: string } & (
  | {
      readonly kind: 'service';
      readonly service: string;
      /** `aws:SourceArn` of its requests, with `*` in the place of what is not known of it. */
      readonly sourceArn: (source: DeliverySource) => string;
    }
  /** An account of AWS that acts as an IAM principal and names no source, as older load balancers do. */
  | { readonly kind: 'account'; readonly accountId: string }
);

/** A request that a delivery makes, and without which it does not arrive. */
export interface KeyRequest {
  /** `s3:PutObject`. */
  readonly action: string;
  /** What a policy sees of it. */
  readonly context: readonly ContextRule[];
}

export interface DeliveryRequest extends KeyRequest {
  readonly on: 'object' | 'bucket';
  /** Why a refusal of it may leave the delivery as it is: then it denies nothing for certain. A sentence fragment. */
  readonly unsure?: (root: DeliveryRoot) => string | null;
}

/** Where a delivery goes; `''` for what is not known or not there. */
export interface DeliveryRoot {
  readonly prefix: string;
  readonly sourceBucket: string;
  readonly configurationId: string;
}

/** A delivery's key, taken apart. */
export interface DeliveryKey extends DeliveryRoot {
  /** `marker`: its arrival tells that the delivery is complete. `data`: what it completes, written before it. */
  readonly part: 'data' | 'marker' | 'other';
  /** Name of the run, `2026-02-09T01-00Z`; null for a key that does not tell it. */
  readonly run: string | null;
}

/** How the keys of a delivery are made, as policies see them. */
interface PolicyKeys {
  /** The folder that always follows on the prefix: `AWSLogs`; absent where none does. */
  readonly root?: string;
  /** Every key that one delivery writes; none where too little is told to make one. */
  of(root: DeliveryRoot, format: ReportFormat | undefined, source: DeliverySource): readonly string[];
  /** What all keys of the source begin with as far as it is told; without a closing slash. */
  folder(root: DeliveryRoot, run: string, source: DeliverySource): string;
}

/** How the keys of a delivery are made and read. */
export interface DeliveryKeys {
  /** Every key that one delivery writes, in the order in which a denial of them counts; one stands for all alike. */
  of(root: DeliveryRoot, format?: ReportFormat): readonly string[];
  /** The folder of a run, or what its keys begin with as far as the members say; without a closing slash. */
  folder(root: DeliveryRoot, run: string): string;
  /** null for a key of no delivery. */
  parse(key: string): DeliveryKey | null;
  /** All markers of the delivery that a marker is of, the surest first; the last is the one that is shown. */
  markers(marker: string): readonly string[];
  /** A word in the key of every marker; null where an IAM identity writes the rest too, and every object counts. */
  readonly markerWord: string | null;
  /** When a run began, by its name; null for a name that is no time. */
  runTime(run: string): Instant | null;
  runName(time: Instant): string;
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
  /** One of these; null: absent. */
  | { readonly state: 'either'; readonly alternatives: readonly (readonly string[] | null)[] }
  | { readonly state: 'absent' }
  /** `always`: the key is there, with a value that is not documented. */
  | { readonly state: 'unknown'; readonly presence: 'always' | 'maybe' };

export type ToldBy =
  | 'source-arn'
  /** With an asterisk that is part of its text; that it is a name in its place is contested. */
  | 'literal-source-arn'
  | 'source-account'
  | 'encryption'
  | 'encryption-key'
  /** As `encryption`, but only a KMS key is known to be sent as a header. */
  | 'kms-encryption'
  | 'kms-encryption-key'
  | 'encryption-context'
  /** The ACL bucket-owner-full-control, which sources contest where ACLs are disabled. */
  | 'object-ownership'
  | 'organization'
  | 'iso-time'
  | 'epoch-time';
