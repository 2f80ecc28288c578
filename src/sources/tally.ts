import type { Instant } from '../instant.ts';
import type { ArchiveRemark } from './archive/remarks.ts';

/** What a source turned out to hold, told by its content, never by its name: a kind of evidence, or why it gave nothing. */
export type SourceKind = EvidenceKind | SourceFate;

/** Each has its entry in `records/kinds.ts`. */
export type EvidenceKind =
  | 'access-log'
  | 'cloudtrail'
  | 'lookup-events'
  | 'console-csv'
  /** The result of a shipped query that carries whole records. */
  | 'athena-result'
  /** Events of CloudTrail that Security Lake put into its own schema. */
  | 'security-lake'
  | 'listing'
  /** That objects came and went, told by S3 as it happened. */
  | 's3-notification'
  /** The data of an inventory as CSV. */
  | 'inventory-data'
  | 'manifest'
  | 'manifest-checksum'
  | 'inventory-configuration'
  | 'bucket-policy'
  | 'key-policy'
  | 'key-description'
  /** What AWS Config recorded of a resource. */
  | 'config-item'
  /** What a trail records, and whether it is on. */
  | 'trail-selectors'
  | 'trail-status'
  /** An error that AWS answered, saved in place of an answer. */
  | 'aws-error'
  /** What the S3 console says of an export that failed. */
  | 'console-error'
  | 'case'
  /** The list of files that `collect` leaves beside them. */
  | 'collection'
  /** A setting of a bucket, key or trail, kept beside the evidence. */
  | 'aws-setting'
  | 'cloudtrail-digest';

type SourceFate =
  /** A log file whose content is not what its digest tells: nothing of it is used. */
  | 'tampered'
  /** Tar or zip: what it holds is told member by member. */
  | 'archive'
  | 'empty'
  | 'not-recognised'
  | 'unreadable';

/** Input that could not be read as a record: kept, counted and shown, never dropped. */
export interface Reject {
  /** 1-based line of the (uncompressed) source, where the format has lines. */
  readonly line: number | null;
  /** 1-based record number, where the format has records instead of lines. */
  readonly record: number | null;
  /** Where within that line or record, as in a `Position`. */
  readonly within?: string;
  /** Why, in a few words, without any of the offending bytes. */
  readonly reason: string;
}

/**
 * The running account of one source. Filled while the source is read and complete once its
 * reader has ended: `sha256` and `bytes` are those of the bytes as given (compressed, if they
 * were), `records`, `from` and `to` those of what was read out of them. `sha256` is empty until the
 * end was reached, and stays so for a source that could not be opened.
 */
export interface SourceTally {
  /**
   * The name under which the source was given: path, `-` for standard input, or URI. A member of an archive is named
   * `archive!member`, and `archive!inner!member` in an archive within.
   */
  readonly source: string;
  /** The archive that it is a member of, by its name; null for what was given itself. */
  readonly container: string | null;
  kind: SourceKind;
  sha256: string;
  bytes: number;
  records: number;
  rejected: number;
  /** The first few rejects; `rejected` counts them all. */
  rejects: readonly Reject[];
  from: Instant | null;
  to: Instant | null;
  /**
   * Why reading stopped before the end (truncated gzip, unreadable file, bound reached), or why
   * nothing was read (not recognised); null when all of it was read.
   */
  failure: string | null;
  /** Its reader has gone past its end, or has given it up. */
  isRead: boolean;
  /**
   * When it was last written, by the file system, the bucket or the archive. null where that is not known; not asked
   * for logs, whose records have times of their own.
   */
  modified: Instant | null;
  /** Of an archive that was given: all members, in the order read, those of archives within it too; else null. */
  members: SourceTally[] | null;
  /** Of an archive: what is to be said of its members, and of how many; null where that is nothing. */
  remarks: Map<ArchiveRemark, number> | null;
}

/** Where in which source a record stands. */
export interface Position {
  readonly source: SourceTally;
  readonly line: number | null;
  readonly record: number | null;
  /**
   * The way to a record inside of what stands there, from the outermost document: `Events[3].CloudTrailEvent`,
   * `Messages[0].Body › detail`. Behind each `›`, a text was opened. Absent where the record stands there itself.
   */
  readonly within?: string;
}

/** Rejects kept word for word; the rest are only counted. */
const KEPT_REJECTS = 20;

const NONE: readonly Reject[] = [];

/** The account of a source that has not been opened yet. */
export function createTally(source: string, container: string | null = null): SourceTally {
  return {
    source,
    container,
    kind: 'not-recognised',
    sha256: '',
    bytes: 0,
    records: 0,
    rejected: 0,
    rejects: NONE,
    from: null,
    to: null,
    failure: null,
    isRead: false,
    modified: null,
    members: null,
    remarks: null,
  };
}

/** Counts one record and widens the source's span by its time; null for records that have none. */
export function countRecord(tally: SourceTally, time: Instant | null): void {
  tally.records++;
  if (time === null) return;
  if (tally.from === null || time < tally.from) tally.from = time;
  if (tally.to === null || time > tally.to) tally.to = time;
}

/** Counts one reject, and keeps it when it is among the first. */
export function countReject(tally: SourceTally, reject: Reject): void {
  tally.rejected++;
  if (tally.rejects.length < KEPT_REJECTS) tally.rejects = [...tally.rejects, reject];
}

/** Notes something of one more member of an archive, or of so many. */
export function remark(tally: SourceTally, what: ArchiveRemark, count = 1): void {
  tally.remarks ??= new Map();
  tally.remarks.set(what, (tally.remarks.get(what) ?? 0) + count);
}

/** Sources, each followed by the members of the archive that it is. */
export function withMembers(tallies: readonly SourceTally[]): SourceTally[] {
  return tallies.flatMap((tally) => (tally.members === null ? tally : [tally, ...tally.members]));
}

/** Notes why a source could not be read whole; a second reason is added to the first, unless parts of it tell the same. */
export function noteFailure(tally: SourceTally, reason: string): void {
  if (tally.failure === null) tally.failure = reason;
  else if (!tally.failure.split('; ').includes(reason)) tally.failure = `${tally.failure}; ${reason}`;
}

/**
 * Adds the account of a source, or of its next part, to the one kept for it. Rejects of a part may be numbered from its
 * first line: `linesBefore` stand in front of that.
 */
export function addTally(whole: SourceTally, part: SourceTally, linesBefore: number): void {
  if (part.kind !== 'not-recognised') whole.kind = part.kind;
  if (part.sha256 !== '') whole.sha256 = part.sha256;
  whole.bytes += part.bytes;
  whole.records += part.records;
  whole.rejected += part.rejected;
  const room = KEPT_REJECTS - whole.rejects.length;
  const more = part.rejects.slice(0, room).map((reject) => ({
    ...reject,
    line: reject.line === null ? null : reject.line + linesBefore,
  }));
  if (more.length > 0) whole.rejects = [...whole.rejects, ...more];
  if (part.from !== null && (whole.from === null || part.from < whole.from)) whole.from = part.from;
  if (part.to !== null && (whole.to === null || part.to > whole.to)) whole.to = part.to;
  if (part.failure !== null) noteFailure(whole, part.failure);
  if (part.modified !== null) whole.modified = part.modified;
  for (const [what, count] of part.remarks ?? []) remark(whole, what, count);
}
