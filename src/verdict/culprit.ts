import { isConfigurationChange } from '../delivery-path/configuration-history.ts';
import { LINKS, type Link, type LinkState, type PathStep } from '../delivery-path/link.ts';
import { isOpen } from '../delivery-path/path.ts';
import { PROPAGATION } from '../delivery-path/proof.ts';
import { replacesDocument } from '../delivery-path/replaces-document.ts';
import { DAY, type Instant } from '../instant.ts';
import type { Call } from '../sightings/call.ts';
import type { Timeline } from '../timeline/build.ts';
import type { Incident } from './incident.ts';
import { BEFORE_THE_KEY, keyErrorOf } from './key-error.ts';

/** A change held responsible, the link that it broke, and why no stronger word is used. */
export interface Suspect {
  readonly call: Call;
  readonly link: Link;
  readonly before: LinkState;
  readonly after: LinkState;
  /** What the change is to be explained by: of the links that it denied, the first in order (a deleted bucket, not the policy that went with it). */
  readonly explanation: { readonly link: Link; readonly state: LinkState };
  /**
   * How it was found. `in-force`: it denied its link, and the link was still denied at the write.
   * `carried`: it denied its link, and a later change whose body no log holds came before the write.
   * `near-write`: it denied its link at a time when the write may have been, but no later than usual.
   * `timing`: what it left in force is not known; it is only in the right place.
   */
  readonly found: 'in-force' | 'carried' | 'near-write' | 'timing';
}

export interface Suspects {
  readonly culprit: Suspect | null;
  /** Other links broken inside the window and still in force at the write. */
  readonly alsoBroken: readonly Suspect[];
}

/**
 * The change that stopped the first missed run: the last change inside the window that took its own
 * link from allowed to denied and left it denied at the write. Where several links were broken and in
 * force, it is the earliest of these breaks: after it the path was never allowed again.
 */
export function findCulprit(timeline: Timeline, incident: Incident): Suspects {
  const inForce = LINKS.flatMap((link): Suspect[] => {
    const suspect = breakInForce(timeline, incident, link, writeTime(incident, link));
    return suspect === null ? [] : [suspect];
  });
  const ordered = onePerCall(inForce);
  const [culprit] = ordered;
  if (culprit !== undefined) return { culprit, alsoBroken: ordered.filter(({ call }) => call !== culprit.call) };
  const fallback =
    carriedBreak(timeline, incident) ?? breakNearWrite(timeline, incident) ?? lastUndetermined(timeline, incident);
  return { culprit: fallback, alsoBroken: [] };
}

/** For the configuration, what counts is whether it was enabled when the run began; for all else, the write. */
export function writeTime(incident: Incident, link: Link): Instant {
  return link === 'configuration' ? incident.missed[0].time : incident.write.time;
}

/** The same for a suspect: a change of configuration counts from the run that begins after it, whichever link fails under it. */
export function writeTimeOf(timeline: Timeline, incident: Incident, { call, link }: Suspect): Instant {
  return writeTime(incident, isConfigurationChange(call, timeline.case) ? 'configuration' : link);
}

/** Whether a change lies where it could have caused the incident: see the rule on the window and its margins. */
export function isInWindow(incident: Incident, call: Call, link: Link | null): boolean {
  return call.time > windowStart(incident, link) && call.time <= incident.window.before;
}

/**
 * Changes up to 15 minutes before the last delivery may not have acted on it yet. A run in progress may
 * finish after its configuration was disabled, so that configuration changes count from the last
 * delivered run's start; and a deleted configuration may deliver once more.
 */
function windowStart(incident: Incident, link: Link | null): Instant {
  const { lastDelivery, window, start } = incident;
  if (window.after === null || start === null) return Number.NEGATIVE_INFINITY;
  if (lastDelivery === null) return start;
  if (link !== 'configuration') return window.after - PROPAGATION;
  return Math.min(lastDelivery.runTime, window.after - PROPAGATION);
}

function breakInForce(timeline: Timeline, incident: Incident, link: Link, write: Instant): Suspect | null {
  const step = timeline.path.deniedSince(link, write);
  if (step === null) return null;
  // A run in progress may finish under the configuration it began with, whichever link the new one fails at.
  const isLate =
    step.call !== null && isConfigurationChange(step.call, timeline.case) && step.call.time > incident.missed[0].time;
  return isLate ? null : asSuspect(timeline, incident, step, link, 'in-force');
}

function asSuspect(
  timeline: Timeline,
  incident: Incident,
  step: PathStep,
  link: Link,
  found: Suspect['found'],
): Suspect | null {
  if (step.call === null) return null;
  const around = timeline.path.around(step.call);
  if (around === null) return null;
  const after = around.after.links[link];
  const oneMore =
    link === 'configuration' && after.decision === 'deleted' ? (timeline.case.frequency === 'Weekly' ? 7 : 1) * DAY : 0;
  const isOfConfiguration = isConfigurationChange(step.call, timeline.case);
  const start = windowStart(incident, isOfConfiguration ? 'configuration' : link) - oneMore;
  if (step.call.time <= start || step.call.time > incident.window.before) return null;
  const broken =
    LINKS.find(
      (other) => around.after.links[other].state === 'denied' && around.before.links[other].state !== 'denied',
    ) ?? link;
  return {
    call: step.call,
    link,
    before: around.before.links[link],
    after,
    explanation: { link: broken, state: around.after.links[broken] },
    found,
  };
}

