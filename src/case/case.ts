import type { Instant } from '../instant.ts';

/**
 * The case under investigation: one inventory configuration. It describes the state at `now`;
 * events tell earlier values. A member is null when neither the user nor the evidence says it.
 */
export interface Case {
  readonly sourceBucket: string | null;
  readonly sourceAccount: string | null;
  readonly destinationBucket: string | null;
  readonly destinationAccount: string | null;
  readonly destinationPrefix: string | null;
  readonly configurationId: string | null;
  readonly frequency: 'Daily' | 'Weekly' | null;
  /** `none`, `SSE-S3` or a KMS key ARN. */
  readonly encryption: string | null;
  readonly now: Instant;
  /** False when `now` is the clock of this run: saved listings then say nothing of runs after their newest object. */
  readonly nowIsGiven: boolean;
}
