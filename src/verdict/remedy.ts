import { targetOf } from '../delivery-path/evaluate-links.ts';
import type { Link } from '../delivery-path/link.ts';
import { deniedLinks } from '../delivery-path/path.ts';
import { type Knowledge, keyIdOf } from '../delivery-path/world.ts';
import type { JsonValue } from '../json.ts';
import { mendBucketPolicy, mendKeyPolicy, type Remedy, type RemedyAttempt } from '../policy/remedy.ts';
import type { Tool } from '../records/actor.ts';
import type { Timeline } from '../timeline/build.ts';

/** The smallest edit that lets the delivery through at `now`, evaluated again before it is shown. Never applied. */
export type VerifiedRemedy = Remedy;

const found = (attempt: RemedyAttempt): Remedy | null => (attempt.ok ? attempt.remedy : null);

/**
 * Mends the document that denies at `now`: the destination policy, else the key policy. Null when no
 * document denies, when its text is not known, or when no edit was found that evaluates to allowed
 * without widening access for anyone else.
 */
export function remedyAtNow(timeline: Timeline): VerifiedRemedy | null {
  const { worldAtNow: world } = timeline;
  const { now } = timeline.case;
  const target = targetOf(timeline.placeNow, timeline.case, now);
  if (target === null) return null;
  const denied = deniedLinks(timeline.path.at(timeline.case.now));
  if (denied.includes('destination-policy')) {
    const policy = textOf(world.bucketPolicies.get(target.destinationBucket));
    return policy === undefined
      ? null
      : found(mendBucketPolicy(policy, target, { lastWriter: lastWriter(timeline, 'destination-policy') }));
  }
  if (denied.includes('key-policy') && target.keyArn !== null) {
    const policy = textOf(world.keyPolicies.get(keyIdOf(target.keyArn) ?? ''));
    return policy == null
      ? null
      : found(mendKeyPolicy(policy, target, { lastWriter: lastWriter(timeline, 'key-policy') }));
  }
  return null;
}

/** The tool that last wrote a document: one that manages it as code will put its own text back. */
function lastWriter(timeline: Timeline, link: Link): Tool | null {
  return timeline.path.lastTouch(link, timeline.case.now).call?.actor.tool ?? null;
}

function textOf(policy: Knowledge<JsonValue | null> | undefined): JsonValue | null | undefined {
  return policy?.state === 'known' ? policy.value : undefined;
}
