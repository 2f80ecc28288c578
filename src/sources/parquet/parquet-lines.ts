import type { DuckDBConnection } from '@duckdb/node-api';
import { ForensicsError } from '../../errors.ts';
import { loadDuckDb } from '../../optional-packages.ts';

export interface ParquetBounds {
  /** Bound on the text that comes out. */
  readonly maxBytes: number;
  readonly onFailure: (reason: string) => void;
}

/**
 * The rows of a Parquet file on this machine as JSON lines, each an object of its columns by name, so that what they are
 * shows as it does in any other JSON. The embedded engine reads that one file, and nothing else.
 * https://duckdb.org/docs/stable/data/parquet/overview
 */
export async function* parquetLines(path: string, bounds: ParquetBounds): AsyncGenerator<Buffer, void, undefined> {
  const engine = await loadDuckDb().catch((error: unknown) => {
    if (!(error instanceof ForensicsError)) throw error;
    bounds.onFailure(`is a Parquet file: ${error.message}; ${error.hint}`);
    return null;
  });
  if (engine === null) return;
  const instance = await engine.DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    memory_limit: MEMORY_LIMIT,
    threads: '1',
  });
  let connection: DuckDBConnection | null = null;
  try {
    connection = await instance.connect();
    const file = `'${path.replaceAll("'", "''")}'`;
    await connection.run(`SET GLOBAL allowed_paths = [${file}]`);
    await connection.run('SET GLOBAL enable_external_access = false');
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    await connection.run('SET lock_configuration = true');
    yield* rowsOf(connection, `SELECT to_json(line)::VARCHAR FROM read_parquet(${file}) line`, bounds);
  } finally {
    connection?.closeSync();
    instance.closeSync();
  }
}

async function* rowsOf(
  connection: DuckDBConnection,
  sql: string,
  { maxBytes, onFailure }: ParquetBounds,
): AsyncGenerator<Buffer, void, undefined> {
  let bytes = 0;
  try {
    const result = await connection.stream(sql);
    for (let rows = await result.fetchChunk(); rows !== null && rows.rowCount > 0; rows = await result.fetchChunk()) {
      const chunk = Buffer.from(`${rows.getColumnValues(0).join('\n')}\n`);
      bytes += chunk.length;
      if (bytes > maxBytes) return onFailure(`holds more than ${maxBytes} bytes`);
      yield chunk;
    }
  } catch (error) {
    // The engine's own words quote paths and bytes.
    if (!(error instanceof Error)) throw error;
    onFailure('a Parquet file that is damaged, or of a version that is not known');
  }
}

const MEMORY_LIMIT = '1GB';
