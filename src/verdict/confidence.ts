import type { Timeline } from '../timeline/build.ts';
import type { ConditionCode, ConditionSubject, Limit } from './conditions/condition.ts';
import { CONDITIONS } from './conditions/conditions.ts';
import type { Suspect } from './culprit.ts';
import type { Incident } from './incident.ts';
import type { Phase } from './phases.ts';

export type Confidence = 'proven' | 'probable' | 'possible';

/** How sure the culprit is, and each reason why not surer, with what would lift it. */
export interface Judgement {
  readonly confidence: Confidence;
  readonly limits: readonly (Limit & { readonly condition: ConditionCode })[];
}

/**
 * `proven` needs every condition; each that fails caps the confidence, and the lowest cap counts. They are judged on
 * the first run of the phase that has one answer, the agreement of the moments on its first run.
 */
export function judgeConfidence(input: {
  readonly timeline: Timeline;
  readonly incident: Incident;
  readonly phase: Phase;
  readonly suspect: Suspect;
  readonly before: readonly Phase[];
}): Judgement {
  const { runs } = input.phase;
  const judged = runs.find(({ fit }) => fit === 'definite') ?? runs[0];
  const subject: ConditionSubject = { ...input, first: runs[0], judged, write: judged.run.write };
  const codes = Object.keys(CONDITIONS) as ConditionCode[];
  const limits = codes.flatMap((condition) => {
    const limit = CONDITIONS[condition].judge(subject);
    return limit === null ? [] : [{ ...limit, condition }];
  });
  if (limits.some(({ atMost }) => atMost === 'possible')) return { confidence: 'possible', limits };
  return { confidence: limits.length > 0 ? 'probable' : 'proven', limits };
}
