import { type Beginning, type BeginningInput, beginningOfDenial, placeMadeBy } from '../delivery-path/beginning.ts';
import {
  type ConfigurationHistory,
  type ConfigurationStep,
  configurationAt,
} from '../delivery-path/configuration-history.ts';
import type { DeniedAttempt } from '../delivery-path/delivery.ts';
import { LINKS, type Link, type LinkState, type PathStep } from '../delivery-path/link.ts';
import { type DeliveryPath, deniedLinks, isOpen, type Path } from '../delivery-path/path.ts';
import { isSameSpot, type Place, placeOf } from '../delivery-path/place.ts';
import { replacesDocument } from '../delivery-path/replaces-document.ts';
import type { Instant } from '../instant.ts';
import { compareText } from '../order.ts';
import { firstDueBy, type Schedule } from '../profile/schedule.ts';
import type { Call } from '../sightings/call.ts';
import type { Cadence } from './cadence.ts';
import { beganAnew, type Run } from './runs.ts';
import { lookedAt } from './write-time.ts';

/** One reason for which a run may be missing. `since` is the change that began it; null where none is seen. */
export type Explanation =
  /** Nothing was due to arrive. `basis` document: that is how it is now, since when nobody knows. */
  | {
      readonly kind: 'not-due';
      readonly decision: 'disabled' | 'deleted' | 'rescheduled';
      readonly since: Call | null;
      readonly basis: 'event' | 'document';
    }
  /** A link of the path denied the write. */
  | {
      readonly kind: 'denied';
      readonly link: Link;
      readonly resource: string;
      readonly place: Place;
      /** The state with which the denial began. */
      readonly state: LinkState;
      readonly since: Call | null;
      /** What the place was before the configuration named it is not known: the denial may be older than `since` tells. */
      readonly isUnsure: boolean;
    }
  /** It went to a place that the case does not name and that nothing in evidence looks at. */
  | { readonly kind: 'elsewhere'; readonly place: Place; readonly since: Call | null }
  /** Changes whose effect is not known. */
  | {
      readonly kind: 'undetermined';
      readonly place: Place;
      readonly links: readonly Link[];
      readonly by: readonly Call[];
    }
  /** The configuration was created, enabled or moved less than two days before: the first report may take that long. */
  | { readonly kind: 'settling' }
  /** All that is seen allows it. */
  | { readonly kind: 'unseen' };

export interface ExplainedRun {
  readonly run: Run;
  /** At least one, distinct, in a total order. */
  readonly explanations: readonly Explanation[];
  /** The one explanation at all moments under the configuration that the run began with; null where there are several. */
  readonly asBegun: Explanation | null;
  /** Links that were denied beside what explains the run, with the changes that began it. */
  readonly beside: readonly Extract<Explanation, { kind: 'denied' }>[];
}

export interface ExplainInput extends BeginningInput {
  readonly schedule: Schedule;
  readonly path: DeliveryPath;
  readonly cadence: Cadence;
  /** The place that the case names, and whether a listing would show what arrives at a place. */
  readonly named: Pick<Place, 'bucket' | 'prefix'> | null;
  readonly isWatched: (place: Place, run: Instant) => boolean;
  /** The last delivered or refused run: a document that says otherwise came into force behind it. */
  readonly lastSeenRunning: Instant;
}

/**
 * Why a run is missing: the set of explanations over all plausible moments of its write, each moment judged under the
 * configuration that the run may have been made with. One explanation at all moments is a definite answer.
 *
 * @param until looks at every moment up to this one as well, for a run that nothing at the usual hours explains
 */
