import type { CaseOptions } from './case/options.ts';
import type { Instant } from './instant.ts';
import type { Report } from './report/contract.ts';
import type { EvidenceInput } from './sources/input.ts';

export interface InvestigateOptions {
  readonly inputs: readonly EvidenceInput[];
  /** What the user said about the case; wins over `case.json` and everything inferred. */
  readonly case: CaseOptions;
  /** The clock, for when the case has no `now`. */
  readonly clock: Instant;
  /** Only changes and deliveries inside count; null is open. */
  readonly since: Instant | null;
  readonly until: Instant | null;
  /** Time after a run's folder time before it counts as missed. */
  readonly graceMs: number;
  /** IANA zone of times in `aws s3 ls` listings; null leaves them approximate. */
  readonly listingTimezone: string | null;
  /** UTC days (midnight) of exports that the console reported as failed. */
  readonly failedExports: readonly Instant[];
}

/** The main job: evidence in, verdict and timeline out. */
export async function investigate(_options: InvestigateOptions): Promise<Report> {
  throw new Error('under construction');
}
