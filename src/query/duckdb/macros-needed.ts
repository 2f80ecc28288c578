import type { DuckDBConnection } from '@duckdb/node-api';
import { MACROS } from './macros.ts';
import { spellCalls } from './spell-calls.ts';

const BY_NAME: ReadonlyMap<string, string> = new Map(
  MACROS.map((macro) => [macro.slice(0, macro.indexOf('(')).toLowerCase(), macro]),
);

/**
 * The macros that a statement may call, with those that these call: making one takes the engine a millisecond. A name
 * counts wherever it stands.
 *
 * @throws ForensicsError as `spellCalls` does
 */
export function macrosNeeded(sql: string): readonly string[] {
  const needed = new Set<string>();
  const texts = [spellCalls(sql)];
  for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
    for (const [word] of text.toLowerCase().matchAll(/\w+/g)) {
      const macro = BY_NAME.get(word);
      if (macro === undefined || needed.has(macro)) continue;
      needed.add(macro);
      texts.push(macro);
    }
  }
  // In their order: what one calls is made before it.
  return MACROS.filter((macro) => needed.has(macro));
}

/** For this connection alone: not kept in a file, which may outlive this version of them. */
export async function defineMacros(connection: DuckDBConnection, macros: readonly string[]): Promise<void> {
  for (const macro of macros) await connection.run(`CREATE TEMPORARY MACRO ${macro}`);
}
