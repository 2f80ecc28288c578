import { isConfigurationChange } from '../delivery-path/configuration-state.ts';
import { isOpen, type Link } from '../delivery-path/link.ts';
import { PROPAGATION } from '../delivery-path/observation.ts';
import type { Place } from '../delivery-path/place.ts';
import { DAY, type Instant } from '../instant.ts';
import type { Call } from '../sightings/call.ts';
import type { Timeline } from '../timeline/build.ts';
import type { Suspect } from './culprit.ts';
import type { Incident } from './incident.ts';
import type { Phase } from './phases.ts';

/** after < time of what began a phase <= before; `after` is null where nothing is known before. */
export interface Window {
  readonly after: Instant | null;
  readonly before: Instant;
}

/** The window of a phase: the first has that of its incident; a later one opens when what denies it was last known to be open. */
export function windowOf(
  timeline: Timeline,
  incident: Incident,
  phase: Phase,
  index: number,
  suspect: Suspect | null,
): Window {
  if (index === 0) return narrowed(incident.window, timeline, phase);
  const [first] = phase.runs;
  const refusals = phase.runs.flatMap(({ run }) => run.denied.map(({ time }) => time));
  const bounds = [refusals[0], incident.nextDelivery?.deliveredAt, first.run.deadline].filter((time) => time != null);
  const before = Math.min(...bounds);
  const opened = suspect === null ? null : lastKnownOpen(timeline, suspect);
  const after = opened ?? incident.window.after;
  return narrowed({ after: after === null ? null : Math.min(after, before), before }, timeline, phase);
}

/**
 * What AWS Config captured of the link that denies a phase narrows its window: last seen open, first seen closed. Never
 * is a capture the time of the change, which came before it.
 */
function narrowed(window: Window, { paths }: Timeline, { answer, runs: [{ run }] }: Phase): Window {
  if (answer?.kind !== 'denied') return window;
  const { link, place } = answer;
  const { steps, deniedSince } = paths.at(place);
  const began = deniedSince(link, run.write.to)?.step.from;
  if (began == null) return window;
  const shown = steps.filter((step) => step.shown.has(link));
  const closed = shown.find(({ from }) => from !== null && from >= began && from <= window.before)?.from;
  const opened = shown.findLast(({ from, links }) => from !== null && from < began && isOpen(links[link]))?.from;
  const after = opened == null ? window.after : Math.max(window.after ?? opened, opened);
  const before = closed ?? window.before;
  return { after: after === null ? null : Math.min(after, before), before };
}

/** When the link of a suspect was last known to be open before its change: a change that allowed it, or a capture. Null for the time of the last delivery or earlier. */
export function lastKnownOpen({ paths }: Timeline, { link, place, since }: Suspect): Instant | null {
  const { steps } = paths.at(place);
  const open = steps.findLast(
    (step) =>
      step.from !== null &&
      step.from < since &&
      isOpen(step.links[link]) &&
      (step.shown.has(link) || (step.touched.has(link) && step.links[link].basis === 'event')),
  );
  return open?.from ?? null;
}

/** When AWS Config last showed a link open at a place, up to a moment; null where it did not. */
export function lastShownOpen({ paths }: Timeline, link: Link, place: Place, until: Instant): Instant | null {
  const shown = paths
    .at(place)
    .steps.findLast(
      (step) => step.from !== null && step.from <= until && step.shown.has(link) && isOpen(step.links[link]),
    );
  return shown?.from ?? null;
}

/** Whether a change lies where it could have caused a phase: see the rule on the window and its margins. */
export function isInWindow(timeline: Timeline, incident: Incident, window: Window, call: Call): boolean {
  return call.time > windowStart(timeline, incident, window, call) && call.time <= window.before;
}

/**
 * Changes up to 15 minutes before the last delivery may not have acted on it yet. A run in progress may
 * finish after its configuration was disabled, so that configuration changes count from the last
 * delivered run's start; and a deleted configuration may deliver once more.
 */
function windowStart(
  timeline: Timeline,
  { lastDelivery, start, window: whole }: Incident,
  window: Window,
  call: Call,
): Instant {
  if (window.after === null) return Number.NEGATIVE_INFINITY;
  if (window.after !== whole.after) return window.after - 1;
  if (start === null) return Number.NEGATIVE_INFINITY;
  if (lastDelivery === null) return start;
  if (!isConfigurationChange(call, timeline.case)) return window.after - PROPAGATION;
  const oneMore =
    call.action.kind === 'delete-inventory-configuration' ? (timeline.case.frequency === 'Weekly' ? 7 : 1) * DAY : 0;
  return Math.min(lastDelivery.runTime, window.after) - PROPAGATION - oneMore;
}
