import { compareText } from '../order.ts';
import type { EvidenceInput } from '../sources/input.ts';
import type { RecordedSource } from './run-record.ts';

/**
 * The sources that are there now, under the names of the record: a report names its sources, so that copies elsewhere are
 * to be read under the old names. The same bytes are the same source, whatever they are called; else a source is known by
 * its name, or by the last part of it. What the record does not have keeps its name.
 *
 * @param inputs with the SHA-256 of their bytes, null where that is not known before they are read
 */
export function matchEvidence(
  recorded: readonly RecordedSource[],
  inputs: ReadonlyMap<EvidenceInput, string | null>,
): EvidenceInput[] {
  const left = new Map(inputs);
  const matched: EvidenceInput[] = [];
  const open = new Set(recorded);
  const take = (fits: (source: RecordedSource, input: EvidenceInput, hash: string | null) => boolean): void => {
    for (const source of open) {
      const [best] = [...left]
        .flatMap(([input, hash]) => (fits(source, input, hash) ? [input] : []))
        .sort((a, b) => commonEnd(b.name, source.source) - commonEnd(a.name, source.source));
      if (best === undefined) continue;
      left.delete(best);
      open.delete(source);
      matched.push(named(best, source));
    }
  };
  take(({ source, sha256 }, { name }, hash) => name === source && (hash === null || hash === sha256));
  take(({ sha256 }, _, hash) => sha256 !== null && hash === sha256);
  take(({ source }, { name }) => name === source);
  take(({ source }, { name }) => lastPart(name) === lastPart(source));
  return [...matched, ...left.keys()].sort((a, b) => compareText(a.name, b.name));
}

/** Streams are read once only, and so is what stands for one. */
function named(input: EvidenceInput, { source, given }: RecordedSource): EvidenceInput {
  if (input.kind !== 'file') return input;
  return { kind: given === 'file' ? 'file' : 'pipe', name: source, path: input.path };
}

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
