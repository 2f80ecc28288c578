import { type Beginning, beginningOfDenial } from '../delivery-path/beginning.ts';
import { type ConfigurationStep, isStopped } from '../delivery-path/configuration-state.ts';
import { type DeniedAttempt, isRefusedByKms } from '../delivery-path/delivery.ts';
import { KEY_LINKS } from '../delivery-path/link.ts';
import { deniedLinks } from '../delivery-path/path.ts';
import { isSameSpot, type Place, placeOf } from '../delivery-path/place.ts';
import type { Instant } from '../instant.ts';
import type { ExplainInput, PlausibleWrite } from './explain-input.ts';
import { type Denial, type Explanation, explanationName } from './explanation.ts';
import { denialOf, keptDenials, neverKnownOpen, openQuestions } from './open-questions.ts';
import type { Run } from './runs.ts';

/** Why a write at one moment failed, under one state of the configuration; denials beside the answer go to `beside`. */
export function explainMoment(write: PlausibleWrite, beside: Map<string, Denial>): Explanation[] {
  const isRefused = write.run.denied.length > 0;
  const denials = denialsAt(write);
  const stop = isRefused ? null : notDue(write);
  if (stop !== null) {
    for (const denial of denials) beside.set(explanationName(denial), denial);
    return [stop];
  }
  const [first, ...others] = denials;
  if (first !== undefined) {
    for (const other of others) beside.set(explanationName(other), other);
    const unsure = neverKnownOpen(write, first);
    return [first, ...keptDenials(write, first), ...(unsure === null ? [] : [unsure])];
  }
  const away = isRefused ? null : elsewhere(write);
  if (away !== null) return [away];
  return openQuestions(write);
}

export function writeAt(run: Run, moment: Instant, step: ConfigurationStep, input: ExplainInput): PlausibleWrite {
  const place = placeFor(run, step, input);
  return { run, moment, step, place, path: input.path.at(place), input };
}

/** Where a run was written: as its refused key says, else as the configuration did. */
export function placeFor(run: Run, { state }: ConfigurationStep, { subject, configuration }: ExplainInput): Place {
  const [refusal] = run.denied;
  if (refusal === undefined) return placeOf(state, subject);
  const spot = { destinationBucket: refusal.bucket, destinationPrefix: refusal.prefix };
  const named = { bucket: state.destinationBucket, prefix: state.destinationPrefix };
  // Where this state names another place, the last that named this one tells the encryption.
  const { encryption } = isSameSpot(named, refusal)
    ? state
    : (configuration.steps.findLast(
        ({ from, state: other }) =>
          (from ?? 0) <= refusal.time &&
          other.encryption !== null &&
          isSameSpot({ bucket: other.destinationBucket, prefix: other.destinationPrefix }, refusal),
      )?.state ?? state);
  return placeOf({ ...state, ...spot, encryption }, subject);
}

/** Disabled, deleted or made weekly by an event. */
export function notDue({
  run,
  step,
  path,
  input: { cadence, configuration },
}: Pick<PlausibleWrite, 'run' | 'step' | 'path' | 'input'>): Explanation | null {
  const { state } = step;
  const index = configuration.steps.indexOf(step);
  // A run that had begun is not taken back by another schedule.
  const change = cadence.rescheduledBy(run.time, index);
  const rescheduled = change === null || change.time > run.time ? null : change;
  const stopped =
    state.basis === 'event' && isStopped(state) && step.from !== null
      ? path.deniedSince('configuration', step.from)
      : null;
  const since = stopped?.step.call ?? null;
  if (stopped !== null && (rescheduled === null || (since !== null && since.time < rescheduled.time))) {
    const { decision } = stopped.step.links.configuration;
    return { kind: 'not-due', decision: decision === 'deleted' ? 'deleted' : 'disabled', since, basis: 'event' };
  }
  return rescheduled === null ? null : { kind: 'not-due', decision: 'rescheduled', since: rescheduled, basis: 'event' };
}

/** Every denied link at a place, the one first whose unbroken denial there began first; of several that began together, in the order of links. */
function denialsAt(write: PlausibleWrite): Denial[] {
  const { run, moment, place, path } = write;
  // The configuration is judged as such; and a refused write shows that the bucket was there.
  const denied = deniedLinks(path.at(moment)).filter(
    (link) => link !== 'configuration' && (link !== 'destination-bucket' || run.denied.length === 0),
  );
  const begun = denied
    .map((link) => ({ link, beginning: beginningOfDenial(link, write) }))
    .sort((a, b) => beganAt(a.beginning) - beganAt(b.beginning))
    .map(({ link, beginning }) => denialOf(link, place, beginning));
  // KMS answered: the key was asked, and refused.
  const byKey = begun.filter(({ link }) => KEY_LINKS.has(link));
  return isKeyError(run.denied, moment) && byKey.length > 0 ? byKey : begun;
}

function beganAt({ time }: Beginning): Instant {
  return time ?? Number.NEGATIVE_INFINITY;
}

function isKeyError(denied: readonly DeniedAttempt[], moment: Instant): boolean {
  const attempt = denied.find(({ time }) => time >= moment);
  return attempt !== undefined && isRefusedByKms(attempt);
}

/** Sent to where the case does not look and no listing does. */
function elsewhere({ run, step, place, input }: PlausibleWrite): Explanation | null {
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
