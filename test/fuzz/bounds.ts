import type { Report } from '../../src/report/contract.ts';

/** What was done, counted: no clock tells whether something was done too often. */
export interface Work {
  /** How often any source was opened. */
  opened: number;
  /** Bytes handed out, again for each time that a source is read. */
  read: number;
}

/** What is mutated grows little: hostile texts are put in for fields, and envelopes escape. */
const GROWTH = 12;
const GROWN_BYTES = 1_000_000;

/** Bytes that evidence of this size may hold after mutation, decompressed. */
export function mostPlainBytes(plainBytes: number): number {
  return GROWTH * plainBytes + GROWN_BYTES;
}

/** Where more was read, counted or told than the evidence accounts for. */
export function boundFaults(reports: readonly Report[], { opened, read }: Work, given: Given): string[] {
  const plain = mostPlainBytes(given.plainBytes);
  const [report] = reports;
  const entries = report?.evidence ?? [];
  const counted = entries.reduce((sum, { records, rejected }) => sum + records + rejected, 0);
  const counts: readonly (readonly [string, number, number])[] = [
    ['times that sources were opened', opened, TIMES * given.files],
    ['bytes read', read, TIMES * given.bytes],
    // No record is shorter than its line, or than a pair of brackets.
    ['records and rejects', counted, plain / 2],
    // A member of an archive has a header.
    ['sources', entries.length, given.files + plain / SHORTEST_HEADER],
    ['entries of the timeline', report?.timeline.length ?? 0, counted + MOST_RUNS],
    ['missed runs', (report?.incidents ?? []).reduce((sum, { missedRuns }) => sum + missedRuns, 0), MOST_RUNS],
  ];
  return counts.flatMap(([what, count, most]) => (count > most ? [`bound: ${count} ${what}, of ${most}`] : []));
}

export interface Given {
  readonly files: number;
  readonly bytes: number;
  readonly plainBytes: number;
}

/** Digests, reading, and the few records that are shown word for word. */
const TIMES = 3;
const SHORTEST_HEADER = 46;
/** A run a day, from the first inventory that there was to the latest moment that may be asked about. */
const MOST_RUNS = 365.25 * (2100 - 2016);
