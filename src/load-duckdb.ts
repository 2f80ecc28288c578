import { ForensicsError } from './errors.ts';

/**
 * The SQL engine, which weighs more than the program and is installed by those who want it: an optional peer dependency.
 *
 * @throws ForensicsError `failed` where it is not installed, or has no build for this machine
 */
export async function loadDuckDb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && MISSING.has(error.code);
    if (!isMissing) throw error;
    throw new ForensicsError('failed', 'this needs DuckDB (@duckdb/node-api), which is not installed', {
      hint: 'install it beside the program, with -g where that is global: npm install @duckdb/node-api',
      cause: error,
    });
  }
}

/** How Node.js says so of a module, and of the engine's build for one platform. */
const MISSING: ReadonlySet<unknown> = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);
