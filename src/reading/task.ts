/** A piece of reading that one thread can do on its own. Plain data, handed from thread to thread. */
export type ReadingTask =
  | { readonly kind: 'files'; readonly files: readonly FileToRead[] }
  | { readonly kind: 'part'; readonly file: FileToRead; readonly part: LogPart }
  /** Its hash, where it is read in parts. */
  | { readonly kind: 'hash'; readonly file: FileToRead }
  /** A source that only the main thread can read: standard input, an object in a bucket. */
  | { readonly kind: 'source'; readonly index: number };

export interface FileToRead {
  /** Its place among the sources. */
  readonly index: number;
  readonly name: string;
  readonly path: string;
}

/** The lines of an access log that begin at bytes `from` to `to`, `to` not among them. */
export interface LogPart {
  readonly from: number;
  readonly to: number;
  /** Lines in front of it; null when nobody has counted. */
  readonly linesBefore: number | null;
  /** The file ends with it. */
  readonly isLast: boolean;
}
