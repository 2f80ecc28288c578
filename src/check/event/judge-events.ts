import { formatInstant } from '../../instant.ts';
import { printable } from '../../policy/document/printable.ts';
import { type CheckOptions, check } from '../check.ts';
import { checkAll } from '../check-all.ts';
import { type CheckDecision, type CheckReport, type RequirementId, worstDecision } from '../contract.ts';
import type { CheckInputs } from '../inputs.ts';
import { afterEvent, nameOf } from './after-event.ts';
import type { ChangeEvent } from './change-event.ts';
import type { EventCheck, EventReport, JudgedEvent } from './contract.ts';
import type { EventDeliveries } from './event-deliveries.ts';
import { summarizeEvents } from './summarize-events.ts';

/**
 * What changes do to deliveries: each delivery is judged before them, after each, and after all. Calls that failed change
 * nothing. The same events, in whatever order and however often they are given, have the same answer.
 */
export function judgeEvents(
  events: readonly ChangeEvent[],
  deliveries: EventDeliveries,
  options?: CheckOptions,
): EventReport {
  const followed = deliveries.inputs.map((inputs) => follow(inputs, events));
  const touched = followed.filter(({ steps }) => steps.length > 0);
  const { reports } = checkAll(
    touched.map(({ after }) => after),
    options,
  );
  const checks = touched.map((one, index) => conclude(one, reports[index] ?? check(one.after, options), deliveries));
  const judged = events.map((event) => tell(event, followed, deliveries));
  const isOpen = judged.some(({ concerned }) => concerned === null);
  const decision = worstDecision([
    ...checks.map((one) => one.check),
    ...(isOpen ? [{ decision: 'depends' as const }] : []),
  ]);
  const stops = checks.some((one) => one.stops === true)
    ? true
    : isOpen || checks.some((one) => one.stops === null)
      ? null
      : false;
  const report = { schemaVersion: '1', kind: 'event', decision, stops } as const;
  return { ...report, summary: summarizeEvents(judged, checks, decision), events: judged, checks };
}

/** A delivery through the events. */
interface Followed {
  readonly before: CheckInputs;
  readonly after: CheckInputs;
  /** The events that touch it, each with what is decided after it. */
  readonly steps: readonly Step[];
  readonly unclear: ReadonlyMap<ChangeEvent, string>;
  /** Events so close together that their order is not known, and that decides. */
  readonly isOrderOpen: boolean;
}

interface Step {
  readonly event: ChangeEvent;
  readonly decision: CheckDecision;
}

function follow(before: CheckInputs, events: readonly ChangeEvent[]): Followed {
  const one = fold(before, events);
  const other = fold(before, reversedWhereClose(events));
  const isOrderOpen = one.steps.at(-1)?.decision !== other.steps.at(-1)?.decision;
  return { before, ...one, isOrderOpen };
}

function fold(before: CheckInputs, events: readonly ChangeEvent[]): Omit<Followed, 'before' | 'isOrderOpen'> {
  let after = before;
  const steps: Step[] = [];
  const unclear = new Map<ChangeEvent, string>();
  for (const event of events) {
    if (event.errorCode !== null) continue;
    const effect = afterEvent(after, event);
    if (effect.state === 'unclear') unclear.set(event, effect.reason);
    if (effect.state !== 'touched') continue;
    after = effect.inputs;
    steps.push({ event, decision: check(after).decision });
  }
  return { after, steps, unclear };
}

/** Times are to the second, and of one call a little off: events within two seconds of one another may have come the other way. */
function reversedWhereClose(events: readonly ChangeEvent[]): readonly ChangeEvent[] {
  const groups: ChangeEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last !== undefined && event.time - (last.at(-1)?.time ?? 0) <= CLOSE_MS) last.push(event);
    else groups.push([event]);
  }
  return groups.flatMap((group) => group.reverse());
}

const CLOSE_MS = 2_000;

