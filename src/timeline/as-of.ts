import type { Instant } from '../instant.ts';
import type { SourceKind, SourceTally } from '../sources/tally.ts';

/** The moment that a report speaks of. */
export interface AsOf {
  readonly time: Instant;
  readonly basis: AsOfBasis;
}

/**
 * How the moment is known: `given` by flag or `case.json`; else the end of the evidence, which is the newest time in it
 * (`evidence`) or, where later, the time at which a listing or document was saved (`file-time`); the `clock` where
 * the evidence holds no time, or one that has not come yet.
 */
export type AsOfBasis = 'given' | 'clock' | 'evidence' | 'file-time';

/** The moment of the question; nobody need name it. */
export function asOf(given: Instant | undefined, sources: readonly SourceTally[], clock: Instant): AsOf {
  if (given !== undefined) return { time: given, basis: 'given' };
  const newest = latest(sources.map(({ to }) => to));
  const saved = latest(sources.map(savedAt));
  if (newest === null && saved === null) return { time: clock, basis: 'clock' };
  const bySaving = saved !== null && (newest === null || saved > newest);
  const time = bySaving ? saved : (newest ?? clock);
  return time >= clock ? { time: clock, basis: 'clock' } : { time, basis: bySaving ? 'file-time' : 'evidence' };
}

/**
 * When an answer of AWS was saved, as the time of its file tells. A file older than what is in it has lost its own time
 * (archives and packages may set any), one of a log tells nothing: logs are copied when they are old.
 */
export function savedAt({ kind, modified, to }: SourceTally): Instant | null {
  if (modified === null || !ANSWERS.has(kind)) return null;
  const time = Math.floor(modified / 1000) * 1000;
  return to === null || time >= to ? time : null;
}

/** Kinds that say what AWS answered at the moment of saving. */
const ANSWERS: ReadonlySet<SourceKind> = new Set([
  'listing',
  'inventory-configuration',
  'bucket-policy',
  'key-policy',
  'key-description',
  'trail-selectors',
  'trail-status',
  'aws-error',
  'console-error',
]);

function latest(times: readonly (Instant | null)[]): Instant | null {
  return times.reduce((last, time) => (time !== null && (last === null || time > last) ? time : last), null);
}
