import type { Instant } from '../instant.ts';
import type { JsonValue } from '../json.ts';
import { policyMeaning } from '../policy/document/meaning.ts';
import type { DefaultEncryption } from '../records/action.ts';
import type { Call } from '../sightings/call.ts';
import { bucketOf, keyOf } from '../sightings/sighting.ts';
import { type KeyState, type Knowledge, keyIdOf, type World } from './world.ts';

/** What AWS tells of documents and states, by bucket name or key id, and as of when. */
export interface Anchors {
  /** When AWS Config captured them; null for documents and answers, which describe `now`. */
  readonly capturedAt: Instant | null;
  /** Whether a bucket is there. */
  readonly bucketExists: ReadonlyMap<string, boolean>;
  /** null where the bucket has none. */
  readonly bucketPolicies: ReadonlyMap<string, JsonValue>;
  readonly encryptions: ReadonlyMap<string, DefaultEncryption | null>;
  readonly keyPolicies: ReadonlyMap<string, JsonValue>;
  readonly keyStates: ReadonlyMap<string, KeyState>;
}

/** Anchors as of several moments. */
export interface DatedAnchors {
  /** Of one resource each, in order of time. */
  readonly captured: readonly Captured[];
  readonly now: Anchors;
}

export type Captured = Anchors & { readonly capturedAt: Instant };

export const NO_ANCHORS: Anchors = {
  capturedAt: null,
  bucketExists: new Map(),
  bucketPolicies: new Map(),
  encryptions: new Map(),
  keyPolicies: new Map(),
  keyStates: new Map(),
};

/** The members of anchors, each a document or state that calls replace. */
export const COMPONENTS = ['bucketExists', 'bucketPolicies', 'encryptions', 'keyPolicies', 'keyStates'] as const;

export type Component = (typeof COMPONENTS)[number];

/** One document or state of one resource. */
export function componentName(component: Component, name: string): string {
  return `${component}\n${name}`;
}

/** What a call replaces, that by which calls are put in order first. */
export function componentsOf({ action }: Call): readonly string[] {
  const bucket = bucketOf(action) ?? '';
  const key = keyIdOf(keyOf(action) ?? '') ?? '';
  switch (action.kind) {
    case 'put-bucket-policy':
    case 'delete-bucket-policy':
      return [componentName('bucketPolicies', bucket)];
    case 'create-bucket':
    case 'delete-bucket':
      return (['bucketPolicies', 'encryptions', 'bucketExists'] as const).map((name) => componentName(name, bucket));
    case 'put-bucket-encryption':
    case 'delete-bucket-encryption':
      return [componentName('encryptions', bucket)];
    case 'put-key-policy':
      return [componentName('keyPolicies', key)];
    case 'key-state':
      return [componentName('keyStates', key)];
    default:
      return [];
  }
}

/** Whether two values of a component mean the same. */
export function meanTheSame(component: Component, left: unknown, right: unknown): boolean {
  return component === 'bucketPolicies' || component === 'keyPolicies'
    ? policyMeaning(left as JsonValue) === policyMeaning(right as JsonValue)
    : JSON.stringify(left) === JSON.stringify(right);
}

/** Each component that anchors tell, with the name of its resource. */
export function* entriesOf(anchors: Anchors): Generator<{ component: Component; name: string; value: unknown }> {
  for (const component of COMPONENTS) {
    for (const [name, value] of anchors[component]) yield { component, name, value };
  }
}

/** What is known of a component of a resource; undefined where nothing was ever told of it. */
export function knowledgeIn(world: World, component: Component, name: string): Knowledge<unknown> | undefined {
  return world[component].get(name);
}

/** The world with one component as anchors tell it. */
export function withAnchored(world: World, component: Component, name: string, anchors: Anchors): World {
  const value = anchors[component].get(name);
  if (value === undefined) return world;
  return {
    ...world,
    [component]: new Map<string, Knowledge<unknown>>(world[component]).set(name, anchored(value, anchors)),
  };
}

/** A value as anchors tell it. */
export function anchored<T>(value: T, { capturedAt }: Pick<Anchors, 'capturedAt'>): Knowledge<T> {
  return capturedAt === null
    ? { state: 'known', value, basis: 'document' }
    : { state: 'known', value, basis: 'capture', capturedAt };
}
