import { STREAMED_LISTS } from '../open-envelope.ts';
import { createCapture } from './capture.ts';
import { JSON_LIMITS, type JsonLimits } from './parse.ts';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  createValueScanner,
  isBlank,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
} from './value-scanner.ts';

/** A piece of a JSON stream that is small enough to be parsed on its own; `bytes` hold until the next piece is asked for. */
export type JsonPiece =
  /** One value out of a long array: of the member named, or of an array that is itself the document (`member` null). */
  | {
      readonly kind: 'element';
      readonly member: string | null;
      /** Its place in that array, from 0. */
      readonly index: number;
      readonly record: number;
      readonly bytes: Buffer;
    }
  /** A whole top-level value, its long arrays emptied. `record` is null when it had such arrays, else the document is itself a record. */
  | { readonly kind: 'document'; readonly record: number | null; readonly bytes: Buffer }
  /** Cut short or beyond a bound. `bytes` is what a document without long arrays held when it was cut. */
  | { readonly kind: 'reject'; readonly record: number; readonly reason: string; readonly bytes: Buffer | null };

/**
 * Cuts a stream of JSON into pieces: one document or several behind each other, pretty-printed or not,
 * objects with long arrays or arrays themselves. Whether a piece is valid JSON shows when it is
 * parsed, and one that is not does not disturb the next. However the bytes are cut into chunks, the
 * pieces are the same; memory is bounded by the limits.
 */
export interface JsonPieceSplitter {
  /** To be run to its end before the next call. */
  push(chunk: Buffer): Generator<JsonPiece, void, undefined>;
  end(): Generator<JsonPiece, void, undefined>;
}

/** Passes over elements that nobody asks for as bytes, which are counted and no piece. */
export interface ElementPasser {
  begin(chunk: Buffer): void;
  /** The index behind the element that begins at `at` in the chunk; -1 for one that is to be a piece. */
  pass(list: string | null, at: number, record: number): number;
}

/** @param passer when given, asked of each element that begins in a chunk */
export function createJsonPieceSplitter(
  limits: JsonLimits = JSON_LIMITS,
  passer: ElementPasser | null = null,
): JsonPieceSplitter {
  /** What the next byte stands in, `line` being text between documents, up to its end or the next bracket. */
  let within: 'nothing' | 'line' | 'object' | 'streamed-member' | 'top-level-array' = 'nothing';
  let records = 0;
  /** Elements so far of the array at hand. */
  let elements = 0;
  let hasStreamed = false;
  let afterColon = false;
  let tooDeep = false;
  let member: string | null = null;
  const value = createValueScanner();
  const document = createCapture(limits.maxDocumentBytes);
  const element = createCapture(limits.maxElementBytes);
  const name = createCapture(MAX_NAME_BYTES);

  return { push, end };

  function* push(chunk: Buffer): Generator<JsonPiece, void, undefined> {
    let at = 0;
    passer?.begin(chunk);
    while (at < chunk.length) {
      const start = at;
      if (value.active) {
        const end = value.scan(chunk, at);
        at = end === -1 ? chunk.length : end;
        if (within !== 'object') {
          element.take(chunk, start, at);
          if (end !== -1) yield endElement();
        } else {
          document.take(chunk, start, at);
          if (!afterColon) name.take(chunk, start, at);
          if (end !== -1) endMember();
        }
        continue;
      }
      const byte = chunk[at] ?? 0;
      switch (within) {
        case 'nothing':
          if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
            within = byte === OPEN_OBJECT ? 'object' : 'top-level-array';
            hasStreamed = byte === OPEN_ARRAY;
            elements = 0;
            afterColon = false;
            document.take(chunk, at, ++at);
          } else if (isBlank(byte) || byte === COMMA) at++;
          else {
            within = 'line';
            hasStreamed = false;
          }
          break;
        case 'line':
          while (at < chunk.length && !endsText(chunk[at])) at++;
          document.take(chunk, start, at);
          if (at < chunk.length) yield endDocument();
          break;
        case 'object':
          if (byte === OPEN_ARRAY && afterColon && member !== null && STREAMED_LISTS.has(member)) {
            within = 'streamed-member';
            hasStreamed = true;
            elements = 0;
            document.take(chunk, at, ++at);
          } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
            document.take(chunk, at, ++at);
            yield endDocument();
          } else if (byte === COMMA || byte === COLON || isBlank(byte)) {
            if (!isBlank(byte)) afterColon = byte === COLON;
            document.take(chunk, at, ++at);
          } else value.begin();
          break;
        case 'streamed-member':
        case 'top-level-array':
          if (byte === CLOSE_ARRAY) {
            document.take(chunk, at, ++at);
            if (within === 'top-level-array') yield endDocument();
            else within = 'object';
          } else if (byte === COMMA || byte === COLON || isBlank(byte)) at++;
          else {
            records++;
            elements++;
            const end = passer?.pass(within === 'top-level-array' ? null : member, at, records) ?? -1;
            if (end !== -1) at = end;
            else if (byte === CLOSE_OBJECT) {
              element.take(chunk, at, ++at);
              yield endElement();
            } else value.begin();
          }
          break;
        default:
          within satisfies never;
      }
    }
  }

  function* end(): Generator<JsonPiece, void, undefined> {
    if (within === 'line') yield endDocument();
    if (within === 'nothing') return;
    const inElement = value.active && within !== 'object';
    const bytes = hasStreamed ? null : document.finish();
    yield {
      kind: 'reject',
      record: inElement ? records : ++records,
      reason: 'the source ends within this record',
      bytes,
    };
    within = 'nothing';
  }

  function endMember(): void {
    if (value.deepest >= limits.maxDepth) tooDeep = true;
    if (!afterColon) member = memberName(name.finish());
  }

  function endElement(): JsonPiece {
    const bytes = element.finish();
    if (bytes === null) return reject(`larger than ${limits.maxElementBytes} bytes`);
    if (value.deepest > limits.maxDepth) return reject(`nested deeper than ${limits.maxDepth}`);
    const array = within === 'top-level-array' ? null : member;
    return { kind: 'element', member: array, index: elements - 1, record: records, bytes };
  }

  function endDocument(): JsonPiece {
    const bytes = document.finish();
    const deep = tooDeep;
    within = 'nothing';
    tooDeep = false;
    if (bytes !== null && !deep) return { kind: 'document', record: hasStreamed ? null : ++records, bytes };
    if (!hasStreamed || records === 0) records++;
    return reject(
      bytes === null ? `larger than ${limits.maxDocumentBytes} bytes` : `nested deeper than ${limits.maxDepth}`,
    );
  }

  function reject(reason: string): JsonPiece {
    return { kind: 'reject', record: records, reason, bytes: null };
  }
}

function endsText(byte: number | undefined): boolean {
  return byte === NEWLINE || byte === OPEN_OBJECT || byte === OPEN_ARRAY;
}

/** Names with escapes in them are none of AWS's. */
function memberName(text: Buffer | null): string | null {
  return text === null ? null : text.toString('utf8').slice(1, -1);
}

const MAX_NAME_BYTES = 256;
