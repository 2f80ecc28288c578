import type { EvidenceEntry, ReportRecord } from '../contract.ts';
import { placeName } from '../records.ts';

/** What the parts of one report share on a page, which may show several. */
export interface PageScope {
  /** The row of each source in the table of evidence, counted from 0. */
  readonly sources: ReadonlyMap<string, number>;
  /** The records that are shown on demand, by their places. */
  readonly records: ReadonlyMap<string, ReportRecord>;
  /** The address of a part: of several reports on a page each has its own. */
  readonly id: (name: string) => string;
}

export function pageScope(
  {
    evidence,
    records = [],
  }: { readonly evidence: readonly EvidenceEntry[]; readonly records?: readonly ReportRecord[] },
  prefix = '',
): PageScope {
  return {
    sources: new Map(evidence.map(({ source }, index) => [source, index])),
    records: new Map(records.map((record) => [placeName(record), record])),
    id: (name) => `${prefix}${name}`,
  };
}