function conclude(followed: Followed, judged: CheckReport, { isBeforeGiven }: EventDeliveries): EventCheck {
  const { steps, isOrderOpen } = followed;
  const report = isOrderOpen ? withoutOrder(judged) : judged;
  const before = isBeforeGiven ? check(followed.before) : null;
  const stops = stopsOf(report, before);
  const taken = stops === true && before !== null ? takenAsRunning(report, before) : [];
  return {
    stops,
    stoppedBy: stops === true ? (stoppingStep(steps)?.event.eventId ?? null) : null,
    about: followed.after.mustBeKnown,
    before: before?.decision ?? null,
    check: { ...report, assumptions: [...report.assumptions, ...taken] },
  };
}

function withoutOrder(report: CheckReport): CheckReport {
  const summary =
    'Depends on the order of events within two seconds of one another, which their times do not tell: the delivery is denied after one of them, and not after another.';
  return { ...report, decision: 'depends', summary, remedy: null, furtherRemedies: [] };
}

/** Null wherever it is not known that the delivery was let in before and is not after. */
function stopsOf(after: CheckReport, before: CheckReport | null): boolean | null {
  if (after.decision === 'depends') return null;
  if (after.decision === 'allowed' || before?.decision === 'denied') return false;
  if (before?.decision !== 'allowed') return null;
  const wasOpen = (id: RequirementId): boolean => {
    const status = before.requirements.find((one) => one.id === id)?.status;
    return status === 'pass' || status === 'not-applicable' || (status === 'unknown' && RUNNING.has(id));
  };
  return after.decidedBy.some(wasOpen) ? true : null;
}

/** What a delivery that is asked about is taken to have had, unless something given says otherwise. */
const RUNNING: ReadonlySet<RequirementId> = new Set(['key-usable', 'configuration-enabled']);

function takenAsRunning({ decidedBy }: CheckReport, { requirements }: CheckReport): CheckReport['assumptions'] {
  return requirements
    .filter(({ id, status }) => status === 'unknown' && RUNNING.has(id) && decidedBy.includes(id))
    .map(({ id }) => ({
      code: 'was-enabled',
      message: `the ${id === 'key-usable' ? 'key' : 'configuration'} is taken to have been enabled before: nothing given says so`,
    }));
}

/** The first event since which the delivery was denied to the end. */
function stoppingStep(steps: readonly Step[]): Step | null {
  const last = steps.findLastIndex(({ decision }) => decision !== 'denied');
  return steps[last + 1] ?? null;
}

function tell(event: ChangeEvent, followed: readonly Followed[], { areTold }: EventDeliveries): JudgedEvent {
  const { time, eventName, eventId, actor, errorCode } = event;
  const answer = (concerned: boolean | null, reason: string): JudgedEvent => ({
    time: formatInstant(time),
    eventName,
    eventId,
    actor,
    concerned,
    reason,
  });
  if (errorCode !== null) return answer(false, `it failed with ${printable(errorCode)} and changed nothing`);
  const touching = followed.flatMap(({ after, steps }) =>
    steps
      .filter((step) => step.event === event)
      .map(({ decision }) => `${after.sourceBucket} to ${after.destinationBucket} is ${decision} after it`),
  );
  const unclear = followed.flatMap((one) => one.unclear.get(event) ?? []);
  const [open] = unclear;
  if (open !== undefined) return answer(null, open);
  if (touching.length > 0) return answer(true, [...new Set(touching)].join('; '));
  const why = UNJUDGED[event.action.kind];
  if (why === undefined) return answer(false, 'it touches no delivery');
  if (why !== null) return answer(null, why);
  return areTold
    ? answer(false, 'it is about none of the deliveries')
    : answer(
        null,
        `nothing tells which deliveries ${nameOf(event)} is about: --case tells, or --policy with the policy before it`,
      );
}

/** The kinds of change that decide on deliveries; with the reason, those that are not followed here. */
const UNJUDGED: Readonly<Partial<Record<ChangeEvent['action']['kind'], string | null>>> = {
  'put-bucket-policy': null,
  'delete-bucket-policy': null,
  'put-inventory-configuration': null,
  'delete-inventory-configuration': null,
  'delete-bucket': null,
  'create-bucket': null,
  'put-bucket-encryption': null,
  'delete-bucket-encryption': null,
  'put-key-policy': null,
  'key-state': null,
  'organization-policy': 'it may be of a resource control policy: check the deliveries under that, with --rcp',
};
