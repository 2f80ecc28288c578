import type { JsonValue } from '../json.ts';
import { policyMeaning } from '../policy/document/meaning.ts';
import type { Anchors, Knowledge, World } from './world.ts';

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
    bucketExists: new Map(
      [...told.bucketExists].filter(([bucket, exists]) => before.bucketExists.get(bucket) === exists),
    ),
    bucketRegion: before.bucketRegion,
    bucketPolicies: unsettled(before.bucketPolicies, told.bucketPolicies, anchors.bucketPolicies, meanTheSame),
    encryptions: unsettled(before.encryptions, told.encryptions, new Map(), () => false),
    keyPolicies: unsettled(before.keyPolicies, told.keyPolicies, anchors.keyPolicies, meanTheSame),
    keyStates: unsettled(before.keyStates, told.keyStates, anchors.keyStates, (left, right) => left === right),
    rcps: new Map(
      [...told.rcps].map(([id, policy]) => {
        const known = before.rcps.get(id);
        if (known === policy) return [id, policy];
        return [id, { content: NOT_SETTLED, targets: new Set([...(known?.targets ?? []), ...policy.targets]) }];
      }),
    ),
  };
}

function unsettled<T, D extends T>(
  before: ReadonlyMap<string, Knowledge<T>>,
  told: ReadonlyMap<string, Knowledge<T>>,
  documents: ReadonlyMap<string, D>,
  isSame: (told: T, document: D) => boolean,
): ReadonlyMap<string, Knowledge<T>> {
  return new Map(
    [...told].map(([name, knowledge]): [string, Knowledge<T>] => {
      if (before.get(name) === knowledge) return [name, knowledge];
      const document = documents.get(name);
      const isSettled = document !== undefined && knowledge.state === 'known' && isSame(knowledge.value, document);
      return [name, isSettled ? { state: 'known', value: document, basis: 'document' } : NOT_SETTLED];
    }),
  );
}

function meanTheSame(told: JsonValue | null, document: JsonValue): boolean {
  return told !== null && policyMeaning(told) === policyMeaning(document);
}

const NOT_SETTLED: { readonly state: 'unknown'; readonly reason: string } = {
  state: 'unknown',
  reason: 'copies of this call contradict each other: what it left in force is not settled',
};
