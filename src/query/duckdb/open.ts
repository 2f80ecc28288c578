import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { makeTemporaryDirectory } from '../../sources/temporary-directory.ts';
import { MACROS } from './macros.ts';
import { defineMacros } from './macros-needed.ts';
import { TABLES } from './tables.ts';

/** Where local queries run. To be closed by whoever opened it. */
export interface LocalDatabase {
  readonly connection: DuckDBConnection;
  readonly close: () => void;
}

/** In memory, or in a file: one that is loaded, made if there is none, or one that is asked and cannot be changed. */
export type DatabasePlace =
  | { readonly kind: 'memory' }
  | { readonly kind: 'load'; readonly file: string; readonly isNew: boolean }
  | { readonly kind: 'ask'; readonly file: string };

/** What the engine may take of the machine's memory. */
const MEMORY_LIMIT = '2GB';

/**
 * A database with both tables, empty if it is new, and Trino's functions, or only some of them. It reaches nothing
 * outside of itself: no other file, no network, no extension, and its settings cannot be changed from inside. What does
 * not fit into memory lies in a temporary directory until it is closed.
 * https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 *
 * @throws what the engine throws for a file that it cannot open
 */
export async function openDatabase(
  place: DatabasePlace = { kind: 'memory' },
  macros: readonly string[] = MACROS,
): Promise<LocalDatabase> {
  const instance = await DuckDBInstance.create(place.kind === 'memory' ? ':memory:' : place.file, {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    memory_limit: MEMORY_LIMIT,
    threads: '2',
    ...(place.kind === 'ask' ? { access_mode: 'READ_ONLY' } : {}),
  });
  const overflow = makeTemporaryDirectory();
  let connection: DuckDBConnection | null = null;
  const close = () => {
    connection?.closeSync();
    instance.closeSync();
    overflow.remove();
  };
  try {
    connection = await instance.connect();
    await connection.run(`SET GLOBAL temp_directory = '${overflow.path.replaceAll("'", "''")}'`);
    await connection.run('SET GLOBAL enable_external_access = false');
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    // As in Trino: 1 / 2 is 0, and a lambda is written with an arrow.
    await connection.run('SET GLOBAL integer_division = true');
    await connection.run("SET GLOBAL lambda_syntax = 'ENABLE_SINGLE_ARROW'");
    if (place.kind === 'memory' || (place.kind === 'load' && place.isNew)) {
      for (const table of TABLES) await connection.run(table);
    }
    await defineMacros(connection, macros);
    await connection.run('SET lock_configuration = true');
    return { connection, close };
  } catch (error) {
    close();
    throw error;
  }
}
