import type { EvidenceEntry } from '../contract.ts';

/** What the parts of one report share on a page, which may show several. */
export interface PageScope {
  /** The row of each source in the table of evidence, counted from 0. */
  readonly sources: ReadonlyMap<string, number>;
  /** The address of a part: of several reports on a page each has its own. */
  readonly id: (name: string) => string;
}

export function pageScope(evidence: readonly EvidenceEntry[], prefix = ''): PageScope {
  return {
    sources: new Map(evidence.map(({ source }, index) => [source, index])),
    id: (name) => `${prefix}${name}`,
  };
}
