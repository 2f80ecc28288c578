import { DAY, type Instant } from '../instant.ts';
import type { Timeline } from '../timeline/build.ts';
import type { Call } from '../timeline/call.ts';
import { LINKS, type Link, type LinkState, type PathStep } from '../timeline/link.ts';
import { PROPAGATION } from '../timeline/proof.ts';
import type { Incident } from './incident.ts';

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
  const { lastDelivery, window } = incident;
  if (window.after === null) return Number.NEGATIVE_INFINITY;
  if (lastDelivery === null) return window.after;
  if (link !== 'configuration') return window.after - PROPAGATION;
  return Math.min(lastDelivery.runTime, window.after - PROPAGATION);
}

function breakInForce(timeline: Timeline, incident: Incident, link: Link, write: Instant): Suspect | null {
  const step = timeline.path.deniedSince(link, write);
  return step === null ? null : asSuspect(timeline, incident, step, link, 'in-force');
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
  const start = windowStart(incident, link) - oneMore;
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
    const moments = [
      from,
      ...timeline.path.steps.flatMap(({ from: time }) => (time !== null && time > from && time <= to ? [time] : [])),
    ];
    return moments.flatMap((moment) => {
      const step = timeline.path.deniedSince(link, moment);
      const suspect = step === null ? null : asSuspect(timeline, incident, step, link, 'near-write');
      return suspect === null ? [] : [suspect];
    });
  });
  const unique = onePerCall(suspects);
  const beforeWrite = unique.filter(({ call }) => call.time <= incident.write.time);
  return beforeWrite[beforeWrite.length - 1] ?? unique[0] ?? null;
}

/** The last change before the write whose outcome is not known: a suspicion by timing alone. */
function lastUndetermined(timeline: Timeline, incident: Incident): Suspect | null {
  const suspects = timeline.changes.flatMap((call): Suspect[] => {
    const around = timeline.path.around(call);
    if (around === null) return [];
    return LINKS.flatMap((link): Suspect[] => {
      const after = around.after.links[link];
      const isOpenQuestion = around.after.touched.has(link) && (after.state === 'unknown' || after.state === 'depends');
      if (!isOpenQuestion || !isInWindow(incident, call, link)) return [];
      return [
        { call, link, before: around.before.links[link], after, explanation: { link, state: after }, found: 'timing' },
      ];
    });
  });
  const beforeWrite = suspects.filter(({ call, link }) => call.time <= writeTime(incident, link));
  return beforeWrite[beforeWrite.length - 1] ?? suspects[0] ?? null;
}

/** In order of time; of the links that one change broke, the first in the order of explanation. */
function onePerCall(suspects: readonly Suspect[]): Suspect[] {
  const byTime = [...suspects].sort(
    (a, b) => a.call.time - b.call.time || LINKS.indexOf(a.link) - LINKS.indexOf(b.link),
  );
  return byTime.filter((suspect, index) => byTime.findIndex(({ call }) => call === suspect.call) === index);
}
