import type { Timeline } from '../../timeline/build.ts';
import type { WriteTime } from '../../timeline/write-time.ts';
import type { Need } from '../checklist/need.ts';
import type { Suspect } from '../culprit.ts';
import type { Incident } from '../incident.ts';
import type { Phase, PhaseRun } from '../phases.ts';

/** Why nothing surer can be said, the most that can, and the evidence that would lift it. */
export interface Limit {
  readonly atMost: 'probable' | 'possible';
  readonly reason: string;
  readonly liftedBy: string;
  /** The same for the checklist; absent where no evidence that AWS keeps would lift it. */
  readonly needs?: readonly Need[];
}

export interface ConditionSubject {
  readonly timeline: Timeline;
  readonly incident: Incident;
  readonly phase: Phase;
  readonly suspect: Suspect;
  /** The phases of its incident in front of it, in order. */
  readonly before: readonly Phase[];
  /** The first run of the phase, and the first that has one answer. */
  readonly first: PhaseRun;
  readonly judged: PhaseRun;
  /** When the judged run was written. */
  readonly write: WriteTime;
}

/** One condition of proof: null where it holds. */
export type Condition = (subject: ConditionSubject) => Limit | null;

/** What each condition is called. None of them stands in a report. */
export type ConditionCode =
  | 'moments-agree'
  | 'joined-runs-agree'
  | 'denies-after'
  | 'key-known-in-use'
  | 'denies-whatever-encryption'
  | 'denies-whatever-slash'
  | 'allowed-before'
  | 'not-refused-before'
  | 'came-in-time'
  | 'no-other-break'
  | 'seen-throughout'
  | 'other-links-open'
  | 'first-run-watched'
  | 'configuration-as-found'
  | 'writes-went-on'
  | 'configuration-of-gone-bucket'
  | 'no-other-unknown'
  | 'no-unknown-behind'
  | 'order-is-known'
  | 'copies-agree'
  | 'configuration-is-settled'
  | 'not-as-kms-says'
  | 'not-before-the-key'
  | 'dated-arrivals'
  | 'dated-evidence'
  | 'destination-is-tied'
  | 'known-by-cloudtrail';

/** A condition as it is judged, and as `docs/causes.md` has it. */
export interface ConditionDefinition {
  readonly judge: Condition;
  /** What must hold. */
  readonly holds: string;
  /** The most that can be said where it does not. */
  readonly atMost: string;
}
