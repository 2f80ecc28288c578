import type { RequestContext } from '../document/context.ts';
import type { Statement } from '../document/policy.ts';
import type { RequestPrincipal } from '../document/principal.ts';
import type { Tri } from '../document/tri.ts';
import type { ApplicableStatement } from './statement.ts';

/** One or more writes that differ only in the resource; all must pass. */
export interface Subject {
  readonly principal: RequestPrincipal;
  readonly action: string;
  /** ARNs; null for one that is not known. */
  readonly resources: readonly (string | null)[];
  readonly context: RequestContext;
}

/** What a policy says of a subject. An answer that rests on an unknown is `depends` or `unknown`, never a guess. */
export interface Decision {
  /** `depends`: on the unknown keys. `unknown`: on something in the policy whose meaning AWS does not document. */
  readonly state: 'allowed' | 'denied' | 'depends' | 'unknown';
  readonly decision: 'allowed' | 'explicit-deny' | 'implicit-deny' | 'depends' | 'unknown';
  /** The statement that decides; null for an implicit deny. */
  readonly statement: Statement | null;
  /** Position in `resources` of the first one that is not allowed; null when all are. */
  readonly resource: number | null;
  /** The smallest set of unknown keys that the answer rests on, in the order of the policy; AWS's spelling. */
  readonly unknownKeys: readonly string[];
  /** What the answer rests on that AWS does not document. */
  readonly undocumented: readonly string[];
  /** False when there were too many worlds to look at: then `unknownKeys` may hold keys that do not matter. */
  readonly exhaustive: boolean;
}

/** A statement that may cover the subject, as far as principal, action and context tell. */
export interface LiveStatement extends ApplicableStatement {
  readonly conditions: Tri;
  /** By position in the subject's `resources`. */
  readonly resources: readonly Tri[];
}

/** What one world makes of a subject: `open` where even then something stays undecided. */
export type Outcome = 'allowed' | 'denied' | 'open';

/** A decision that rests on nothing unknown. */
export function certain(
  decision: 'allowed' | 'explicit-deny' | 'implicit-deny',
  statement: Statement | null,
  resource: number | null,
): Decision {
  const state = decision === 'allowed' ? 'allowed' : 'denied';
  return { state, decision, statement, resource, unknownKeys: [], undocumented: [], exhaustive: true };
}
