import type { Case } from '../../case/case.ts';
import { createLinkEvaluator, targetOf } from '../../delivery-path/evaluate-links.ts';
import {
  allowed,
  isOpen,
  LINKS,
  type Link,
  type LinkState,
  type LinkStates,
  notApplicable,
} from '../../delivery-path/link.ts';
import type { Place } from '../../delivery-path/place.ts';
import type { World } from '../../delivery-path/world.ts';
import type { DeliveryTarget } from '../../policy/delivery/delivery-target.ts';
import { writerWarning } from '../../policy/remedy/remedy-warnings.ts';
import type { Timeline } from '../../timeline/build.ts';
import type { ConfigurationDraft } from './configuration-draft.ts';
import type { Edit } from './edit.ts';

/** The world at `now` with the edits that were found so far. */
export interface Plan {
  readonly timeline: Timeline;
  /** The case, its source account taken from the policies where nothing else tells it. */
  readonly subject: Case;
  readonly target: DeliveryTarget;
  readonly world: World;
  readonly place: Place;
  /** All but that of the configuration, which is written when it is finished. */
  readonly edits: readonly Edit[];
  readonly configuration: ConfigurationDraft;
  /** The links that the edits decide: of the others, what was observed stands. */
  readonly touched: ReadonlySet<Link>;
  readonly cautions: readonly string[];
  /** Why a link is not mended. */
  readonly refusals: ReadonlyMap<Link, string>;
}

/** Every link as it is with the edits. What was observed at a place outranks what is evaluated, until an edit decides. */
export function statesOf({ timeline, subject, world, place, touched }: Plan): LinkStates {
  const { now, sourceAccount } = timeline.case;
  const observed = timeline.paths.at(place).at(now).links;
  const evaluated = createLinkEvaluator(subject)(world, place, now);
  const isAssumed = subject.sourceAccount !== sourceAccount;
  const stateOf = (link: Link): LinkState => {
    // An edit of something else of the configuration leaves what was observed of its running.
    const isDecided = link !== 'configuration' || evaluated[link].state !== 'unknown';
    if (touched.has(link) && isDecided) return evaluated[link];
    if (isAssumed && observed[link].state === 'depends') return evaluated[link];
    return isOpen(observed[link])
      ? observed[link]
      : (beyondDoubt(link, observed[link], { timeline, world, place }) ?? observed[link]);
  };
  return Object.fromEntries(LINKS.map((link) => [link, stateOf(link)])) as Record<Link, LinkState>;
}

/** What no event says, and what is plain all the same. */
function beyondDoubt(
  link: Link,
  { state }: LinkState,
  { timeline, world, place: { bucket, encryption } }: Pick<Plan, 'timeline' | 'world' | 'place'>,
): LinkState | null {
  if (state !== 'unknown') return null;
  const policy = bucket === null ? undefined : world.bucketPolicies.get(bucket);
  if (link === 'destination-bucket' && policy?.state === 'known') {
    return allowed(`bucket ${bucket} has its policy, so it exists`, policy.basis);
  }
  const made = bucket === null ? undefined : world.bucketExists.get(bucket);
  const isMadeAnew = made?.state === 'known' && made.basis === 'event';
  if (link === 'region' && encryption?.type !== 'SSE-KMS' && bucket !== null && !isMadeAnew) {
    // A listing without a name is of the destination; a bucket does not move, and this one was never made anew.
    const isServed = timeline.deliveries.some((it) => (it.bucket ?? timeline.case.destinationBucket) === bucket);
    return isServed ? allowed('reports arrived there', 'deliveries') : null;
  }
  return link === 'rcp' && world.rcps.size === 0 ? notApplicable('no resource control policy is in evidence') : null;
}

export function withEdit(
  plan: Plan,
  edit: Edit,
  {
    world,
    touched,
    cautions,
  }: { readonly world: World; readonly touched: readonly Link[]; readonly cautions: readonly string[] },
): Plan {
  return {
    ...plan,
    world,
    edits: [...plan.edits, edit],
    touched: new Set([...plan.touched, ...touched]),
    cautions: [...plan.cautions, ...cautions],
  };
}

export function refuse(plan: Plan, link: Link, reason: string | null): Plan {
  return reason === null ? plan : { ...plan, refusals: new Map([...plan.refusals, [link, reason]]) };
}

/** The plan at another place, and the configuration with it. */
export function withConfiguration(plan: Plan, configuration: ConfigurationDraft, cautions: readonly string[]): Plan {
  const place = configuration.place;
  return {
    ...plan,
    configuration,
    place,
    target: targetOf(place, plan.subject, plan.timeline.case.now, plan.target.partition ?? null) ?? plan.target,
    world: { ...plan.world, configuration: configuration.state },
    touched: new Set([...plan.touched, 'configuration']),
    cautions: [...plan.cautions, ...cautions],
  };
}

/** The tool that last wrote what a link rests on, where it will put its own back. */
export function writerCaution({ timeline }: Plan, link: Link, what: string): string[] {
  const tool = timeline.path.lastTouch(link, timeline.case.now).call?.actor.tool ?? null;
  return writerWarning(tool, what).map(({ message }) => message);
}

/** The Region of a bucket, where the evidence tells it. */
export function regionOf({ world }: Plan, bucket: string): string | null {
  return world.bucketRegion.get(bucket) ?? null;
}
