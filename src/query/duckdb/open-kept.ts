import { type BigIntStats, statSync } from 'node:fs';
import { codeOf, ForensicsError } from '../../errors.ts';
import { type LocalDatabase, openDatabase } from './open.ts';
import { LAYOUT } from './tables.ts';

/**
 * Opens a database that was kept, for asking: nothing in it changes. Trino's functions are still to be defined.
 *
 * @throws ForensicsError `unreadable-input` for a file that is missing, no database, one of something else, or one
 *   that another version of this program has laid out differently
 */
export async function openKeptDatabase(file: string): Promise<LocalDatabase> {
  const found = databaseStats(file);
  if (found === undefined) {
    throw new ForensicsError('unreadable-input', `--database: there is no file "${file}"`, {
      hint: 'give --evidence PATH to make it, or the name of a database of Athena, without dots and slashes',
    });
  }
  if (!found.isFile()) {
    throw refused(file, found.isDirectory() ? 'is a directory' : 'is not a file', 'name a file, such as case.duckdb');
  }
  const database = await openDatabase({ kind: 'ask', file }, []).catch((error: unknown) => {
    throw refused(file, reasonOf(error), 'name another file', error);
  });
  try {
    await checkLayout(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * What the system says of the file; undefined for none.
 *
 * @throws ForensicsError `unreadable-input` where it does not say
 */
export function databaseStats(file: string): BigIntStats | undefined {
  try {
    return statSync(file, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    throw refused(file, `cannot be looked at: ${code}`, 'name another file', error);
  }
}

async function checkLayout({ connection }: LocalDatabase, file: string): Promise<void> {
  const tables = await connection.runAndReadAll(
    "SELECT COUNT(*) FROM duckdb_tables() WHERE NOT temporary AND table_name = 'inventory_forensics_layout'",
  );
  if (Number(tables.getRows()[0]?.[0]) !== 1) {
    throw refused(file, 'is a database of something else', 'name another file');
  }
  const layouts = await connection.runAndReadAll('SELECT * FROM inventory_forensics_layout');
  const layout = String(layouts.getRows()[0]?.[0]);
  if (layout === String(LAYOUT)) return;
  throw refused(
    file,
    `was made by another version of this program (layout ${layout}, this one has ${LAYOUT})`,
    'load the evidence into a new file',
  );
}

function refused(file: string, why: string, hint: string, cause?: unknown): ForensicsError {
  return new ForensicsError('unreadable-input', `--database: "${file}" ${why}`, { hint, cause });
}

/** The engine's own words where they are not about what the file is. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/not a valid DuckDB database/.test(text)) return 'is no DuckDB database';
  if (/Conflicting lock/.test(text)) return 'is being written by another program';
  if (/Permission denied/.test(text)) return 'may not be read: permission denied';
  if (/version number/.test(text)) return 'was written by another version of DuckDB';
  return `cannot be opened: ${text.split('\n', 1)[0] ?? ''}`;
}