export function explainRun(run: Run, input: ExplainInput, until: Instant | null = null): ExplainedRun {
  const found = new Map<string, Explanation>();
  const asBegun = new Set<string>();
  const beside = new Map<string, Extract<Explanation, { kind: 'denied' }>>();
  const stretches = lookedAt(run.write).map(({ from, to }) => ({
    from,
    to: until === null ? to : Math.max(to, until),
  }));
  for (const { from, to } of stretches) {
    for (const moment of momentsOf(from, to, run, input)) {
      for (const [index, step] of configurationsOf(run, moment, input).entries()) {
        for (const answer of explainMoment(run, moment, step, input, beside)) {
          keep(found, answer);
          if (index === 0) asBegun.add(explanationName(answer));
        }
      }
    }
  }
  if (run.denied.length === 0 && run.time > input.lastSeenRunning) {
    for (const answer of toldByDocument(run, input)) found.set(explanationName(answer), answer);
  }
  const anew = run.denied.length > 0 ? null : beganAnew(input.configuration, Math.max(run.time, run.write.to));
  if (
    anew !== null &&
    run.time <= firstDueBy(input.schedule, anew) &&
    [...found.values()].some(({ kind }) => kind !== 'not-due')
  ) {
    found.set('5 settling', { kind: 'settling' });
  }
  for (const name of found.keys()) beside.delete(name);
  const inOrder = <T>(answers: ReadonlyMap<string, T>): T[] =>
    [...answers].sort(([a], [b]) => compareText(a, b)).map(([, answer]) => answer);
  const [only] = asBegun;
  return {
    run,
    explanations: inOrder(found),
    asBegun: only === undefined || asBegun.size > 1 ? null : (found.get(only) ?? null),
    beside: inOrder(beside),
  };
}

/** Unsure at one moment is unsure. */
function keep(found: Map<string, Explanation>, answer: Explanation): void {
  const name = explanationName(answer);
  const known = found.get(name);
  if (known?.kind !== 'denied' || !known.isUnsure) found.set(name, answer);
}

/** What makes two explanations the same: link, resource and the change that began it; the reason may differ. */
export function explanationName(explanation: Explanation): string {
  switch (explanation.kind) {
    case 'not-due':
      return ['1 not-due', explanation.decision, callName(explanation.since), explanation.basis].join('\n');
    case 'denied':
      return ['2 denied', explanation.link, explanation.resource, callName(explanation.since)].join('\n');
    case 'elsewhere':
      return ['3 elsewhere', callName(explanation.since)].join('\n');
    case 'undetermined':
      return ['4 undetermined', ...explanation.by.map(callName)].join('\n');
    case 'settling':
      return '5 settling';
    case 'unseen':
      return '6 unseen';
    default:
      return explanation satisfies never;
  }
}

function callName(call: Call | null): string {
  return call === null ? '' : [call.time, call.eventName, call.eventId ?? '', call.requestId ?? ''].join(' ');
}

/** The ends of a stretch, and every moment in it at which the configuration or the path at one of its places changes. */
function momentsOf(from: Instant, to: Instant, run: Run, input: ExplainInput): Instant[] {
  const { steps } = input.configuration;
  const moments = new Set([from, to]);
  for (const step of steps) {
    if (step.from !== null && step.from > from && step.from <= to) moments.add(step.from);
  }
  const inForce = [...moments].flatMap((moment) => configurationsOf(run, moment, input));
  for (const step of new Set(inForce)) {
    for (const { from: change } of input.path.at(placeFor(run, step, input)).between(from, to)) {
      if (change !== null) moments.add(change);
    }
  }
  return [...moments].sort((a, b) => a - b);
}

/**
 * The configuration as a run began with it, and as it was at the write: AWS does not say which of the two counts. A
 * run that was not due when it should have begun never began, whatever was written later.
 */
function configurationsOf(run: Run, moment: Instant, input: ExplainInput): ConfigurationStep[] {
  const { configuration, path, subject } = input;
  const [refusal] = run.denied;
  if (refusal !== undefined) return [toldByRefusal(refusal, moment, configuration)];
  const began = configurationAt(configuration, Math.min(run.time, moment));
  const isOff = notDue(run, began, path.at(placeOf(began.state, subject)), input) !== null;
  return isOff ? [began] : [...new Set([began, configurationAt(configuration, moment)])];
}

/** The configuration that a refused write shows: the last before it that named its place, else the one in force. */
function toldByRefusal(
  refusal: DeniedAttempt,
  moment: Instant,
  configuration: ConfigurationHistory,
): ConfigurationStep {
  const named = configuration.steps.findLast(
    ({ from, state }) =>
      (from ?? refusal.time) <= refusal.time &&
      state.exists !== false &&
      isSameSpot({ bucket: state.destinationBucket, prefix: state.destinationPrefix }, refusal),
  );
  return named ?? configurationAt(configuration, moment);
}

