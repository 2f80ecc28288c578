import { realpathSync, statSync } from 'node:fs';
import { ForensicsError } from '../../errors.ts';
import { hashFile } from '../../sources/hash-file.ts';
import type { EvidenceInput } from '../../sources/input.ts';
import { isLog, type LoadedSource } from './loaded-sources.ts';

/** In place of the path of what flows by once: standard input, pipes. It is known by its bytes alone. */
export const STREAM: string = '-';

/** A source that is to be loaded, and by what it will be known again. */
interface FreshSource {
  readonly input: EvidenceInput;
  readonly path: string;
}

interface LoadPlan {
  readonly fresh: readonly FreshSource[];
  /** Sources that need no loading. */
  readonly present: number;
}

/**
 * Tells what is new. The same bytes are loaded once, under whatever name they lie; an object in a bucket is known by
 * its name, since it would have to be fetched to be told by its bytes. Files are hashed only where their size is
 * that of another.
 *
 * @param database the file that is loaded into, which is no evidence even where it lies among it
 * @throws ForensicsError `usage` for a log whose bytes are others than those loaded from it
 */
export async function planLoad(
  database: string,
  inputs: readonly EvidenceInput[],
  known: readonly LoadedSource[],
): Promise<LoadPlan> {
  const loaded = known.filter(({ sha256 }) => sha256 !== '');
  const byPath = new Map(loaded.map((source) => [source.path, source]));
  const hashes = new Set(loaded.map(({ sha256 }) => sha256));
  const files = inputs.map((input) => (input.kind === 'file' ? fileAt(input.path) : null));
  const sizes = timesSeen([...loaded.map(({ bytes }) => bytes), ...files.flatMap((file) => file?.size ?? [])]);
  const own = fileAt(database)?.path;

  const fresh: FreshSource[] = [];
  let present = 0;
  for (const [index, input] of inputs.entries()) {
    const file = files[index] ?? null;
    const path = input.kind === 'file' || input.kind === 'object' ? (file?.path ?? input.name) : STREAM;
    const before = path === STREAM ? undefined : byPath.get(path);
    if (own !== undefined && path === own) continue;
    if (input.kind !== 'file' || file === null) {
      if (before === undefined) fresh.push({ input, path });
      else present++;
      continue;
    }
    const hash = (sizes.get(file.size) ?? 0) > 1 ? await hashOf(path) : null;
    if (before !== undefined && mayHoldRows(before.kind) && (before.bytes !== file.size || hash !== before.sha256)) {
      throw new ForensicsError(
        'usage',
        `--database: "${input.name}" has changed since it was loaded into "${database}"`,
        {
          hint: 'load the evidence into a new file',
        },
      );
    }
    if (hash !== null && hashes.has(hash)) {
      present++;
      continue;
    }
    if (hash !== null) hashes.add(hash);
    fresh.push({ input, path });
  }
  return { fresh, present };
}

function mayHoldRows(kind: string): boolean {
  return isLog(kind) || kind === 'archive';
}

function timesSeen(sizes: readonly number[]): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const size of sizes) times.set(size, (times.get(size) ?? 0) + 1);
  return times;
}

/** null for what is no plain file, or cannot be looked at: reading it will say why. */
function fileAt(path: string): { readonly path: string; readonly size: number } | null {
  try {
    const found = statSync(path);
    return found.isFile() ? { path: realpathSync(path), size: found.size } : null;
  } catch {
    return null;
  }
}

/** null when it cannot be read: reading it will say why. */
async function hashOf(path: string): Promise<string | null> {
  return await hashFile(path).catch(() => null);
}
