import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Evidence with something wrong in it, and what is to come of it. */
export interface EvidenceFault {
  /** Puts it into a folder that holds `EVIDENCE`. */
  readonly make: (folder: string) => void;
  /** Done between the listing of the files and their reading. */
  readonly meanwhile?: (folder: string) => void;
  /** What of the folder is named as evidence; the folder itself unless given. */
  readonly named?: (folder: string) => readonly string[];
  /** Somewhere in what is said of sources, or in warnings; null where there is nothing to be told. */
  readonly told: RegExp | null;
  readonly verdict: Outcome;
}

export type Outcome =
  /** The same verdict as without it. */
  | 'same'
  /** Less may be known, and nothing wrong is proven. */
  | 'less'
  /** A usage error, in these words. */
  | 'refused';

export type EvidenceFaults = Readonly<Record<string, EvidenceFault>>;

/** The evidence that faults are put into: a policy that was closed, proven. */
const SUBJECT = 'proof-conditions/everything-holds-of-a-policy';
export const EVIDENCE: string = join(import.meta.dirname, '..', 'cases', SUBJECT, 'evidence');

/** The trail that holds the change. */
export const TRAIL = 'cloudtrail-444455556666.json.gz';
export const TRAIL_GZIP: Buffer = readFileSync(join(EVIDENCE, TRAIL));
export const TRAIL_TEXT: string = gunzipSync(TRAIL_GZIP).toString('utf8');
export const EVENTS: readonly string[] = (
  JSON.parse(TRAIL_TEXT) as { readonly Records: readonly unknown[] }
).Records.map((event) => JSON.stringify(event));
