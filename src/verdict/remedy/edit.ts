import type { JsonValue } from '../../json.ts';

/** What an edit replaces. */
export type EditKind =
  | 'bucket-policy'
  | 'key-policy'
  | 'inventory-configuration'
  | 'default-encryption'
  /** Of a key: there is no document to write. */
  | 'key-state';

/** One edit of a remedy. Nothing here is ever applied. */
export interface Edit {
  readonly kind: EditKind;
  /** ARN of what is edited, or the name as the evidence has it. */
  readonly resource: string;
  /** What it does, without its full stop. */
  readonly description: string;
  /** The whole document to put in place; null where there is none, or where it is not known whole. */
  readonly document: JsonValue | null;
  /** What it replaces, at `now`; null where that is nothing, or not known whole. */
  readonly replaces: JsonValue | null;
  /** Against what is there at `now`, one line for each difference. */
  readonly diff: readonly string[];
  /** The AWS CLI's command that makes the edit, or that gets the document to edit, given the name of the file. */
  readonly command: (file: string) => string;
}

/** The edits that mend the delivery path at `now`, evaluated together. */
export interface PathRemedy {
  /** Policies first. */
  readonly edits: readonly [Edit, ...Edit[]];
  /** With all of them every link of the path that is in use evaluates to allowed. */
  readonly mendsPath: boolean;
  /** What denies all the same or is not known; empty exactly when the path is mended. Without full stops. */
  readonly remaining: readonly string[];
  /** What to know before the edits are made. Without full stops. */
  readonly cautions: readonly string[];
}

/** A remedy, or why there is none: at least one reason, without full stops. */
export type RemedyAnswer =
  | { readonly remedy: PathRemedy; readonly withheld: readonly [] }
  | { readonly remedy: null; readonly withheld: readonly string[] };
