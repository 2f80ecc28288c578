import { type Dirent, lstatSync, readdirSync, rmdirSync, rmSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { codeOf, ForensicsError } from '../errors.ts';

/** Where files are written until they are whole, under numbers: nothing else in a collection is temporary. */
export const UNFINISHED = 'collection.part';

/**
 * Makes sure that a path below a directory stays in it: none of the folders that lead to it is a link, nor is itself.
 *
 * @throws ForensicsError `output-failed` that names the link
 */
export function refuseLinks(directory: string, path: string): void {
  let place = directory;
  for (const part of path.split('/')) {
    place = join(place, part);
    const found = statsOf(place);
    if (found === null) return;
    if (found.isSymbolicLink()) {
      throw new ForensicsError('output-failed', `--out: "${place}" is a link: nothing is written through links`, {
        hint: 'put the folder itself there, or collect into another directory',
      });
    }
  }
}

/** What stands at a place itself, be it a link; null for nothing, as below a file. */
export function statsOf(place: string): Stats | null {
  try {
    return lstatSync(place, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}

/** Whether a path that somebody wrote down leads nowhere but below where it starts. */
export function isBelow(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** Removes what a run that was cut off left unfinished; whatever else lies there is not ours, and stays. */
export function removeUnfinished(directory: string): void {
  const folder = join(directory, UNFINISHED);
  refuseLinks(directory, UNFINISHED);
  if (statsOf(folder)?.isDirectory() !== true) return;
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.filter(isNumbered)) rmSync(join(folder, entry.name));
  if (entries.every(isNumbered)) rmdirSync(folder);
}

function isNumbered(entry: Dirent): boolean {
  return entry.isFile() && /^\d+$/.test(entry.name);
}
