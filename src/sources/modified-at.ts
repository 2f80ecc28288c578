import { statSync } from 'node:fs';
import type { EvidenceInput } from './input.ts';
import type { SourceTally } from './tally.ts';

/** Of what may be a saved document or listing; the records of logs have times. */
export function modifiedAt(input: EvidenceInput, { kind }: SourceTally): number | null {
  if (kind === 'access-log' || kind === 'cloudtrail') return null;
  if (input.kind === 'object') return input.modified ?? null;
  return input.kind === 'file' ? (statSync(input.path, { throwIfNoEntry: false })?.mtime.getTime() ?? null) : null;
}
