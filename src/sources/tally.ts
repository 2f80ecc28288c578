import type { Instant } from '../instant.ts';

/** What a source turned out to hold, told by its content, never by its name. */
export type SourceKind =
  | 'access-log'
  | 'cloudtrail'
  | 'lookup-events'
  | 'console-csv'
  | 'listing'
  | 'manifest'
  | 'manifest-checksum'
  | 'inventory-configuration'
  | 'bucket-policy'
  | 'key-policy'
  | 'case'
  | 'empty'
  | 'not-recognised'
  | 'unreadable';

/** Input that could not be read as a record: kept, counted and shown, never dropped. */
export interface Reject {
  /** 1-based line of the (uncompressed) source, where the format has lines. */
  readonly line: number | null;
  /** 1-based record number, where the format has records instead of lines. */
  readonly record: number | null;
  /** Why, in a few words, without any of the offending bytes. */
  readonly reason: string;
}

/**
 * The running account of one source. Filled while the source is read and complete once its
 * reader has ended: `sha256` and `bytes` are those of the bytes as given (compressed, if they
 * were), `records`, `from` and `to` those of what was read out of them.
 */
export interface SourceTally {
  /** The name under which the source was given: path, `-` for standard input, or URI. */
  readonly source: string;
  kind: SourceKind;
  sha256: string;
  bytes: number;
  records: number;
  rejected: number;
  /** The first few rejects; `rejected` counts them all. */
  readonly rejects: Reject[];
  from: Instant | null;
  to: Instant | null;
  /** Why reading stopped before the end (truncated gzip, unreadable file, bound reached); null when it did not. */
  failure: string | null;
}

/** Where in which source a record stands. */
export interface Position {
  readonly source: SourceTally;
  readonly line: number | null;
  readonly record: number | null;
}
