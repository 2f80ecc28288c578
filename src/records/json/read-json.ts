import type { Position, SourceTally } from '../../sources/tally.ts';
import { isFreeOf } from '../documents/open-payload.ts';
import { createValueTaker } from '../documents/take-values.ts';
import type { EvidenceItem } from '../item.ts';
import type { SourceReaders } from '../kinds.ts';
import { PlainObjects } from '../listing/plain-objects.ts';
import { OBJECT_LISTS } from '../listing/read-object.ts';
import type { StepReader } from '../step-reader.ts';
import { JSON_LIMITS, parseJsonPiece } from './parse.ts';
import { createJsonPieceSplitter, type ElementPasser, type JsonPiece } from './pieces.ts';

/**
 * Reads JSON of any kind of evidence: CloudTrail files, LookupEvents answers, listings, documents.
 *
 * @param names when given, records in which none of them stands are passed over, neither parsed nor counted
 * @param listedWord when given, objects of a listing without it are counted only
 */
export function createJsonReader(
  tally: SourceTally,
  { names, listedWord }: Pick<SourceReaders, 'names' | 'listedWord'> = { names: null, listedWord: null },
): StepReader {
  const splitter = createJsonPieceSplitter(JSON_LIMITS, listedWord === null ? null : passerOf(listedWord));
  const values = createValueTaker(tally);
  let record = 0;

  return {
    *push(chunk) {
      for (const piece of splitter.push(chunk)) yield* take(piece);
    },
    *end() {
      const before = tally.rejected;
      for (const piece of splitter.end()) yield* take(piece);
      // A source that broke off between two records leaves nothing half read.
      if (tally.failure !== null && tally.rejected === before) values.reject(tally.failure, position(record + 1));
      yield* values.finish();
    },
  };

  function take(piece: JsonPiece): EvidenceItem[] {
    record = piece.record ?? record;
    const isRecord = piece.kind !== 'reject' && piece.record !== null;
    if (isRecord && isFreeOf(names, tally.kind, piece.bytes)) return [];
    // A document of nothing but an empty array is the first record that there is.
    const at = position(Math.max(record, 1));
    switch (piece.kind) {
      case 'element':
        return values.takeElement(parseJsonPiece(piece.bytes), { list: piece.member, index: piece.index }, at);
      case 'document':
        return values.takeDocument(parseJsonPiece(piece.bytes), piece.bytes, piece.record !== null, at);
      case 'reject':
        values.reject(piece.reason, at, piece.bytes);
        return [];
      default:
        return piece satisfies never;
    }
  }

  /** A listing is known by its first object, which is read as any value is. */
  function passerOf(word: string): ElementPasser {
    const objects = new PlainObjects(word);
    return {
      begin: (chunk) => objects.begin(chunk),
      pass(list, at, number) {
        if (tally.kind !== 'listing' || list === null || !OBJECT_LISTS.has(list)) return -1;
        const end = objects.pass(at);
        if (end === -1) return -1;
        record = number;
        values.passObject(objects.time, position(number));
        return end;
      },
    };
  }

  function position(at: number): Position {
    return { source: tally, line: null, record: at };
  }
}
