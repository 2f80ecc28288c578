import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { ForensicsError } from '../errors.ts';
import { compareText } from '../order.ts';
import type { EvidenceInput, ObjectInput } from './input.ts';
import { isS3Uri } from './s3-uri.ts';

/** Where `s3://` arguments are looked up. */
export interface ObjectSource {
  inputsOf(uris: readonly string[]): Promise<readonly ObjectInput[]>;
}

/**
 * The sources that evidence arguments stand for: files, directories with everything below them,
 * glob patterns (only where no file has that very name), `-` for standard input, `s3://bucket/prefix` for objects.
 * Sorted by name, each file once, however often and through whatever links it was named.
 *
 * A name is the path as given, directories extended with forward slashes. Files that will turn out
 * unreadable are listed as well, so that reading can say so; links that lead in circles are followed
 * once. Pipes, sockets and devices inside a directory are no files and are left out; named directly, they are read
 * as such, and what is the process's own standard input is `-`.
 *
 * @param cwd directory that relative arguments start from; the process's own unless given
 * @param objects where objects are looked up
 * @throws ForensicsError `usage` for a path that does not exist or no such URI, `no-evidence` when there are no
 *   arguments or an argument stands for no file
 */
export async function expandInputs(
  args: readonly string[],
  cwd?: string,
  objects?: ObjectSource,
): Promise<EvidenceInput[]> {
  if (args.length === 0) {
    throw new ForensicsError('no-evidence', 'no evidence given', {
      hint: 'name files, directories, globs, s3://bucket/prefix or - for standard input',
    });
  }
  const base = resolve(cwd ?? '.');
  const found: Found = { inputs: [], identities: [], roots: 0 };
  for (const arg of args) {
    if (isS3Uri(arg)) continue;
    const before = found.inputs.length;
    for await (const root of rootsOf(arg, base)) {
      found.roots++;
      for await (const group of root) {
        for (const { input, identity } of group) add(found, input, identity);
      }
    }
    if (found.inputs.length === before)
      throw new ForensicsError('no-evidence', `no evidence in ${arg}: no files there`);
  }
  const uris = args.filter(isS3Uri);
  if (uris.length > 0) {
    if (objects === undefined) throw new ForensicsError('usage', `${uris[0]}: buckets are not read here`);
    found.roots += uris.length;
    for (const input of await objects.inputsOf(uris)) add(found, input, input.name);
  }
  return eachOnce(found).sort((a, b) => compareText(a.name, b.name));
}

/** Of perhaps a hundred thousand files: columns, which are small. */
interface Found {
  readonly inputs: EvidenceInput[];
  /** For each input the real path, or the name, by which the same file is known again. */
  readonly identities: string[];
  /** Files, directories and prefixes that arguments stand for. */
  roots: number;
}

interface FoundFile {
  readonly input: EvidenceInput;
  readonly identity: string;
}

function add({ inputs, identities }: Found, input: EvidenceInput, identity: string): void {
  inputs.push(input);
  identities.push(identity);
}

/** Each file once, by the plainest of its names. What one directory holds, and no link leads to, is told once anyway. */
function eachOnce({ inputs, identities, roots }: Found): EvidenceInput[] {
  if (roots === 1 && inputs.every((it, index) => it.kind === 'file' && it.path === identities[index])) return inputs;
  const known = new Map<string, EvidenceInput>();
  for (const [index, input] of inputs.entries()) {
    const identity = identities[index] ?? input.name;
    const other = known.get(identity);
    if (other === undefined || isPlainer(input.name, other.name)) known.set(identity, input);
  }
  return [...known.values()];
}

/** Which of two names of one file is kept: the shorter, so not the one that runs through a link. */
function isPlainer(name: string, than: string): boolean {
  return name.length === than.length ? name < than : name.length < than.length;
}

