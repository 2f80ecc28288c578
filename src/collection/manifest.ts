import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ForensicsError } from '../errors.ts';
import { compareText } from '../order.ts';

/** The file that tells what a collection holds, and where each piece of it came from. */
export const MANIFEST = 'manifest.json';

/** One file that a collection tells of; the manifest may be anyone's, and say no more. */
export interface CollectedFile {
  readonly path: string;
  /** Of the bytes as they lie there, hexadecimal. */
  readonly sha256: string;
  /** Where it was fetched from, `s3://bucket/key` for objects. */
  readonly source?: string | undefined;
  /** Of the object; a digest has its signature here. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** One file as `collect` writes it down. */
export interface StoredFile extends CollectedFile {
  readonly bytes: number;
  readonly source: string;
  /** Of an object, without quotes; null for the answer of a call. */
  readonly etag: string | null;
  readonly versionId: string | null;
  /** `x-amz-meta-*` of an object. */
  readonly metadata: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  readonly fetched: string;
  /** ARN of who asked; null where it is not known. */
  readonly caller: string | null;
  /** `inventory-forensics` and its version. */
  readonly tool: string;
}

export interface CollectionHead {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** What is collected, in words that are equal when it is the same again. */
  readonly asked: string;
}

const path = z.string().min(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const collectedFile = z.looseObject({
  path,
  sha256,
  source: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
/** In the order in which the members are written. */
const storedFile = z.object({
  path,
  bytes: z.number(),
  sha256,
  source: z.string(),
  etag: z.string().nullable(),
  versionId: z.string().nullable(),
  metadata: z.record(z.string(), z.string()).default({}),
  fetched: z.string(),
  caller: z.string().nullable(),
  tool: z.string(),
});
const head = z.object({ startedAt: z.iso.datetime(), asked: z.string() });

/** null for what `collect` has not written. */
export function parseStoredFile(value: unknown): StoredFile | null {
  return storedFile.safeParse(value).data ?? null;
}

/** null for what `collect` has not written. */
export function parseHead(value: unknown): CollectionHead | null {
  return head.safeParse(value).data ?? null;
}

/** A whole collection, as `collect` goes on with it; null for anything else. */
export function parseCollection(value: unknown): (CollectionHead & { readonly files: readonly StoredFile[] }) | null {
  const { data } = head.extend({ collected: z.array(storedFile) }).safeParse(value);
  return data === undefined ? null : { startedAt: data.startedAt, asked: data.asked, files: data.collected };
}

/**
 * The files that the manifest of a collection tells of; null when there is no such file.
 *
 * @throws ForensicsError `unreadable-input` when it cannot be read as that of a collection
 */
export function readManifest(directory: string): readonly CollectedFile[] | null {
  const file = join(directory, MANIFEST);
  if (!existsSync(file)) return null;
  try {
    return z.object({ collected: z.array(collectedFile) }).parse(JSON.parse(readFileSync(file, 'utf8'))).collected;
  } catch (cause) {
    throw new ForensicsError('unreadable-input', `the manifest.json in "${directory}" is not that of a collection`, {
      cause,
    });
  }
}

/** The manifest as text, one file a line, so that a large one need not be held whole. */
export function* manifestPieces(about: object, files: Iterable<StoredFile>): Generator<string> {
  yield `${JSON.stringify(about, null, 2).slice(0, -2)},\n  "collected": [`;
  let separator = '\n    ';
  for (const file of [...files].sort((a, b) => compareText(a.path, b.path))) {
    yield separator + JSON.stringify(file);
    separator = ',\n    ';
  }
  yield '\n  ]\n}\n';
}
