import type { CaseOptions } from '../case/case.ts';
import type { Instant } from '../instant.ts';
import type { ContextOverrides } from '../policy/document/context.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import type { DeliveryCode } from './code.ts';
import type { DescribedKey, ToldByHand } from './inputs.ts';
import type { NamedText } from './read-json.ts';

export const NOTHING_TOLD: ToldByHand = {
  sourceArns: [],
  organizationId: null,
  objectOwnership: null,
  recorderRole: null,
};

/** The inputs of a check as they were given. */
export interface CheckSources {
  /** The name of the profile, as `--delivery` takes it. */
  readonly name: string;
  readonly profile: DeliveryProfile;
  /** Flags, then `case.json`. */
  readonly case: CaseOptions;
  /** The moment of the question, where the case does not name one. */
  readonly clock: Instant | null;
  readonly sourceRegion: string | null;
  readonly destinationRegion: string | null;
  readonly overrides: ContextOverrides;
  /** AWS was asked for the destination, and has no such bucket. */
  readonly destinationIsGone: boolean;
  readonly policy: NamedText | null;
  /** The destination has no bucket policy. */
  readonly noPolicy: boolean;
  readonly keyPolicy: NamedText | null;
  readonly configuration: NamedText | null;
  readonly resourceControlPolicies: readonly NamedText[];
  /** The key in use as AWS has it; null when it was not asked for, or none is. */
  readonly key: DescribedKey | null;
  /** What is told of other deliveries than that of S3 Inventory. */
  readonly told: ToldByHand;
  /** Plans or templates, read. */
  readonly code: DeliveryCode | null;
}
