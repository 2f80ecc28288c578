import type { Case } from '../case/case.ts';
import type { Instant } from '../instant.ts';
import { turningMoments } from './clock-conditions.ts';
import type { LinkEvaluator } from './evaluate-links.ts';
import { LINKS, type Link, type LinkState, type LinkStates, type PathStep, unknown } from './link.ts';
import type { Observations } from './observation.ts';
import type { Place } from './place.ts';
import { proveByDeliveries } from './proof.ts';
import type { WorldStep } from './replay.ts';
import { keyAt, linksOf, touchedLinks } from './touched-links.ts';
import type { Knowledge, World } from './world.ts';

export interface PlaceStepsInput {
  readonly subject: Case;
  readonly steps: readonly WorldStep[];
  readonly evaluate: LinkEvaluator;
  readonly observations: Observations;
}

/** A step of the path at a place, and the index of the step of the world that it belongs to. */
export type IndexedStep = PathStep & { readonly index: number };

/**
 * The path at one place: every step of the world judged for a write there, divided where a policy's own dates make it
 * decide otherwise, and held against what was observed.
 */
export function stepsAt(
  place: Place,
  { subject, steps, evaluate, observations }: PlaceStepsInput,
): readonly IndexedStep[] {
  const judged = steps.flatMap((step, index): IndexedStep[] => {
    const previous = steps[index - 1];
    const end = steps[index + 1]?.from ?? subject.now;
    const turns = turnsIn(step.world, place).filter((moment) => moment > (step.from ?? moment - 1) && moment < end);
    const start = step.from ?? (turns[0] === undefined ? end : turns[0] - 2);
    const links = judge(step, start);
    const touched =
      previous === undefined
        ? new Set(LINKS)
        : step.call === null
          ? new Set([...linksThatDiffer(judge(previous, start), links), ...linksOf(step.anew, place, step.world)])
          : touchedLinks(step.call, subject, place, { world: previous.world, next: step.world });
    return [
      {
        from: step.from,
        call: step.call,
        links,
        touched,
        replaced: step.replaced,
        asTold: step.asTold === null ? null : evaluate(step.asTold, place, start),
        shown: linksOf(step.shown, place, step.world),
        byClock: false,
        index,
      },
      ...turns.map((moment) => ({
        from: moment,
        call: null,
        links: judge(step, moment),
        touched: BY_CLOCK,
        replaced: null,
        asTold: null,
        shown: new Set<Link>(),
        byClock: true,
        index,
      })),
    ];
  });
  return proveByDeliveries(judged, place, observations, subject.now);

  function judge({ world, swapped }: WorldStep, time: Instant): LinkStates {
    const links = evaluate(world, place, time);
    if (swapped === null) return links;
    const other = evaluate(swapped, place, time);
    return Object.fromEntries(LINKS.map((link) => [link, eitherWay(links[link], other[link])])) as Record<
      Link,
      LinkState
    >;
  }
}

const BY_CLOCK: ReadonlySet<Link> = new Set(['destination-policy', 'key-policy', 'default-encryption', 'rcp']);

/** The state after two calls whose order is not known: theirs where both orders agree. */
function eitherWay(one: LinkState, other: LinkState): LinkState {
  if (one.state === other.state) return one;
  return unknown('two changes came so close together that their order, which decides, is not known');
}

/** When the documents that decide at a place begin to decide otherwise by their own dates. */
function turnsIn(world: World, place: Place): Instant[] {
  const policies = [
    world.bucketPolicies.get(place.bucket ?? ''),
    world.keyPolicies.get(keyAt(place, world) ?? ''),
    ...[...world.rcps.values()].map(({ content }) => content),
  ];
  return [...new Set(policies.flatMap(turnsOf))].sort((a, b) => a - b);
}

function turnsOf(policy: Knowledge<Parameters<typeof turningMoments>[0]> | undefined): readonly Instant[] {
  return policy?.state === 'known' ? turningMoments(policy.value) : [];
}

function linksThatDiffer(before: LinkStates, after: LinkStates): ReadonlySet<Link> {
  return new Set(
    LINKS.filter(
      (link) => before[link].state !== after[link].state || before[link].explanation !== after[link].explanation,
    ),
  );
}