/** Where a run was written: as its refused key says, else as the configuration did. */
function placeFor(run: Run, { state }: ConfigurationStep, { subject, configuration }: ExplainInput): Place {
  const [refusal] = run.denied;
  if (refusal === undefined) return placeOf(state, subject);
  const spot = { destinationBucket: refusal.bucket, destinationPrefix: refusal.prefix };
  // Of the states that named this place, the one in force tells the encryption.
  const { encryption } =
    configuration.steps.findLast(
      ({ from, state: other }) =>
        (from ?? 0) <= refusal.time &&
        other.encryption !== null &&
        isSameSpot({ bucket: other.destinationBucket, prefix: other.destinationPrefix }, refusal),
    )?.state ?? state;
  return placeOf({ ...state, ...spot, encryption }, subject);
}

function explainMoment(
  run: Run,
  moment: Instant,
  step: ConfigurationStep,
  input: ExplainInput,
  beside: Map<string, Extract<Explanation, { kind: 'denied' }>>,
): Explanation[] {
  const place = placeFor(run, step, input);
  const path = input.path.at(place);
  const links = path.at(moment).links;
  const isRefused = run.denied.length > 0;
  const denials = denialsAt(run, moment, step, place, path, input);
  const stop = isRefused ? null : notDue(run, step, path, input);
  if (stop !== null) {
    for (const denial of denials) beside.set(explanationName(denial), denial);
    return [stop];
  }
  const [first, ...others] = denials;
  if (first !== undefined) {
    for (const other of others) beside.set(explanationName(other), other);
    const unsure = neverKnownOpen(run, moment, step, place, path, first, input);
    return [first, ...keptDenials(run, moment, step, place, path, first, input), ...(unsure === null ? [] : [unsure])];
  }
  const away = isRefused ? null : elsewhere(run, step, place, input);
  if (away !== null) return [away];
  return openQuestions(run, moment, step, place, path, links, input);
}

/** Disabled, deleted or made weekly by an event. */
function notDue(
  run: Run,
  step: ConfigurationStep,
  path: Path,
  { cadence, configuration }: ExplainInput,
): Explanation | null {
  const { state } = step;
  const index = configuration.steps.indexOf(step);
  // A run that had begun is not taken back by another schedule.
  const change = cadence.rescheduledBy(run.time, index);
  const rescheduled = change === null || change.time > run.time ? null : change;
  const stopped =
    state.basis === 'event' && (state.exists === false || state.isEnabled === false) && step.from !== null
      ? path.deniedSince('configuration', step.from)
      : null;
  const since = stopped?.step.call ?? null;
  if (stopped !== null && (rescheduled === null || (since !== null && since.time < rescheduled.time))) {
    const { decision } = stopped.step.links.configuration;
    return { kind: 'not-due', decision: decision === 'deleted' ? 'deleted' : 'disabled', since, basis: 'event' };
  }
  return rescheduled === null ? null : { kind: 'not-due', decision: 'rescheduled', since: rescheduled, basis: 'event' };
}

/** Every denied link at a place, the one first whose unbroken denial there began first. */
function denialsAt(
  run: Run,
  moment: Instant,
  step: ConfigurationStep,
  place: Place,
  path: Path,
  input: ExplainInput,
): Extract<Explanation, { kind: 'denied' }>[] {
  // The configuration is judged as such; and a refused write shows that the bucket was there.
  const denied = deniedLinks(path.at(moment)).filter(
    (link) => link !== 'configuration' && (link !== 'destination-bucket' || run.denied.length === 0),
  );
  const begun = denied
    .map((link) => ({ link, beginning: beginningOfDenial(path, link, place, moment, step, input) }))
    .sort(
      (a, b) =>
        (a.beginning.time ?? Number.NEGATIVE_INFINITY) - (b.beginning.time ?? Number.NEGATIVE_INFINITY) ||
        LINKS.indexOf(a.link) - LINKS.indexOf(b.link),
    )
    .map(({ link, beginning }) => denialOf(link, place, beginning));
  // KMS answered: the key was asked, and refused.
  const byKey = begun.filter(({ link }) => KEY_LINKS.has(link));
  return isKeyError(run.denied, moment) && byKey.length > 0 ? byKey : begun;
}

