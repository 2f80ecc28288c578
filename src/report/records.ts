import { maskSecrets } from '../display/mask-secrets.ts';
import type { EvidenceRef, Report, ReportRecord } from './contract.ts';

/** Refused writes of which the records are told; of more, the first. */
const MOST_REFUSED = 20;
/** Changes that answer for a phase of which the records are told. */
const MOST_CHANGES = 20;
/** What is told of one record, in UTF-16 units. */
const MOST_TEXT = 4_096;

/** Where the records of culprits, suspects and refused writes stand, each place once, as many as are told. */
export function placesToTell({ incidents, timeline }: Report): EvidenceRef[] {
  const changes = incidents.flatMap(({ phases }) => phases.flatMap(({ culprit }) => culprit?.change ?? []));
  const refused = timeline.filter(({ kind }) => kind === 'denied-attempt');
  const refs = [...changes.slice(0, MOST_CHANGES), ...refused.slice(0, MOST_REFUSED)].flatMap(
    ({ evidence }) => evidence,
  );
  return [...new Map(refs.map((ref) => [placeName(ref), ref])).values()];
}

/**
 * The same report with the records that could be read, secrets masked before anything is cut.
 *
 * @param places in the order in which they are told
 */
export function withRecords(
  report: Report,
  places: readonly EvidenceRef[],
  texts: ReadonlyMap<EvidenceRef, string>,
): Report {
  const records = places.flatMap((place): ReportRecord[] => {
    const text = texts.get(place);
    if (text === undefined) return [];
    const masked = maskSecrets(text);
    return [{ ...place, text: masked.slice(0, MOST_TEXT), isCut: masked.length > MOST_TEXT }];
  });
  return { ...report, records };
}

export function placeName({ source, line, record, within, sha256 }: EvidenceRef): string {
  return [source, sha256, line ?? '', record ?? '', within ?? ''].join('\n');
}
