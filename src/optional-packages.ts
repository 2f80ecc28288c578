import { ForensicsError } from './errors.ts';

/**
 * The SQL engine, which weighs more than the program and is installed by those who want it.
 *
 * @throws ForensicsError `failed` where it is not installed, or has no build for this machine
 */
export function loadDuckDb(): Promise<typeof import('@duckdb/node-api')> {
  return loaded(import('@duckdb/node-api'), { what: 'DuckDB', name: '@duckdb/node-api' });
}

/**
 * The official server of the Model Context Protocol, for those who let an agent call the program.
 *
 * @throws ForensicsError `failed` where it is not installed
 */
export function loadMcpServer(): Promise<
  typeof import('@modelcontextprotocol/server') & typeof import('@modelcontextprotocol/server/stdio')
> {
  const both = Promise.all([import('@modelcontextprotocol/server'), import('@modelcontextprotocol/server/stdio')]);
  return loaded(
    both.then(([server, stdio]) => ({ ...server, ...stdio })),
    { what: 'the server of the Model Context Protocol', name: '@modelcontextprotocol/server' },
  );
}

async function loaded<Module>(
  loading: Promise<Module>,
  { what, name }: { readonly what: string; readonly name: string },
): Promise<Module> {
  try {
    return await loading;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && MISSING.has(error.code);
    if (!isMissing) throw error;
    throw new ForensicsError('failed', `this needs ${what} (${name}), which is not installed`, {
      hint: `install it beside the program, with -g where that is global: npm install ${name}`,
      cause: error,
    });
  }
}

/** How Node.js says so of a module, and of a build for one platform. */
const MISSING: ReadonlySet<unknown> = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);