/** A break in the window whose link a later change of unknown content touched before the write: had that one mended it, the run would have come. */
function carriedBreak(timeline: Timeline, incident: Incident): Suspect | null {
  const carried = LINKS.flatMap((link): Suspect[] => {
    const write = writeTime(incident, link);
    const { state } = timeline.path.at(write).links[link];
    if (state !== 'unknown' && state !== 'depends') return [];
    for (
      let step = timeline.path.lastTouch(link, write);
      step.from !== null;
      step = timeline.path.lastTouch(link, step.from - 1)
    ) {
      if (step.links[link].state === 'denied') {
        const since = timeline.path.deniedSince(link, step.from);
        const suspect = since === null ? null : asSuspect(timeline, incident, since, link, 'carried');
        return suspect === null ? [] : [suspect];
      }
      if (step.links[link].state === 'allowed') return [];
    }
    return [];
  });
  return onePerCall(carried)[0] ?? null;
}

/**
 * Without a refused write to fix the time, the run may have been written at any moment from its folder
 * time to its deadline: a break in force at one of these moments, though not at the usual one, is possible.
 * With one, a mend in the last minutes before it may not have acted yet.
 */
function breakNearWrite(timeline: Timeline, incident: Incident): Suspect | null {
  const [run] = incident.missed;
  const fixed = incident.write.basis === 'denied-attempt';
  const from = fixed ? incident.write.time - PROPAGATION : run.time;
  const to = fixed ? incident.write.time : incident.window.before;
  const suspects = LINKS.flatMap((link): Suspect[] => {
    const breaks = timeline.path.steps.filter(
      ({ from: time, links }, index) =>
        time !== null &&
        time > from &&
        time <= to &&
        links[link].state === 'denied' &&
        timeline.path.steps[index - 1]?.links[link].state !== 'denied',
    );
    const standing = timeline.path.deniedSince(link, from);
    return [...(standing === null ? [] : [standing]), ...breaks].flatMap((step) => {
      const suspect = asSuspect(timeline, incident, step, link, 'near-write');
      return suspect === null ? [] : [suspect];
    });
  });
  const unique = onePerCall(suspects);
  const beforeWrite = unique.filter(({ call }) => call.time <= incident.write.time);
  return beforeWrite[beforeWrite.length - 1] ?? unique[0] ?? null;
}

/** The last change before the write whose outcome is not known: a suspicion by timing alone. */
function lastUndetermined(timeline: Timeline, incident: Incident): Suspect | null {
  const isFixed = incident.write.basis === 'denied-attempt';
  const isKeyError = keyErrorOf(incident) !== null;
  const suspects = timeline.changes.flatMap((call): Suspect[] => {
    const around = timeline.path.around(call);
    if (around === null) return [];
    const write = isConfigurationChange(call, timeline.case) ? incident.missed[0].time : incident.write.time;
    const settled = write - PROPAGATION;
    const atWrite = timeline.path.at(settled).links;
    return LINKS.flatMap((link): Suspect[] => {
      const after = around.after.links[link];
      const isOpenQuestion = around.after.touched.has(link) && (after.state === 'unknown' || after.state === 'depends');
      // What a later change is known to have opened before the write did not refuse it.
      if (isFixed && call.time <= settled && isOpen(atWrite[link])) return [];
      // A grant can only add access; and where a call left a document in place that was unknown before it, nothing speaks against it.
      if (call.action.kind === 'create-grant') return [];
      if (!replacesDocument(around.after, link) && after.explanation === around.before.links[link].explanation)
        return [];
      if (!isOpenQuestion || !isInWindow(incident, call, link)) return [];
      if (isKeyError && BEFORE_THE_KEY.has(link)) return [];
      return [
        { call, link, before: around.before.links[link], after, explanation: { link, state: after }, found: 'timing' },
      ];
    });
  });
  const beforeWrite = suspects.filter(({ call, link }) => call.time <= writeTime(incident, link));
  const last = beforeWrite[beforeWrite.length - 1] ?? suspects[0];
  return suspects.find(({ call }) => call === last?.call) ?? null;
}

/** In order of time; of the links that one change broke, the first in the order of explanation. */
function onePerCall(suspects: readonly Suspect[]): Suspect[] {
  const byTime = [...suspects].sort(
    (a, b) => a.call.time - b.call.time || LINKS.indexOf(a.link) - LINKS.indexOf(b.link),
  );
  const seen = new Set<Call>();
  return byTime.filter(({ call }) => {
    if (seen.has(call)) return false;
    seen.add(call);
    return true;
  });
}
