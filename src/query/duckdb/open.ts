import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { MACROS } from './macros.ts';
import { TABLES } from './tables.ts';

/** Where local queries run. To be closed by whoever opened it. */
export interface LocalDatabase {
  readonly connection: DuckDBConnection;
  readonly close: () => void;
}

/** What the engine may take of the machine's memory. */
const MEMORY_LIMIT = '2GB';

/**
 * A database in memory with both tables, empty, and Trino's functions. It reaches nothing outside of itself: no
 * file, no network, no extension, and its settings cannot be changed from inside.
 * https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 */
export async function openDatabase(): Promise<LocalDatabase> {
  const instance = await DuckDBInstance.create(':memory:', {
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    memory_limit: MEMORY_LIMIT,
    threads: '2',
  });
  const connection = await instance.connect();
  await connection.run("SET GLOBAL TimeZone = 'UTC'");
  for (const table of TABLES) await connection.run(table);
  for (const macro of MACROS) await connection.run(`CREATE MACRO ${macro}`);
  await connection.run('SET lock_configuration = true');
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
