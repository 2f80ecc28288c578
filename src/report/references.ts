import { compareText } from '../order.ts';
import type { Position } from '../sources/tally.ts';
import type { EvidenceRef } from './contract.ts';

/** References in order of source and place, each once. */
export function references(positions: readonly Position[]): EvidenceRef[] {
  const refs = positions.map(({ source, line, record, within }) => ({
    source: source.source,
    ...(line === null ? {} : { line }),
    ...(record === null ? {} : { record }),
    ...(within === undefined ? {} : { within }),
    sha256: source.sha256,
  }));
  // Members of an archive may have one name: their bytes tell them apart.
  const key = (ref: EvidenceRef): string =>
    `${ref.source}\n${ref.sha256}\n${ref.line ?? 0}\n${ref.record ?? 0}\n${ref.within ?? ''}`;
  const unique = new Map(refs.map((ref) => [key(ref), ref]));
  return [...unique.values()].sort(
    (a, b) =>
      compareText(a.source, b.source) ||
      compareText(a.sha256, b.sha256) ||
      (a.line ?? a.record ?? 0) - (b.line ?? b.record ?? 0) ||
      compareText(a.within ?? '', b.within ?? ''),
  );
}