const KEY_LINKS: ReadonlySet<Link> = new Set(['key-policy', 'key-state', 'default-encryption']);

function isKeyError(denied: readonly DeniedAttempt[], moment: Instant): boolean {
  const attempt = denied.find(({ time }) => time >= moment);
  return attempt?.errorCode?.startsWith('KMS.') ?? false;
}

/**
 * Whether a link of unknown state may be what stopped a run. A refused write shows that configuration and bucket were
 * there; an error of KMS, that what decides before the key let the write through.
 */
function isPossible(link: Link, run: Run): boolean {
  if (run.denied.length === 0) return true;
  const byKey = run.denied.some(({ errorCode }) => errorCode?.startsWith('KMS.'));
  return link !== 'configuration' && link !== 'destination-bucket' && !(byKey && BEFORE_THE_KEY.has(link));
}

/** Links that decide before the key is asked. */
export const BEFORE_THE_KEY: ReadonlySet<Link> = new Set(['region', 'destination-bucket', 'destination-policy']);

function denialOf(
  link: Link,
  place: Place,
  { call, state, isUnsure }: Beginning,
): Extract<Explanation, { kind: 'denied' }> {
  return { kind: 'denied', link, resource: resourceOf(link, place), place, state, since: call, isUnsure };
}

function resourceOf(link: Link, { bucket, encryption }: Place): string {
  if (link === 'key-policy' || link === 'key-state') return encryption?.type === 'SSE-KMS' ? encryption.keyId : '';
  return bucket ?? '';
}

/** Sent to where the case does not look and no listing does. */
function elsewhere(run: Run, step: ConfigurationStep, place: Place, input: ExplainInput): Explanation | null {
  const { named, configuration, subject } = input;
  if (named === null || isSameSpot(place, named) || input.isWatched(place, run.time)) return null;
  const { steps } = configuration;
  let index = steps.indexOf(step);
  while (index > 0) {
    const before = steps[index - 1];
    if (before === undefined || isSameSpot(placeOf(before.state, subject), named)) break;
    index -= 1;
  }
  return { kind: 'elsewhere', place, since: steps[index]?.call ?? null };
}

/** No link is known to deny: what the changes of unknown effect leave open. */
function openQuestions(
  run: Run,
  moment: Instant,
  step: ConfigurationStep,
  place: Place,
  path: Path,
  links: PathStep['links'],
  input: ExplainInput,
): Explanation[] {
  const answers: Explanation[] = [];
  const open: { link: Link; by: Call[] }[] = [];
  for (const link of LINKS) {
    if (links[link].state !== 'unknown' && links[link].state !== 'depends') continue;
    if (!isPossible(link, run)) continue;
    const { by, denied } = behind(link, moment, place, path, step, input);
    if (by.length === 0) continue;
    open.push({ link, by });
    if (denied !== null) {
      answers.push(denialOf(link, place, beginningOfDenial(path, link, place, denied, step, input)));
    }
  }
  if (open.length === 0) return [{ kind: 'unseen' }];
  const isOnlyQuestion = run.denied.length > 0 && open.length === 1 && answers.length === 1;
  if (isOnlyQuestion) return answers;
  const by = [...new Set(open.flatMap((question) => question.by))].sort((a, b) => a.time - b.time);
  return [...answers, { kind: 'undetermined', place, links: open.map(({ link }) => link), by }];
}

