import type { Link } from '../delivery-path/link.ts';
import type { WarningCode } from '../verdict/warnings/codes.ts';

/** What the JSON report says of evidence: where a thing stands, what was read, what it covers, and what is missing. */

export interface EvidenceRef {
  readonly source: string;
  readonly line?: number;
  readonly record?: number;
  /**
   * The way to a record inside of what stands there, from the outermost document: `Events[3].CloudTrailEvent`,
   * `Messages[0].Body › detail`. Behind each `›`, a text was opened.
   */
  readonly within?: string;
  /** SHA-256 of the source's bytes as given. */
  readonly sha256: string;
}

/** A record as it stands in its source: a line, or an event as JSON. Secrets are masked. */
export interface ReportRecord extends EvidenceRef {
  readonly text: string;
  /** It goes on: 4,096 characters are told. */
  readonly isCut: boolean;
}

export interface CoverageEntry {
  /** The log, `CloudTrail of account 111122223333 in eu-west-1`. */
  readonly source: string;
  readonly kind: 'cloudtrail' | 'lookup-events' | 'excerpt' | 'access-log' | 'listing' | 'config-item';
  /** null when this log was not given; of a listing, when it holds no object. Of items of AWS Config, first and last capture. */
  readonly from: string | null;
  readonly to: string | null;
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
  /** The links of the delivery path whose changes this log records. */
  readonly links: readonly Link[];
  /** What to know about it: best effort, names queried, what it does not hold. */
  readonly note: string | null;
}

/** A piece of evidence that is not there and would settle something, with how to get it. */
export interface ReportMissing {
  /** The links of the delivery path of which it would tell; none for arrivals of reports. */
  readonly links: readonly Link[];
  readonly what: string;
  /** What it would tell. */
  readonly reason: string;
  /** The whole command, quoted for a shell; words in capitals are for the reader to fill in. null where it cannot be told. */
  readonly command: string | null;
  /** Where the command saves it. */
  readonly file: string | null;
}

export interface EvidenceEntry {
  readonly source: string;
  readonly kind: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly records: number;
  readonly rejected: number;
  readonly from: string | null;
  readonly to: string | null;
  /** The first few rejects. */
  readonly rejects?: readonly {
    readonly line: number | null;
    readonly record: number | null;
    readonly within?: string;
    readonly reason: string;
  }[];
  /** Why reading stopped early, when it did. */
  readonly failure?: string | null;
  /** The archive that it is a member of, by its `source`; absent for what was given itself. */
  readonly container?: string;
  /** Of an archive: what is to be said of its members beside what was read, `2 symbolic links passed over`. */
  readonly remarks?: readonly string[];
}

export interface ReportWarning {
  /** Codes may be added; `docs/findings/` has a page for each. */
  readonly code: WarningCode;
  readonly message: string;
  readonly evidence?: readonly EvidenceRef[];
}
