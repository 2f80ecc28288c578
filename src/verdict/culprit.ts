import { configurationAt, isConfigurationChange } from '../delivery-path/configuration-state.ts';
import { configurationWords } from '../delivery-path/configuration-words.ts';
import { denied, LINKS, type Link, type LinkState } from '../delivery-path/link.ts';
import { describePlace, type Place, placeOf } from '../delivery-path/place.ts';
import { DAY, type Instant } from '../instant.ts';
import type { Call } from '../sightings/call.ts';
import type { Timeline } from '../timeline/build.ts';
import { type Explanation, explanationName } from '../timeline/explanation.ts';
import type { Phase } from './phases.ts';

/** A change that is held responsible, or suspected; the link that it broke, and how surely it explains the phase. */
export interface Suspect {
  readonly call: Call;
  readonly link: Link;
  readonly place: Place;
  readonly before: LinkState;
  /** The state with which the denial began. */
  readonly after: LinkState;
  /** What the change is to be explained by: of the links that it denied, the first in order (a deleted bucket, not the policy that went with it). */
  readonly explanation: { readonly link: Link; readonly state: LinkState };
  /** When the denial began: the change itself, unless a date in its policy came later. */
  readonly since: Instant;
  /**
   * `definite`: all moments of the first run agree on it. `joined`: those of later runs do. `exclusion`: nothing else
   * seen explains any of the runs. `alternative`: something else may. `timing`: what it left in force is not known.
   */
  readonly found: 'definite' | 'joined' | 'exclusion' | 'alternative' | 'timing';
  /** The place may have been open for a while after the configuration went there. */
  readonly isUnsure: boolean;
}

/** Who stopped the runs of a phase: the change that began the unbroken denial; null where none can be named. */
export function findCulprit(timeline: Timeline, phase: Phase): Suspect | null {
  const { answer, runs } = phase;
  const [first] = runs;
  if (answer !== null) {
    return suspectOf(timeline, answer, first.fit === 'definite' ? 'definite' : 'joined');
  }
  const all = runs.flatMap(({ explanations }) => explanations);
  const changes = new Map(all.flatMap((it) => callsOf(it).map((call) => [call, it] as const)));
  const isToldByDocument = all.some((it) => it.kind === 'not-due' && it.basis === 'document');
  const isSettling = all.some(({ kind }) => kind === 'settling');
  const isDeniedSinceEver = all.some((it) => it.kind === 'denied' && it.since === null);
  const [only] = changes;
  if (only !== undefined && changes.size === 1 && !isToldByDocument && !isDeniedSinceEver && !isSettling) {
    const [call, explanation] = only;
    const name = explanationName(explanation);
    const explainsAll = runs.every(({ explanations }) => explanations.some((it) => explanationName(it) === name));
    // A report takes up to a day: what came later stopped it only if it was late.
    const isLate = runs.some(({ fit, run }) => fit === 'late' || call.time > run.time + DAY);
    const found = explainsAll && !isLate ? 'exclusion' : 'alternative';
    return explanation.kind === 'undetermined'
      ? timed(timeline, call, explanation)
      : suspectOf(timeline, explanation, found);
  }
  return likeliest(timeline, phase);
}

/** The calls that an explanation lays the run on. */
function callsOf(explanation: Explanation): readonly Call[] {
  switch (explanation.kind) {
    case 'not-due':
    case 'denied':
    case 'elsewhere':
      return explanation.since === null ? [] : [explanation.since];
    case 'undetermined':
      return explanation.by;
    case 'settling':
    case 'unseen':
      return [];
    default:
      return explanation satisfies never;
  }
}

