import { closeSync, constants, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CollectionHead,
  MANIFEST,
  parseCollection,
  parseHead,
  parseStoredFile,
  type StoredFile,
} from '../collection/manifest.ts';
import { isBelow, statsOf, UNFINISHED } from './containment.ts';

/** What a collection is of, and every file that it ever wrote, by path; some may not have got to their place. */
export interface Written extends CollectionHead {
  readonly files: ReadonlyMap<string, StoredFile>;
}

export interface Journal {
  /** Enters a file before it takes its place: what is not entered is not ours. */
  enter(file: StoredFile): void;
  close(): void;
  /** The manifest tells all of it by now. */
  remove(): void;
}

export const JOURNAL = 'collection.ndjson';

/** What the journal of an unfinished collection, else the manifest of a finished one tells; null for neither. */
export function readWritten(directory: string): Written | null {
  return readJournal(directory) ?? readFinished(directory);
}

/** A line that was being written when the run ended is none. */
function readJournal(directory: string): Written | null {
  const [head, ...lines] = textOf(directory, JOURNAL).split('\n').map(parsed);
  const first = parseHead(head);
  return first === null ? null : written(first, lines.map(parseStoredFile));
}

function readFinished(directory: string): Written | null {
  const collection = parseCollection(parsed(textOf(directory, MANIFEST)));
  return collection === null ? null : written(collection, collection.files);
}

function written({ startedAt, asked }: CollectionHead, files: readonly (StoredFile | null)[]): Written {
  const own = files.filter((file) => file !== null && isBelow(file.path)) as readonly StoredFile[];
  return { startedAt, asked, files: new Map(own.map((file) => [file.path, file])) };
}

/**
 * Opens the journal of a directory, or begins one that tells what was written so far. A line begins with its line
 * break: one that was cut off spoils no other.
 *
 * @throws the system's error
 */
export function openJournal(directory: string, { startedAt, asked, files }: Written): Journal {
  const path = join(directory, JOURNAL);
  const stats = statsOf(path);
  if (stats === null || stats.size === 0) {
    const lines = [{ startedAt, asked }, ...files.values()].map((line) => JSON.stringify(line));
    const begun = join(directory, UNFINISHED, '0');
    mkdirSync(join(directory, UNFINISHED), { recursive: true });
    writeFileSync(begun, lines.join('\n'), { flag: 'wx' });
    renameSync(begun, path);
  }
  const opened = openSync(path, constants.O_WRONLY | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0));
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(opened);
    isOpen = false;
  };
  return {
    enter: (file) => {
      writeFileSync(opened, `\n${JSON.stringify(file)}`);
    },
    close,
    remove() {
      close();
      rmSync(path);
    },
  };
}

function textOf(directory: string, name: string): string {
  const path = join(directory, name);
  return statsOf(path)?.isFile() === true ? readFileSync(path, 'utf8') : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
