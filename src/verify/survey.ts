import { createHash, type KeyObject } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { CollectedFile } from '../collection/manifest.ts';
import { ForensicsError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { type Digest, isDigest, parseDigest } from '../records/documents/read-digest.ts';
import { expandInputs } from '../sources/expand-inputs.ts';
import { pathsOf } from '../sources/input.ts';
import type { Problem } from './problem.ts';
import { addPublicKeys, publicKeyList } from './public-keys.ts';
import { digestName, logName, plainName } from './trail-names.ts';
import { headOf, wholeOf } from './uncompressed.ts';

/** A file of the directory that may be a log file of a trail. */
export interface LocalFile {
  /** Below the directory, with forward slashes. */
  readonly path: string;
  readonly fullPath: string;
  /** The `s3://` URI that the manifest tells; null without. */
  readonly source: string | null;
}

/** A digest that lies in the directory. */
export interface LocalDigest {
  readonly path: string;
  readonly digest: Digest;
  /** Of its uncompressed bytes. */
  readonly sha256: string;
  /** Hexadecimal, from the metadata of its object; null when that was not saved. */
  readonly signature: string | null;
}

/** What there is to verify, but for the checksums of the manifest. */
export interface Survey {
  readonly digests: readonly LocalDigest[];
  readonly logs: readonly LocalFile[];
  readonly keys: Map<string, KeyObject[]>;
  /** Keys in files of the directory. */
  readonly keyCount: number;
  readonly problems: readonly Problem[];
}

/**
 * Looks at every file below a directory: digests and public keys are known by their content, log files by their name
 * or by the source that the manifest tells. The order of the result is that of the names.
 *
 * @throws ForensicsError `usage` when there is no such directory
 */
export async function surveyDirectory(directory: string, collected: readonly CollectedFile[]): Promise<Survey> {
  const root = resolve(directory);
  const told = new Map(collected.map((file) => [file.path, file]));
  const paths = await filesBelow(root, directory);
  return surveyFiles(
    paths.map((fullPath) => {
      const path = relative(root, fullPath).split(sep).join('/');
      return { path, fullPath, collected: told.get(path) ?? null };
    }),
  );
}

/** A file that may bear on the verification of a trail. */
export interface SurveyedFile {
  /** By which it is told of. */
  readonly path: string;
  readonly fullPath: string;
  /** What the manifest of a collection tells of it; null without. */
  readonly collected: CollectedFile | null;
}

/** The same for files that are given one by one. */
export async function surveyFiles(files: readonly SurveyedFile[]): Promise<Survey> {
  const digests: LocalDigest[] = [];
  const logs: LocalFile[] = [];
  const problems: Problem[] = [];
  const keys = new Map<string, KeyObject[]>();
  let keyCount = 0;
  for (const { path, fullPath, collected } of files) {
    const source = collected?.source ?? null;
    const isNamedDigest = digestName(path) !== null || (source !== null && digestName(source) !== null);
    const head = await headOf(fullPath);
    const document =
      isNamedDigest || (head !== null && WORTH_PARSING.test(head.toString('latin1')))
        ? await documentIn(fullPath)
        : null;
    if (document !== null && isDigest(document.value)) {
      const digest = parseDigest(document.value);
      if (digest === null) problems.push(problem('digest-unreadable', path, 'a member is missing or unreadable'));
      else {
        const sha256 = createHash('sha256').update(document.bytes).digest('hex');
        digests.push({ path, digest, sha256, signature: signatureOf(collected) });
        const moved = movedFrom(path, source, digest);
        if (moved !== null) problems.push(problem('digest-moved', path, moved));
      }
    } else if (isNamedDigest) problems.push(problem('digest-unreadable', path, null));
    else if (document !== null && publicKeyList(document.value) !== null) {
      keyCount += addPublicKeys(document.bytes.toString('utf8'), keys);
    } else if (source !== null || logName(path) !== null || head !== null) logs.push({ path, fullPath, source });
  }
  return { digests, logs, keys, keyCount, problems };
}

async function filesBelow(root: string, named: string): Promise<string[]> {
  let isDirectory = false;
  try {
    isDirectory = (await stat(root)).isDirectory();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
  if (!isDirectory) {
    throw new ForensicsError('usage', `verify: "${named}" is no directory`, {
      hint: 'name a directory of evidence; an archive is to be unpacked first',
    });
  }
  try {
    return pathsOf(await expandInputs([root]));
  } catch (error) {
    if (error instanceof ForensicsError && error.code === 'no-evidence') return [];
    throw error;
  }
}

interface ParsedDocument {
  readonly value: JsonObject;
  readonly bytes: Buffer;
}

async function documentIn(path: string): Promise<ParsedDocument | null> {
  const bytes = await wholeOf(path, MAX_DOCUMENT_BYTES);
  if (bytes === null) return null;
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isJsonObject(value) ? { value, bytes } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function signatureOf(entry: CollectedFile | null): string | null {
  const signature = entry?.metadata?.['signature'];
  return typeof signature === 'string' ? signature : null;
}

/** Where it was found instead of where it says that it belongs; null when nothing contradicts it. */
function movedFrom(path: string, source: string | null, { bucket, key }: Digest): string | null {
  const home = `s3://${bucket}/${key}`;
  if (source?.startsWith('s3://') === true && source !== home) return `fetched from ${source}, says ${home}`;
  return digestName(path) !== null && plainName(path) !== plainName(key) ? `says ${home}` : null;
}

function problem(kind: Problem['kind'], file: string, detail: string | null): Problem {
  return { kind, file, from: null, to: null, detail };
}

/** Members that only digests and lists of public keys have, near enough to the beginning to be seen. */
const WORTH_PARSING = /"(?:digestStartTime|digestS3Object|PublicKeyList|publicKeyList)"/;
/** An hour of a large organisation names some ten thousand log files in 6 MB. */
const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;
