import type { Instant } from '../instant.ts';
import type { Actor } from '../records/actor.ts';
import type { Position } from '../sources/tally.ts';
import type { Sighting } from './sighting.ts';

/**
 * One call as all logs together tell it: CloudTrail's time and identity where it has them, the
 * access log's operation and status beside them.
 */
export interface Call {
  readonly time: Instant;
  readonly action: Sighting['action'];
  readonly eventName: string;
  readonly operation: string | null;
  readonly status: number | null;
  readonly errorCode: string | null;
  /** False when the logs say that the call failed: such a call changed nothing. */
  readonly succeeded: boolean;
  readonly eventId: string | null;
  readonly requestId: string | null;
  readonly seenIn: readonly ('cloudtrail' | 'access-log')[];
  /** The two logs were joined on bucket, operation, principal and second only. */
  readonly joinedWeakly: boolean;
  /** What copies of this request state differently; null where they agree. */
  readonly contradiction: Contradiction | null;
  readonly recipientAccountId: string | null;
  readonly ownerAccountId: string | null;
  readonly region: string | null;
  readonly actor: Actor;
  /** When the actor's session was created, where the event says so. */
  readonly sessionCreated: Instant | null;
  readonly evidence: readonly Position[];
}

/** In what copies of one request contradict each other; the order is that of the words in a report. */
export const DIFFERENCES = ['actor', 'action', 'body', 'outcome', 'time'] as const;

export type Difference = (typeof DIFFERENCES)[number];

export interface Contradiction {
  /** At least one, in the order of the list. */
  readonly differences: readonly Difference[];
  /** Every caller that copies of this call name, where they name several; `actor` then holds what all agree on. */
  readonly callers: readonly Actor[];
}

/**
 * Whether other copies of the same request tell another deed, text, outcome or time. Each such version is a call of its
 * own, and which of them happened is not known.
 */
export function isDisputed({ contradiction }: Pick<Call, 'contradiction'>): boolean {
  return contradiction?.differences.some((difference) => difference !== 'actor') === true;
}

/** `who made it and what it wrote`. */
export function describeDifferences(differences: readonly Difference[]): string {
  const words = differences.map((difference) => WORDS[difference]);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const WORDS: Readonly<Record<Difference, string>> = {
  actor: 'who made it',
  action: 'what was done',
  body: 'what it wrote',
  outcome: 'whether it succeeded',
  time: 'when it was',
};
