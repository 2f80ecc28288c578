import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CollectionHead,
  MANIFEST,
  manifestPieces,
  parseCollection,
  parseHead,
  parseStoredFile,
  type StoredFile,
} from '../collection/manifest.ts';
import { ForensicsError } from '../errors.ts';
import { hashFile } from '../sources/hash-file.ts';
import { onDisk, writeDocument } from './write-document.ts';

/** Where a file came from, as far as its origin tells. */
export interface Origin {
  /** `s3://bucket/key`, or `aws:service:Operation:what`. */
  readonly source: string;
  /** Of an object, without quotes; null for the answer of a call. */
  readonly etag: string | null;
  readonly versionId: string | null;
  /** `x-amz-meta-*` of an object; a CloudTrail digest has its signature there. */
  readonly metadata: Readonly<Record<string, string>>;
  /** ARN of the caller; null where it is not known. */
  readonly caller: string | null;
}

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
  readonly counts: { files: number; bytes: number; resumed: number };
}

export type Pieces = AsyncIterable<string | Buffer> | Iterable<string | Buffer>;

export interface StoreOptions {
  readonly directory: string;
  /** What is collected, in words that are equal when it is the same again. */
  readonly asked: string;
  readonly startedAt: string;
  readonly version: string;
  readonly now: () => string;
}

/**
 * Opens a directory for a collection: an empty one, or one with a collection of the same case, finished or not. Files
 * whose bytes are no longer those that were written down are forgotten, and will be fetched again. Every file is
 * entered into a journal once it is whole on the disk, so that a run that is cut off at any point can be gone on with.
 *
 * @throws ForensicsError `usage` for a directory of something else, `output-failed` when it cannot be written to
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { directory } = options;
  const found = lookInto(options);
  const files = new Map<string, StoredFile>();
  for (const file of found?.files ?? []) if (await isUnchanged(directory, file)) files.set(file.path, file);
  const counts = { files: files.size, bytes: 0, resumed: files.size };
  const startedAt = found?.startedAt ?? options.startedAt;
  const journal = join(directory, JOURNAL);
  const enter = (line: unknown) => appendFileSync(journal, `${JSON.stringify(line)}\n`);
  rmSync(journal, { force: true });
  enter({ startedAt, asked: options.asked });
  for (const file of files.values()) enter(file);

  return {
    startedAt,
    counts,
    kept: (path) => files.get(path) ?? null,
    text: (path) => readFileSync(join(directory, path), 'utf8'),
    async write(path, pieces, origin) {
      const written = await writeDocument(directory, path, pieces);
      const file = { ...written, ...origin(), fetched: options.now(), tool: `inventory-forensics ${options.version}` };
      files.set(path, file);
      await onDisk(journal, () => enter(file));
      counts.files = files.size;
      counts.bytes += written.bytes;
    },
    async finish(problems) {
      const about = { startedAt, finishedAt: options.now(), asked: options.asked, problems };
      await writeDocument(directory, MANIFEST, manifestPieces(about, files.values()));
      rmSync(journal);
    },
  };
}

const JOURNAL = 'collection.ndjson';

/** What an earlier run left behind; null for an empty directory. */
function lookInto({ directory, asked }: StoreOptions): { startedAt: string; files: readonly StoredFile[] } | null {
  let names: readonly string[];
  try {
    mkdirSync(directory, { recursive: true });
    names = readdirSync(directory);
    for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.part')) rmSync(join(directory, name));
    }
  } catch (cause) {
    throw new ForensicsError('output-failed', `--out: could not make "${directory}"`, { cause });
  }
  if (names.length === 0) return null;
  const found = existsSync(join(directory, JOURNAL)) ? readJournal(directory) : readFinished(directory);
  if (found === null) {
    throw new ForensicsError('usage', `--out: "${directory}" is not empty, and holds no collection to go on with`, {
      hint: 'collect into a directory of its own',
    });
  }
  if (found.asked !== asked) {
    throw new ForensicsError('usage', `--out: "${directory}" holds the collection of another case: ${found.asked}`, {
      hint: 'name another directory, or the same buckets, configuration and period as before',
    });
  }
  return found;
}

interface Found extends CollectionHead {
  readonly files: readonly StoredFile[];
}

/** A line that was being written when the run ended is none. */
function readJournal(directory: string): Found | null {
  const [head, ...lines] = readFileSync(join(directory, JOURNAL), 'utf8').split('\n').map(parsed);
  const first = parseHead(head);
  if (first === null) return readFinished(directory);
  const files = lines.map(parseStoredFile).filter((file) => file !== null);
  return { ...first, files };
}

function readFinished(directory: string): Found | null {
  const path = join(directory, MANIFEST);
  return existsSync(path) ? parseCollection(parsed(readFileSync(path, 'utf8'))) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function isUnchanged(directory: string, { path, sha256 }: StoredFile): Promise<boolean> {
  const whole = join(directory, path);
  return existsSync(whole) && (await hashFile(whole)) === sha256;
}
