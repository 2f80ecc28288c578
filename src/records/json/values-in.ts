import { type ParsedJson, parseJsonPiece } from './parse.ts';
import { createJsonPieceSplitter, type JsonPiece } from './pieces.ts';

/** One value of a text that is at hand as a whole: a document, or an element of its list. */
export interface ValueIn {
  readonly element: { readonly list: string | null; readonly index: number } | null;
  readonly json: ParsedJson;
}

/** The values of JSON documents that stand one behind the other, with or without a newline between them. */
export function* valuesIn(bytes: Buffer): Generator<ValueIn, void, undefined> {
  const splitter = createJsonPieceSplitter();
  for (const piece of splitter.push(bytes)) yield* valueFrom(piece);
  for (const piece of splitter.end()) yield* valueFrom(piece);
}

function* valueFrom(piece: JsonPiece): Generator<ValueIn, void, undefined> {
  if (piece.kind === 'reject') yield { element: null, json: { ok: false, reason: piece.reason } };
  else if (piece.kind === 'element') {
    yield { element: { list: piece.member, index: piece.index }, json: parseJsonPiece(piece.bytes) };
  } else if (piece.record !== null) yield { element: null, json: parseJsonPiece(piece.bytes) };
}
