import { printJson } from '../../display/escape-terminal.ts';
import { type CheckDecision, type CheckReport, orderedCheck, type RequirementId } from '../contract.ts';

/** What `check --event --format json` prints. More fields may be added; these keep their names and meaning. Absent is null. */
export interface EventReport {
  readonly schemaVersion: '1';
  readonly kind: 'event';
  /** The worst of the deliveries that are concerned, after all events; `allowed` where none is. */
  readonly decision: CheckDecision;
  /**
   * Whether the events stop a delivery that was let in before. null where that is not known: nothing was given of the state
   * before, or what follows from the events depends on what is not known.
   */
  readonly stops: boolean | null;
  readonly summary: string;
  /** Each event once, in the order of time. */
  readonly events: readonly JudgedEvent[];
  /** The deliveries that are concerned. */
  readonly checks: readonly EventCheck[];
}

export interface JudgedEvent {
  /** ISO 8601, UTC, to the second. */
  readonly time: string;
  readonly eventName: string;
  readonly eventId: string | null;
  /** Whose credentials made the call: an ARN, a service, or an id. */
  readonly actor: string | null;
  /** null where nothing tells whether a delivery is. */
  readonly concerned: boolean | null;
  /** What it does to the deliveries, or why nothing. */
  readonly reason: string;
}

export interface EventCheck {
  readonly stops: boolean | null;
  /** eventId of the event that stops it; null for none. */
  readonly stoppedBy: string | null;
  /** The requirements that the events are about. */
  readonly about: readonly RequirementId[];
  /** Before all events; null where nothing was given of that. */
  readonly before: CheckDecision | null;
  /** The delivery after all events. */
  readonly check: CheckReport;
}

/** Members in the order of the contract, invisible characters as `\uXXXX`. */
export function renderEventJson(report: EventReport): string {
  const checks = report.checks.map((one) => ({ ...one, check: orderedCheck(one.check) }));
  return printJson({ ...report, checks });
}