/** Denials of other links, begun before a known one, that changes of unknown content may have kept. */
function keptDenials(
  run: Run,
  moment: Instant,
  step: ConfigurationStep,
  place: Place,
  path: Path,
  first: Extract<Explanation, { kind: 'denied' }>,
  input: ExplainInput,
): Explanation[] {
  return LINKS.flatMap((link): Explanation[] => {
    const { state } = path.at(moment).links[link];
    if ((state !== 'unknown' && state !== 'depends') || !isPossible(link, run)) return [];
    const { denied } = behind(link, moment, place, path, step, input);
    if (denied === null) return [];
    const kept = denialOf(link, place, beginningOfDenial(path, link, place, denied, step, input));
    return (kept.since?.time ?? 0) < (first.since?.time ?? 0) ? [kept] : [];
  });
}

/** Links that something in force decides wherever the reports go; the others deny only where something was done. */
const HAS_DOCUMENT: ReadonlySet<Link> = new Set(['destination-policy', 'key-policy', 'key-state']);

/** Sent, before a known denial began, to a place of which another link was never known to be open: it may have denied first. */
function neverKnownOpen(
  run: Run,
  moment: Instant,
  step: ConfigurationStep,
  place: Place,
  path: Path,
  first: Extract<Explanation, { kind: 'denied' }>,
  input: ExplainInput,
): Explanation | null {
  const links = LINKS.filter((link) => {
    const { state } = path.at(moment).links[link];
    if (link === first.link || !HAS_DOCUMENT.has(link) || !isPossible(link, run)) return false;
    if (state !== 'unknown' && state !== 'depends') return false;
    const made = placeMadeBy(link, place, step, input);
    if (made?.call == null || first.since === null || made.call.time >= first.since.time) return false;
    return behind(link, moment, place, path, step, input).by.includes(made.call);
  });
  const [link] = links;
  const made = link === undefined ? null : placeMadeBy(link, place, step, input);
  return made?.call == null ? null : { kind: 'undetermined', place, links, by: [made.call] };
}

/** The calls of unknown effect since a link was last known, and whether it was then denied (a moment of that denial). */
function behind(
  link: Link,
  moment: Instant,
  place: Place,
  path: Path,
  configured: ConfigurationStep,
  input: ExplainInput,
): { readonly by: Call[]; readonly denied: Instant | null } {
  const by: Call[] = [];
  let step = path.lastTouch(link, moment);
  while (step.from !== null) {
    const { state } = step.links[link];
    if (state === 'denied') return { by, denied: step.from };
    if (isOpen(step.links[link])) return { by, denied: null };
    if (step.call !== null && canHaveBroken(step, link, path)) by.push(step.call);
    step = path.lastTouch(link, step.from - 1);
  }
  if (step.links[link].state === 'denied') return { by, denied: Number.NEGATIVE_INFINITY };
  // Never known there: sending the reports there may have broken them.
  if (!HAS_DOCUMENT.has(link)) return { by, denied: null };
  const made = placeMadeBy(link, place, configured, input);
  if (made === null || made.from === null || made.call === null) return { by, denied: null };
  const since = made.from;
  return { by: [...by.filter(({ time }) => time > since), made.call], denied: null };
}

/** A grant can only add access; and a call that left a document in place that was unknown before it broke nothing that shows. */
function canHaveBroken(step: PathStep, link: Link, path: Path): boolean {
  if (step.call === null || step.call.action.kind === 'create-grant') return false;
  const around = path.around(step.call);
  if (around === null || replacesDocument(around.after, link)) return true;
  return around.after.links[link].explanation !== around.before.links[link].explanation;
}

/** A document without an event is an alternative beside the other explanations, since an unknown moment. */
function toldByDocument(run: Run, { configuration, cadence }: ExplainInput): Explanation[] {
  const { unseenState, steps } = configuration;
  const now = unseenState ?? (steps.length === 1 && steps[0]?.state.basis === 'document' ? steps[0].state : null);
  const isStopped = now !== null && (now.exists === false || now.isEnabled === false);
  return [
    ...(isStopped
      ? [
          {
            kind: 'not-due',
            decision: now.exists === false ? 'deleted' : 'disabled',
            since: null,
            basis: 'document',
          } as const,
        ]
      : []),
    ...(cadence.isOffWeeklyUnseen(run.time)
      ? [{ kind: 'not-due', decision: 'rescheduled', since: null, basis: 'document' } as const]
      : []),
  ];
}
