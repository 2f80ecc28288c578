import type { Instant } from '../instant.ts';

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
