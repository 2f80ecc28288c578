import type { EvidenceItem } from './item.ts';

/**
 * Reads one source in one format, chunk by chunk, and keeps its tally. `end` is called once, after the
 * last chunk; the tally's `failure` then says whether the source ended early.
 */
export interface StepReader {
  /** To be run to its end before the next call. */
  push(chunk: Buffer): Iterable<EvidenceItem>;
  end(): Iterable<EvidenceItem>;
}
