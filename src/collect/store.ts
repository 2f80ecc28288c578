import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST, manifestPieces, type StoredFile } from '../collection/manifest.ts';
import { ForensicsError } from '../errors.ts';
import { hashFile } from '../sources/hash-file.ts';
import { refuseLinks, removeUnfinished, statsOf, UNFINISHED } from './containment.ts';
import { JOURNAL, openJournal, readWritten, type Written } from './journal.ts';
import { LOCK, lockDirectory, lockHolder } from './lock.ts';
import { onDisk, type Pieces, type WrittenDocument, writeDocument } from './write-document.ts';

/** Where a file came from, as far as its origin tells: `s3://bucket/key`, or `aws:service:Operation:what`. */
export type Origin = Pick<StoredFile, 'source' | 'etag' | 'versionId' | 'metadata' | 'caller'>;

/** What is kept of a case, and what it is kept by: on disk, or for a dry run in memory. */
export interface Store {
  /** ISO 8601, UTC: when the collection was begun; a resumed one goes on from there. */
  readonly startedAt: string;
  /** What is there from an earlier run, unchanged; null when there is nothing. */
  kept(path: string): Origin | null;
  /** `origin` is asked for when the pieces have ended: an object tells its version with its bytes. */
  write(path: string, pieces: Pieces, origin: () => Origin): Promise<void>;
  /** Text of a document that was written or kept. */
  text(path: string): string;
  /** Writes the manifest; the collection is whole, or as whole as it gets. */
  finish(problems: readonly string[]): Promise<void>;
  /** Gives the directory back, finished or not. */
  close(): void;
  /** Files that are there by now, and how many of them an earlier run left. */
  readonly counts: { readonly files: number; readonly resumed: number };
}

export interface StoreOptions {
  readonly directory: string;
  /** What is collected, in words that are equal when it is the same again. */
  readonly asked: string;
  readonly startedAt: string;
  readonly version: string;
  readonly now: () => string;
}

/**
 * Opens a directory for a collection: an empty one, or one with a collection of the same case, finished or not. It is
 * then this process's alone until the store is closed. Files whose bytes are no longer those that were written down
 * are forgotten, and will be fetched again. Every file is entered into a journal before it takes its place, so that a
 * run that is cut off at any point can be gone on with, and what is not in the journal is somebody else's: it is never
 * replaced or removed.
 *
 * @throws ForensicsError `usage` for a directory of something else, or in which another process collects,
 *   `output-failed` when it cannot be written to, or a link stands in it where files of the collection are
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { directory } = options;
  await onDisk(directory, () => mkdirSync(directory, { recursive: true }));
  refuseOthers(options);
  const unlock = await onDisk(directory, () => lockDirectory(directory, options.startedAt));
  try {
    return await openLocked(options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openLocked(options: StoreOptions, unlock: () => void): Promise<Store> {
  const { directory } = options;
  // Whoever had the lock before may have been at work since.
  const found = refuseOthers(options);
  for (const path of [JOURNAL, MANIFEST, ...(found?.files.keys() ?? [])]) refuseLinks(directory, path);
  await onDisk(directory, () => removeUnfinished(directory));
  const own = new Set(found?.files.keys());
  const files = new Map<string, StoredFile>();
  for (const file of found?.files.values() ?? []) if (await isUnchanged(directory, file)) files.set(file.path, file);
  const startedAt = found?.startedAt ?? options.startedAt;
  const journal = await onDisk(directory, () => openJournal(directory, { startedAt, asked: options.asked, files }));
  const resumed = files.size;
  let begun = 0;

  return {
    startedAt,
    get counts() {
      return { files: files.size, resumed };
    },
    kept: (path) => files.get(path) ?? null,
    text: (path) => readFileSync(join(directory, path), 'utf8'),
    async write(path, pieces, origin) {
      begun += 1;
      let file: StoredFile | null = null;
      const beforePlaced = (written: WrittenDocument) => {
        if (!own.has(path) && statsOf(join(directory, path))?.isFile() === true) throw inTheWay(directory, path);
        file = { ...written, ...origin(), fetched: options.now(), tool: `inventory-forensics ${options.version}` };
        journal.enter(file);
        own.add(path);
      };
      await writeDocument({ directory, number: begun, beforePlaced }, path, pieces);
      if (file !== null) files.set(path, file);
    },
    async finish(problems) {
      const about = { startedAt, finishedAt: options.now(), asked: options.asked, problems };
      begun += 1;
      const place = { directory, number: begun, beforePlaced: () => {} };
      await writeDocument(place, MANIFEST, manifestPieces(about, files.values()));
      journal.remove();
    },
    close() {
      journal.close();
      removeUnfinished(directory);
      unlock();
    },
  };
}

/**
 * What an earlier run left behind; null for an empty directory, and for one in which a run had just begun.
 *
 * @throws ForensicsError `usage` for a directory of something else
 */
function refuseOthers({ directory, asked }: StoreOptions): Written | null {
  const found = readWritten(directory);
  if (found === null && !isUnused(directory)) {
    throw new ForensicsError('usage', `--out: "${directory}" is not empty, and holds no collection to go on with`, {
      hint: 'collect into a directory of its own',
    });
  }
  if (found !== null && found.asked !== asked) {
    throw new ForensicsError('usage', `--out: "${directory}" holds the collection of another case: ${found.asked}`, {
      hint: 'name another directory, or the same buckets, configuration and period as before',
    });
  }
  return found;
}

/** The lock comes first: beside it stands only what follows it. */
function isUnused(directory: string): boolean {
  const names = readdirSync(directory);
  if (names.length === 0) return true;
  return lockHolder(directory) !== null && names.every((name) => [LOCK, JOURNAL, UNFINISHED].includes(name));
}

function inTheWay(directory: string, path: string): ForensicsError {
  return new ForensicsError('output-failed', `--out: "${join(directory, path)}" is not of this collection, and stays`, {
    hint: 'move it away, or collect into another directory',
    cause: Object.assign(new Error('another file is there'), { code: 'EEXIST' }),
  });
}

async function isUnchanged(directory: string, { path, sha256 }: StoredFile): Promise<boolean> {
  const whole = join(directory, path);
  return statsOf(whole)?.isFile() === true && (await hashFile(whole)) === sha256;
}
