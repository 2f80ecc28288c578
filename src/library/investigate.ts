import type { CaseOptions } from '../case/case.ts';
import { expandInputs } from '../expand-inputs.ts';
import { HOUR, type Instant } from '../instant.ts';
import { investigateAll } from '../investigate.ts';
import type { Report } from '../report/contract.ts';
import type { Survey } from '../report/survey/contract.ts';
import type { EvidenceInput } from '../sources/input.ts';

/** What an investigation is asked, beside its evidence. All times are milliseconds since 1970, UTC. */
export interface Question {
  /** What is known of the case; it wins over `case.json` and everything inferred. */
  readonly case?: CaseOptions;
  /** The present; the evidence is never taken to reach beyond it. The system's clock unless given. */
  readonly clock?: Instant;
  /** Incidents and timeline entries outside are left out of the report; the replay uses all evidence. */
  readonly since?: Instant | null;
  readonly until?: Instant | null;
  /** Time after a run's folder time before it counts as missed, in milliseconds: 48 hours unless given. */
  readonly graceMs?: number;
  /** IANA zone of the machine that printed `aws s3 ls` listings; without it their times are approximate. */
  readonly listingTimezone?: string | null;
  /** UTC days (midnight) of exports that the console reported as failed. */
  readonly failedExports?: readonly Instant[];
}

/**
 * The main job: evidence in, verdict out. Of evidence that speaks of several configurations, none of them named, it is a
 * survey: `'reports' in answer` tells which it is. Nothing in the evidence is an exception; the report tells what could not
 * be read. The same evidence and the same `case.now` give the same answer.
 *
 * @param evidence paths, globs, `s3://bucket/prefix` (read with the SDK's own credentials), or inputs of one's own
 * @throws ForensicsError `usage` for a path that does not exist, `no-evidence` for no file at all, `malformed-case` for a
 *   `case.json` that is none
 */
export async function investigate(
  evidence: readonly string[] | readonly EvidenceInput[],
  question: Question = {},
): Promise<Report | Survey> {
  const answer = await investigateAll({
    inputs: await inputsOf(evidence),
    case: question.case ?? {},
    clock: question.clock ?? Date.now(),
    since: question.since ?? null,
    until: question.until ?? null,
    graceMs: question.graceMs ?? 48 * HOUR,
    listingTimezone: question.listingTimezone ?? null,
    failedExports: question.failedExports ?? [],
  });
  return answer.kind === 'report' ? answer.report : answer.survey;
}

/** Paths as inputs; inputs as they are. */
export function inputsOf(evidence: readonly string[] | readonly EvidenceInput[]): Promise<readonly EvidenceInput[]> {
  return evidence.every((item) => typeof item === 'string') ? expandInputs(evidence) : Promise.resolve(evidence);
}
