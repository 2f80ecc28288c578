import type { Instant } from '../instant.ts';

/** One source of evidence before it is opened. */
export type EvidenceInput =
  | { readonly kind: 'file'; readonly name: string; readonly path: string }
  /** What a path names and is no regular file: it is read once, and may keep its reader waiting. */
  | { readonly kind: 'pipe'; readonly name: string; readonly path: string }
  | { readonly kind: 'stdin'; readonly name: '-' }
  | ObjectInput;

/** Where those lie that are files. */
export function pathsOf(inputs: readonly EvidenceInput[]): string[] {
  return inputs.flatMap((input) => (input.kind === 'file' ? [input.path] : []));
}

/** An object in a bucket, read where it is. */
export interface ObjectInput {
  readonly kind: 'object';
  /** `s3://bucket/key` */
  readonly name: string;
  /**
   * Its bytes, once, in order. What cannot be read for good is thrown as an `ObjectFailure`, behind the bytes in
   * front of it.
   */
  readonly open: () => AsyncGenerator<Buffer, void, undefined>;
  /** When it was last written. */
  readonly modified?: Instant;
}
