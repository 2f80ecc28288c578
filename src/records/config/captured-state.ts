import type { Instant } from '../../instant.ts';
import type { JsonValue } from '../../json.ts';
import type { DefaultEncryption } from '../action.ts';
import type { Recorded } from '../recorded.ts';

/**
 * What AWS Config recorded of a bucket or of a key, as it stood at a moment. It never tells who made it so.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html
 */
export interface CapturedState {
  /**
   * When AWS Config began to record it, UTC, in whole seconds: minutes behind the change that made it do so, up to a day where it records
   * daily. Never the time of a change.
   */
  readonly capturedAt: Instant;
  /** null where the item does not tell them. */
  readonly account: string | null;
  readonly region: string | null;
  readonly resource: CapturedBucket | CapturedKey;
}

export interface CapturedBucket {
  readonly kind: 'bucket';
  readonly name: string;
  /** False where the item tells its deletion; nothing else is told then. */
  readonly exists: boolean;
  /** A value of null says that there is none. */
  readonly policy: Recorded<JsonValue | null>;
  readonly encryption: Recorded<DefaultEncryption | null>;
}

export interface CapturedKey {
  readonly kind: 'key';
  /** Its ARN; its id where the item holds no ARN. */
  readonly name: string;
  readonly policy: Recorded<JsonValue>;
  /** `Enabled`, `PendingDeletion` and what else AWS has: in its own words. `Deleted` where the item tells its deletion. */
  readonly state: string | null;
  readonly isAwsManaged: boolean;
}
