import { type ByteLine, createLineSplitter } from '../../sources/lines.ts';
import type { Position, SourceTally } from '../../sources/tally.ts';
import { isFreeOf } from '../documents/open-payload.ts';
import { createValueTaker } from '../documents/take-values.ts';
import type { EvidenceItem } from '../item.ts';
import type { NameSearches } from '../name-search.ts';
import type { StepReader } from '../step-reader.ts';
import { JSON_LIMITS, parseJsonText } from './parse.ts';
import { valuesIn } from './values-in.ts';

/**
 * Reads JSON lines, one event (or listed object) a line: a line that is broken leaves the next one whole.
 *
 * @param names when given, records in which none of them stands are passed over, neither parsed nor counted
 */
export function createJsonLinesReader(tally: SourceTally, names: NameSearches | null = null): StepReader {
  const splitter = createLineSplitter(JSON_LIMITS.maxElementBytes);
  const values = createValueTaker(tally);
  let line = 0;

  return {
    *push(chunk) {
      for (const next of splitter.push(chunk)) yield* take(next);
    },
    *end() {
      for (const next of splitter.end()) {
        if (tally.failure === null) yield* take(next);
      }
      if (tally.failure !== null) values.reject(tally.failure, position(line + 1));
      yield* values.finish();
    },
  };

  function take(next: ByteLine): EvidenceItem[] {
    line = next.number;
    const at = position(line);
    if (next.bytes === null) {
      values.reject(`longer than ${JSON_LIMITS.maxElementBytes} bytes`, at);
      return [];
    }
    if (isFreeOf(names, tally.kind, next.bytes)) return [];
    const text = next.bytes.toString('utf8').trim();
    if (text === '') return [];
    const json = parseJsonText(text);
    if (json.ok || !GLUED.test(text)) return values.takeElement(json, null, at);
    // Several values, the newline between them lost: each counts.
    return [...valuesIn(next.bytes)].flatMap((one) => values.takeElement(one.json, one.element, at));
  }

  function position(at: number): Position {
    return { source: tally, line: at, record: null };
  }
}

/** A line that ends one value and begins another. */
const GLUED = /[}\]]\s*[{[]/;
