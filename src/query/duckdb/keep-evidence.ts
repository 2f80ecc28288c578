import { randomBytes } from 'node:crypto';
import { constants, copyFileSync, lstatSync, mkdirSync, readlinkSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { codeOf, ForensicsError } from '../../errors.ts';
import type { EvidenceReading } from '../../records/read.ts';
import type { EvidenceInput } from '../../sources/input.ts';
import { loadEvidence } from './load.ts';
import {
  isLog,
  type LoadedSource,
  loadedSources,
  rememberedSources,
  rememberSources,
  sourceWarnings,
} from './loaded-sources.ts';
import { openDatabase } from './open.ts';
import { databaseStats, openKeptDatabase } from './open-kept.ts';
import { planLoad, STREAM } from './plan-load.ts';

/** What became of the evidence. */
export interface Kept {
  /** Logs that were added to the file. */
  readonly added: number;
  /** Sources that it held before. */
  readonly present: number;
  /** Why there is nothing to ask, for each source; null when the file is there. */
  readonly nothing: readonly string[] | null;
}

/**
 * Loads evidence into a database in a file: a new one, or one that is there, to which it adds what it does not hold
 * yet. The file is written whole or not at all: beside it first, under its name when all is loaded. No file is made
 * of evidence that holds no log.
 *
 * @param read called once, for the sources that are new
 * @throws ForensicsError `unreadable-input` for a file that is no such database; `usage` when a source has changed since
 *   it was loaded; `output-failed` when the file cannot be written
 */
export async function keepEvidence(
  file: string,
  inputs: readonly EvidenceInput[],
  read: (fresh: readonly EvidenceInput[]) => EvidenceReading,
): Promise<Kept> {
  const before = stateOf(file);
  const known = before === null ? [] : await sourcesIn(file);
  const { fresh, present } = await planLoad(file, inputs, known);
  if (fresh.length === 0) return { added: 0, present, nothing: before === null ? [] : null };

  const target = targetOf(file);
  // A directory, since an engine that is still opening its file when the process ends would make the file anew.
  const directory = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const temporary = join(directory, 'case.duckdb');
  const remove = () => removeDirectory(directory);
  process.once('exit', remove);
  try {
    mkdirSync(directory);
    if (before !== null) copyFileSync(target, temporary, constants.COPYFILE_FICLONE);
    const loaded = await load(temporary, before === null, fresh, known, read);
    const added = loaded.filter(({ kind }) => isLog(kind)).length;
    if (added === 0 && before === null) return { added, present, nothing: sourceWarnings(loaded) };
    if (stateOf(file) !== before) {
      throw new ForensicsError('output-failed', `--database: "${file}" was changed by another program meanwhile`, {
        hint: 'try again',
      });
    }
    renameSync(temporary, target);
    return { added, present, nothing: null };
  } catch (error) {
    throw error instanceof ForensicsError ? error : cannotWrite(file, error);
  } finally {
    remove();
    process.off('exit', remove);
  }
}

/** Returns what has been read. */
async function load(
  file: string,
  isNew: boolean,
  fresh: readonly { readonly input: EvidenceInput; readonly path: string }[],
  known: readonly LoadedSource[],
  read: (inputs: readonly EvidenceInput[]) => EvidenceReading,
): Promise<readonly LoadedSource[]> {
  const { connection, close } = await openDatabase({ kind: 'load', file, isNew }, []);
  try {
    const reading = read(fresh.map(({ input }) => input));
    await loadEvidence(connection, reading);
    const loaded = reading.tallies.flatMap((tally, index) => loadedSources(tally, fresh[index]?.path ?? ''));
    const again = loaded.find(
      ({ path, sha256 }) => path === STREAM && sha256 !== '' && known.some((source) => source.sha256 === sha256),
    );
    if (again !== undefined) {
      throw new ForensicsError('usage', `--database: what "${again.name}" holds has been loaded before`, {
        hint: `leave out --evidence ${again.name}`,
      });
    }
    await rememberSources(connection, loaded);
    await connection.run('CHECKPOINT');
    return loaded;
  } finally {
    close();
  }
}

async function sourcesIn(file: string): Promise<readonly LoadedSource[]> {
  const { connection, close } = await openKeptDatabase(file);
  try {
    return await rememberedSources(connection);
  } finally {
    close();
  }
}

/** A file that the engine makes meanwhile is removed the next time. */
function removeDirectory(directory: string, triesLeft = 5): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch (error) {
    if (triesLeft === 0) throw error;
    removeDirectory(directory, triesLeft - 1);
  }
}

/** Where the file lies, behind any symbolic links, which stay. */
function targetOf(file: string): string {
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isLink ? targetOf(resolve(dirname(file), readlinkSync(file))) : resolve(file);
}

/** By which a change of the file shows; null for no file. */
function stateOf(file: string): string | null {
  const found = databaseStats(file);
  return found === undefined ? null : `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}`;
}

/** What the system or the engine says of the file; anything else is a fault of this program. */
function cannotWrite(file: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const reason = codeOf(error) ?? /^IO Error: (.*)/.exec(error.message)?.[1];
  if (reason === undefined) return error;
  return new ForensicsError('output-failed', `--database: could not write "${file}": ${reason}`, { cause: error });
}
