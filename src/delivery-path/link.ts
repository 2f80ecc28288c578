import type { Instant } from '../instant.ts';
import type { JsonValue } from '../json.ts';
import type { PolicyWarning } from '../policy/evaluate/link-evaluation.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import type { DefaultEncryption } from '../records/action.ts';
import type { Call } from '../sightings/call.ts';
import type { ConfigurationState } from './configuration-state.ts';
import type { KeyState, Knowledge } from './world.ts';

/** The links of the delivery path, in the order in which one change that breaks several is explained. */
export const LINKS = [
  'destination-bucket',
  'configuration',
  'destination-policy',
  'key-policy',
  'key-state',
  'default-encryption',
  'region',
  'rcp',
] as const;

export type Link = (typeof LINKS)[number];

/** What each link is called in sentences. */
export function linkNames(configuration: string): Readonly<Record<Link, string>> {
  return {
    'destination-policy': 'destination bucket policy',
    'key-policy': 'KMS key policy',
    'key-state': 'KMS key state',
    configuration,
    'destination-bucket': 'destination bucket',
    'default-encryption': 'default encryption',
    region: 'Region',
    rcp: 'resource control policy',
  };
}

export function linkName(link: Link, { words }: DeliveryProfile): string {
  return linkNames(words.configuration)[link];
}

/** Links that decide before the key is asked, and those at which the key does. */
export const BEFORE_THE_KEY: ReadonlySet<Link> = new Set(['region', 'destination-bucket', 'destination-policy']);
export const KEY_LINKS: ReadonlySet<Link> = new Set(['key-policy', 'key-state', 'default-encryption']);

export type LinkDecision =
  | 'allowed'
  | 'explicit-deny'
  | 'implicit-deny'
  | 'disabled'
  | 'deleted'
  /** What the configuration can do to a run beside disabling it: send it elsewhere, or make it due on Sundays only. */
  | 'moved'
  | 'rescheduled'
  | 'unusable-key'
  | 'unknown';

/** Whether one link lets the delivery through, and why. */
export interface LinkState {
  readonly state: 'allowed' | 'denied' | 'depends' | 'unknown' | 'not-applicable';
  readonly decision: LinkDecision;
  readonly statement: { readonly sid: string | null; readonly index: number } | null;
  readonly conditionKeys: readonly string[];
  /** The context keys on which it depends. */
  readonly unknownKeys: readonly string[];
  /** One sentence. */
  readonly explanation: string;
  /**
   * What the state was read from: an event's own body, a document that describes `now`, an item of AWS Config, deliveries
   * that arrived, or nothing.
   */
  readonly basis: 'event' | 'document' | 'capture' | 'deliveries' | 'none';
  /** When AWS Config captured what it was read from; null for any other basis. */
  readonly capturedAt: Instant | null;
  readonly warnings: readonly LinkWarning[];
}

/** Something to know of a link: of its document, or of the arrivals that speak against it. */
export interface LinkWarning {
  readonly code: PolicyWarning['code'] | 'replay-contradicted' | 'unseen-opening';
  readonly message: string;
}

export type LinkStates = Readonly<Record<Link, LinkState>>;

/** The delivery path from one change to the next. */
export interface PathStep {
  /** null for the state before the first change. */
  readonly from: Instant | null;
  /** null before the first change, at the moment of a capture, and where a document shows a change that no log holds. */
  readonly call: Call | null;
  readonly links: LinkStates;
  /** The links whose inputs this step replaced, whether or not their state came out the same. */
  readonly touched: ReadonlySet<Link>;
  /** The value that the call replaced and its replacement; null for calls that replace none. */
  readonly replaced: Replaced | null;
  /** The links as the call tells it, where copies of it contradict each other; null for all other calls. */
  readonly asTold: LinkStates | null;
  /** The links that an item of AWS Config shows as they are at this moment; empty for all other steps. */
  readonly shown: ReadonlySet<Link>;
  /** Nobody changed anything: a date in a policy has come. */
  readonly byClock: boolean;
}

export type Replaced =
  | {
      readonly kind: 'policy';
      readonly before: Knowledge<JsonValue | null> | undefined;
      readonly after: Knowledge<JsonValue | null> | undefined;
    }
  | { readonly kind: 'configuration'; readonly before: ConfigurationState; readonly after: ConfigurationState }
  | {
      readonly kind: 'key-state';
      readonly before: Knowledge<KeyState> | undefined;
      readonly after: Knowledge<KeyState> | undefined;
    }
  | {
      readonly kind: 'encryption';
      readonly before: Knowledge<DefaultEncryption | null> | undefined;
      readonly after: Knowledge<DefaultEncryption | null> | undefined;
    };

const PLAIN = { statement: null, conditionKeys: [], unknownKeys: [], warnings: [], capturedAt: null } as const;

export function allowed(explanation: string, basis: LinkState['basis']): LinkState {
  return { ...PLAIN, state: 'allowed', decision: 'allowed', explanation, basis };
}

export function denied(decision: LinkDecision, explanation: string, basis: LinkState['basis']): LinkState {
  return { ...PLAIN, state: 'denied', decision, explanation, basis };
}

export function unknown(explanation: string): LinkState {
  return { ...PLAIN, state: 'unknown', decision: 'unknown', explanation, basis: 'none' };
}

export function notApplicable(explanation: string): LinkState {
  return { ...PLAIN, state: 'not-applicable', decision: 'allowed', explanation, basis: 'none' };
}

export function isOpen(state: LinkState): boolean {
  return state.state === 'allowed' || state.state === 'not-applicable';
}
