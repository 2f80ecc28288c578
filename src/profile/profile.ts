import type { Instant } from '../instant.ts';
import type { JsonValue } from '../json.ts';
import type { ParsedConfiguration, ReportFormat } from './configuration.ts';
import type { Schedule } from './schedule.ts';
import type { BucketSetting, SettingEffect } from './settings.ts';

/**
 * Who writes where, when and how: one kind of delivery that an AWS service makes into a bucket, as a value.
 * Server access logs, CloudTrail, Config or load balancer logs are delivered, and broken, in the same way.
 */
export interface DeliveryProfile {
  readonly words: ProfileWords;
  readonly writer: Writer;
  /** Judged by the policies of the bucket; the write itself comes first, then what else has to be let through. */
  readonly requests: readonly [DeliveryRequest, ...DeliveryRequest[]];
  /** Judged by the policy of a customer's KMS key, for each object that is encrypted with it. */
  readonly keyRequests: readonly [KeyRequest, ...KeyRequest[]];
  readonly keys: DeliveryKeys;
  readonly schedule: Schedule;
  readonly settings: Readonly<Record<BucketSetting, SettingEffect>>;
  /** Reads what is set up for the delivery, as the AWS CLI prints it or an event carries it. */
  parseConfiguration(value: JsonValue): ParsedConfiguration;
}

/** What the delivery is called in sentences. */
interface ProfileWords {
  /** As AWS calls it: `S3 Inventory`. */
  readonly feature: string;
  /** What it is of the source: `inventory`, as in "delivery of the inventory of acme-lake". */
  readonly subject: string;
  /** What arrives, in full and in short: `inventory report`, `report`. */
  readonly product: string;
  readonly report: string;
  /** What tells that it is complete: `manifest`. */
  readonly marker: string;
  /** What is set up for it: `inventory configuration`. */
  readonly configuration: string;
  /** Sids of new statements: `InventoryDelivery`, `InventoryEncryption`. */
  readonly sids: { readonly bucket: string; readonly key: string };
}

/** Who writes; `name` in full, `Amazon S3`, and `short`, `S3`. */
export type Writer = { readonly name: string; readonly short: string } & (
  | {
      readonly kind: 'service';
      readonly service: string;
      /** `aws:SourceArn` of its requests. */
      readonly sourceArn: (partition: string, sourceBucket: string) => string;
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

interface DeliveryRequest extends KeyRequest {
  readonly on: 'object' | 'bucket';
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
