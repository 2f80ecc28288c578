import { type Stats, statSync } from 'node:fs';
import type { EvidenceInput } from './input.ts';
import type { SourceTally } from './tally.ts';

/** Of what may be a saved document or listing; the records of logs have times. */
export function modifiedAt(input: EvidenceInput, { kind }: SourceTally): number | null {
  if (kind === 'access-log' || kind === 'cloudtrail') return null;
  if (input.kind === 'object') return input.modified ?? null;
  return input.kind === 'file' ? (statsOf(input.path)?.mtime.getTime() ?? null) : null;
}

/** What the file system knows of a file; null for one that cannot be looked at, whose reader says why. */
export function statsOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return null;
    throw error;
  }
}