/** Of several: the one that explains most of the runs, known denials before open questions, the later before the earlier. */
function likeliest(timeline: Timeline, { runs }: Phase): Suspect | null {
  const counted = new Map<string, { explanation: Explanation; count: number }>();
  for (const { explanations } of runs) {
    for (const explanation of explanations) {
      if (callsOf(explanation).length === 0) continue;
      const entry = counted.get(explanationName(explanation)) ?? { explanation, count: 0 };
      entry.count += 1;
      counted.set(explanationName(explanation), entry);
    }
  }
  const latest = (explanation: Explanation): Instant => callsOf(explanation).at(-1)?.time ?? 0;
  const [best] = [...counted.values()].sort(
    (a, b) =>
      b.count - a.count ||
      Number(a.explanation.kind === 'undetermined') - Number(b.explanation.kind === 'undetermined') ||
      latest(b.explanation) - latest(a.explanation),
  );
  if (best === undefined) return null;
  const { explanation } = best;
  if (explanation.kind !== 'undetermined') return suspectOf(timeline, explanation, 'alternative');
  const call = explanation.by.at(-1);
  return call === undefined ? null : timed(timeline, call, explanation);
}

/** A change of unknown effect: only its time speaks against it. */
function timed(
  timeline: Timeline,
  call: Call,
  { place, links }: Extract<Explanation, { kind: 'undetermined' }>,
): Suspect | null {
  const isOfConfiguration = isConfigurationChange(call, timeline.case);
  const around = (isOfConfiguration ? timeline.path : timeline.paths.at(place)).around(call);
  const link = links.find((candidate) => around?.after.touched.has(candidate)) ?? links[0];
  if (around === null || link === undefined) return null;
  const after = around.after.links[link];
  return {
    call,
    link,
    place,
    before: around.before.links[link],
    after,
    explanation: { link, state: after },
    since: call.time,
    found: 'timing',
    isUnsure: false,
  };
}

/** The suspect that an explanation names; null where no seen change began it. */
export function suspectOf(timeline: Timeline, explanation: Explanation, found: Suspect['found']): Suspect | null {
  if (explanation.kind === 'undetermined' || explanation.kind === 'settling' || explanation.kind === 'unseen')
    return null;
  if (explanation.since === null) return null;
  const call = explanation.since;
  const { path, paths } = timeline;
  const { words } = timeline.case.profile;
  const around = path.around(call);
  if (around === null) return null;
  const isOfConfiguration = isConfigurationChange(call, timeline.case);
  switch (explanation.kind) {
    case 'not-due':
    case 'elsewhere': {
      const after =
        explanation.kind === 'elsewhere'
          ? denied(
              'moved',
              `the ${words.configuration} now sends the ${words.report} to ${describePlace(explanation.place)}, not to where it used to arrive`,
              'event',
            )
          : explanation.decision === 'rescheduled'
            ? denied('rescheduled', configurationWords(timeline.case.profile).becameWeekly, 'event')
            : around.after.links.configuration;
      const place = explanation.kind === 'elsewhere' ? explanation.place : placeAt(timeline, call.time - 1);
      return {
        call,
        link: 'configuration',
        place,
        before: around.before.links.configuration,
        after,
        explanation: { link: 'configuration', state: after },
        since: call.time,
        found,
        isUnsure: false,
      };
    }
    case 'denied': {
      const { link, place, state } = explanation;
      const there = paths.at(place);
      const own = isOfConfiguration ? around : (there.around(call) ?? around);
      const broken = isOfConfiguration
        ? link
        : (LINKS.find((other) => isDenied(own.after.links[other]) && !isDenied(own.before.links[other])) ?? link);
      const denial = isDenied(own.after.links[broken]) && broken !== link ? own.after.links[broken] : state;
      const began = there.steps.find(
        (step) => step.from !== null && step.from >= call.time && isDenied(step.links[link]),
      );
      return {
        call,
        link,
        place,
        before: own.before.links[link],
        after: state,
        explanation: { link: broken, state: denial },
        since: Math.max(call.time, began?.from ?? call.time),
        found,
        isUnsure: explanation.isUnsure,
      };
    }
    default:
      return explanation satisfies never;
  }
}

function placeAt({ configuration, case: subject }: Timeline, time: Instant): Place {
  return placeOf(configurationAt(configuration, time).state, subject);
}

function isDenied({ state }: LinkState): boolean {
  return state === 'denied';
}
