import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { isAbsolute, join, normalize, sep } from 'node:path';
import { z } from 'zod';
import { ForensicsError } from '../errors.ts';

/** One file that is not what was collected, and how. */
interface Mismatch {
  readonly path: string;
  readonly reason: 'missing' | 'changed' | 'outside of the directory';
}

export interface Verification {
  readonly verified: number;
  readonly mismatches: readonly Mismatch[];
}

const schema = z.looseObject({
  collected: z.array(z.looseObject({ path: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});

/**
 * Holds the files of a collection against the SHA-256 values that its `manifest.json` tells. Files that it does not
 * tell of are not looked at.
 *
 * @throws ForensicsError `unreadable-input` when there is no such manifest
 */
export async function verifyCollection(directory: string): Promise<Verification> {
  const mismatches: Mismatch[] = [];
  const collected = collectedIn(directory);
  for (const { path, sha256 } of collected) {
    const reason = await mismatchOf(directory, path, sha256);
    if (reason !== null) mismatches.push({ path, reason });
  }
  return { verified: collected.length - mismatches.length, mismatches };
}

async function mismatchOf(directory: string, path: string, sha256: string): Promise<Mismatch['reason'] | null> {
  // The manifest may be anyone's: it must not make this program read elsewhere.
  if (isAbsolute(path) || normalize(path).split(sep)[0] === '..') return 'outside of the directory';
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(join(directory, path))) hash.update(chunk);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'missing';
    throw error;
  }
  return hash.digest('hex') === sha256 ? null : 'changed';
}

function collectedIn(directory: string): z.infer<typeof schema>['collected'] {
  let text: string;
  try {
    text = readFileSync(join(directory, 'manifest.json'), 'utf8');
  } catch (cause) {
    throw new ForensicsError('unreadable-input', `no manifest.json can be read in "${directory}"`, {
      hint: 'name a directory that collect has finished',
      cause,
    });
  }
  try {
    return schema.parse(JSON.parse(text)).collected;
  } catch (cause) {
    throw new ForensicsError('unreadable-input', `the manifest.json in "${directory}" is not that of a collection`, {
      cause,
    });
  }
}
