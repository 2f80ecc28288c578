import type { PolicyProfile } from '../profile.ts';
import type { BucketSetting } from '../settings.ts';

/** A delivery that shares buckets with S3 Inventory, as far as `check` judges it. One file each; `siblings.ts` lists them. */
export interface SiblingProfile extends PolicyProfile {
  /** AWS's pages, that of the policy first. */
  readonly pages: readonly [string, ...string[]];
  /** ARNs of its sources; absent where a bucket or an account is the source. */
  readonly arns?: SourceArns;
  /** The options that tell what policies ask of it: without one of them the answer may depend. */
  readonly toldBy: readonly SiblingOption[];
  /** What is in force whatever the policies say. */
  readonly bars: SiblingBars;
  /** How else than as its service principal it may be let in; null for no other way. */
  otherWay?(told: SiblingTold): OtherWay | null;
  /** Other keys that it writes where it is set up so; `when` begins a sentence. */
  readonly alsoWrites?: readonly { readonly when: string; readonly of: PolicyProfile['keys']['of'] }[];
  /** What happens to what was not delivered, once it is mended; absent where no page tells. A sentence fragment. */
  readonly replays?: string;
  /** Other services that records of its writes name. */
  readonly recordedAs?: readonly string[];
  /** A key that only this delivery of its service writes; null where no page tells it apart. */
  readonly keyPattern: RegExp | null;
  /** Accounts of AWS that may write in the place of the service. */
  readonly accounts?: readonly string[];
  /** What in the text of a statement shows that it is meant; null where being let in shows it. */
  readonly telltale: RegExp | null;
  /** What is not judged, and why: a sentence or two. */
  readonly notJudged: string;
}

/** A delivery with the name that `--delivery` takes. */
export interface NamedSibling {
  readonly name: string;
  readonly profile: SiblingProfile;
}

interface SourceArns {
  readonly pattern: RegExp;
  /** `arn:aws:cloudtrail:eu-west-1:111122223333:trail/main`. */
  readonly example: string;
}

export type SiblingOption =
  | 'source-arn'
  | 'source-bucket'
  | 'source-account'
  | 'source-region'
  | 'object-ownership'
  | 'recorder-role'
  | 'organization-id'
  | 'encryption';

interface SiblingBars {
  /** Source and destination have to be in one Region. */
  readonly sameRegion?: boolean;
  readonly sameAccount?: boolean;
  /** What the name of the destination has to be like. */
  readonly bucketName?: { readonly pattern: RegExp; readonly wanted: string };
  /** Why it does not arrive in a bucket that encrypts with a KMS key; absent where it does. */
  readonly kms?: string;
  /** Settings of the destination that stop it, with the reason. */
  readonly settings?: Readonly<Partial<Record<BucketSetting, string>>>;
}

/** What is told of a delivery beside its policies. */
export interface SiblingTold {
  readonly objectOwnership: string | null;
  readonly recorderRole: string | null;
}

/** A Deny then counts only where it stops whoever asks, and a missing Allow denies nothing. */
export interface OtherWay {
  /** A sentence fragment: `a bucket ACL may let it in`. */
  readonly reason: string;
  /** Whether an Allow for the service principal lets it in all the same. */
  readonly allowSuffices: boolean;
}
