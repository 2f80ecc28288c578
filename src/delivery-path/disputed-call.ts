import { type Anchors, anchored, type Component, meanTheSame } from './anchors.ts';
import type { Knowledge, World } from './world.ts';

/**
 * The world after a call of which copies tell different things: whether it came to what this copy tells is not known,
 * so that whatever that would have replaced is unknown from here on. A document for `now` settles it where it holds
 * what this copy tells.
 *
 * @param told the world as this copy tells it
 * @param anchors empty where a later call replaced the same
 */
export function disputedWorld(before: World, told: World, anchors: Anchors): World {
  return {
    ...told,
    bucketExists: new Map([...told.bucketExists].filter(([bucket, exists]) => isAsBefore(exists, before, bucket))),
    bucketRegion: before.bucketRegion,
    bucketPolicies: unsettled('bucketPolicies', before.bucketPolicies, told.bucketPolicies, anchors),
    encryptions: unsettled('encryptions', before.encryptions, told.encryptions, anchors),
    keyPolicies: unsettled('keyPolicies', before.keyPolicies, told.keyPolicies, anchors),
    keyStates: unsettled('keyStates', before.keyStates, told.keyStates, anchors),
    rcps: new Map(
      [...told.rcps].map(([id, policy]) => {
        const known = before.rcps.get(id);
        if (known === policy) return [id, policy];
        return [id, { content: NOT_SETTLED, targets: new Set([...(known?.targets ?? []), ...policy.targets]) }];
      }),
    ),
  };
}

function isAsBefore(exists: Knowledge<boolean>, { bucketExists }: World, bucket: string): boolean {
  const known = bucketExists.get(bucket);
  return known?.state === 'known' && exists.state === 'known' && known.value === exists.value;
}

function unsettled<T>(
  component: Component,
  before: ReadonlyMap<string, Knowledge<T>>,
  told: ReadonlyMap<string, Knowledge<T>>,
  anchors: Anchors,
): ReadonlyMap<string, Knowledge<T>> {
  return new Map(
    [...told].map(([name, knowledge]): [string, Knowledge<T>] => {
      if (before.get(name) === knowledge) return [name, knowledge];
      const document = anchors[component].get(name);
      const isSettled =
        document !== undefined &&
        knowledge.state === 'known' &&
        knowledge.value !== null &&
        meanTheSame(component, knowledge.value, document);
      return [name, isSettled ? anchored(document as T, anchors) : NOT_SETTLED];
    }),
  );
}

const NOT_SETTLED: { readonly state: 'unknown'; readonly reason: string } = {
  state: 'unknown',
  reason: 'copies of this call contradict each other: what it left in force is not settled',
};
