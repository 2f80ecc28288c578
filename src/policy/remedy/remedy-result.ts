import type { JsonValue } from '../../json.ts';
import type { Tool } from '../../records/actor.ts';
import type { RemedyWarning } from './remedy-warnings.ts';

/** A change that was evaluated again and lets the delivery through. Nothing here applies it. */
export interface Remedy {
  /** What the change does, one sentence without its full stop. */
  readonly description: string;
  /** The whole mended document. */
  readonly document: JsonValue;
  /** Against the document as it was; the lines of `diffPolicies`. */
  readonly diff: readonly string[];
  readonly verified: true;
  readonly warnings: readonly RemedyWarning[];
}

/** An edit, or why there is none. */
export type RemedyAttempt =
  | { readonly ok: true; readonly remedy: Remedy }
  /** One sentence without its full stop; null where there is nothing to mend. */
  | { readonly ok: false; readonly reason: string | null };

/** What is known beside the policy. */
export interface RemedyOptions {
  /** The tool that wrote the policy last: one that manages it as code will undo a hand edit. */
  readonly lastWriter?: Tool | null;
}