/** What an argument stands for, each with its files in groups, since a directory may hold a hundred thousand of them. */
async function* rootsOf(arg: string, base: string): AsyncGenerator<AsyncIterable<readonly FoundFile[]>> {
  if (arg === '-' || OWN_INPUT.has(arg)) {
    yield standardInput();
    return;
  }
  const path = resolve(base, arg);
  const stats = await lookAt(path);
  // Links that lead in circles end at a directory already walked.
  const walked = new Set<string>();
  if (stats !== 'absent') {
    yield filesAt(withSlashes(arg), path, stats, walked);
    return;
  }
  const { glob, isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(arg)) {
    throw new ForensicsError('usage', `no such file or directory: ${arg}`);
  }
  const options = { cwd: base, absolute: true, dot: true, onlyFiles: false, expandDirectories: false };
  for (const match of await glob(withSlashes(arg), options)) {
    const matchPath = resolve(match);
    const name = isAbsolute(arg) ? matchPath : relative(base, matchPath);
    yield filesAt(withSlashes(name), matchPath, await lookAt(matchPath), walked);
  }
}

async function* standardInput(): AsyncGenerator<readonly FoundFile[]> {
  yield [{ input: { kind: 'stdin', name: '-' }, identity: '-' }];
}

async function* filesAt(
  name: string,
  path: string,
  stats: Look,
  walked: Set<string>,
): AsyncGenerator<readonly FoundFile[]> {
  if (typeof stats === 'object' && stats.isDirectory()) yield* filesBelow(name, path, walked);
  else {
    const isOther = typeof stats === 'object' && !stats.isFile();
    yield [{ input: { kind: isOther ? 'pipe' : 'file', name, path }, identity: await realPathOf(path) }];
  }
}

async function* filesBelow(name: string, path: string, walked: Set<string>): AsyncGenerator<readonly FoundFile[]> {
  const realDirectory = await realPathOf(path);
  if (walked.has(realDirectory)) return;
  walked.add(realDirectory);
  const entries = await entriesOf(path);
  if (entries === null) {
    yield [{ input: { kind: 'file', name, path }, identity: realDirectory }];
    return;
  }
  const prefix = name.endsWith('/') ? name : `${name}/`;
  const inPath = path.endsWith(sep) ? path : path + sep;
  const inReal = realDirectory.endsWith(sep) ? realDirectory : realDirectory + sep;
  let group: FoundFile[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const entryPath = inPath + entry.name;
    const entryName = prefix === inPath ? entryPath : prefix + entry.name;
    if (entry.isFile()) {
      const identity = inPath === inReal ? entryPath : inReal + entry.name;
      group.push({ input: { kind: 'file', name: entryName, path: entryPath }, identity });
      if (group.length < LARGEST_GROUP) continue;
      yield group;
      group = [];
    } else if (entry.isDirectory()) yield* filesBelow(entryName, entryPath, walked);
    else if (entry.isSymbolicLink()) yield* linked(entryName, entryPath, walked);
  }
  yield group;
}

async function* linked(name: string, path: string, walked: Set<string>): AsyncGenerator<readonly FoundFile[]> {
  const stats = await lookAt(path);
  // A link to nowhere is listed: reading it will say why it cannot be read.
  if (typeof stats === 'string' || stats.isFile() || stats.isDirectory()) yield* filesAt(name, path, stats, walked);
}

/** What is made for a group is gone before the next. */
const LARGEST_GROUP = 1_000;

type Look = Stats | 'absent' | 'unreadable';

async function lookAt(path: string): Promise<Look> {
  try {
    return await stat(path);
  } catch (error) {
    const code = codeOf(error);
    if (ABSENT.has(code)) return 'absent';
    if (UNREADABLE.has(code)) return 'unreadable';
    throw error;
  }
}

/** null when the directory may not be listed. */
async function entriesOf(path: string): Promise<Dirent[] | null> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (isExpected(error)) return null;
    throw error;
  }
}

/** Pipes handed over by the shell have no real path: they are known by the path they were given. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isExpected(error)) return path;
    throw error;
  }
}

function isExpected(error: unknown): boolean {
  const code = codeOf(error);
  return ABSENT.has(code) || UNREADABLE.has(code);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

function withSlashes(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}

/** Names of standard input: opened by one of them, a socket there could not be read. */
const OWN_INPUT: ReadonlySet<string> = new Set(['/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);
const UNREADABLE: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'ELOOP', 'EIO']);
