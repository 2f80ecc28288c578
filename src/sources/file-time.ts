import { stat } from 'node:fs/promises';
import type { Instant } from '../instant.ts';
import type { EvidenceInput } from './input.ts';

/** When the file of an input was last written; null for what is no file, or cannot be asked any more. */
export async function fileTimeOf(input: EvidenceInput): Promise<Instant | null> {
  if (input.kind !== 'file') return null;
  const found = await stat(input.path).catch(() => null);
  return found === null ? null : Math.floor(found.mtimeMs / 1000) * 1000;
}
