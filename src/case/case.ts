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

/** The case as given by flags or by `case.json`: every member may be missing. */
export interface CaseOptions {
  readonly sourceBucket?: string | undefined;
  readonly sourceAccount?: string | undefined;
  readonly destinationBucket?: string | undefined;
  readonly destinationAccount?: string | undefined;
  readonly destinationPrefix?: string | undefined;
  readonly configurationId?: string | undefined;
  readonly frequency?: 'Daily' | 'Weekly' | undefined;
  /** `none`, `SSE-S3` or a KMS key ARN. */
  readonly encryption?: string | undefined;
  readonly now?: Instant | undefined;
}

/** Amazon S3 opened in 2006; a `now` beyond 2100 is a typing error, or a program's largest date. */
export function isPlausibleNow(now: Instant): boolean {
  return now >= Date.UTC(2006, 0) && now < Date.UTC(2101, 0);
}

/** What is said of any other. */
export const NOW_RANGE = 'must lie between 2006 and 2100';
