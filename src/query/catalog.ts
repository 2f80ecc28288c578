import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { programFile } from '../program-file.ts';
import { parseHeader, type QueryHeader } from './header.ts';

/** A query or table definition that comes with the program. */
export interface ShippedQuery {
  readonly name: string;
  readonly sql: string;
  readonly header: QueryHeader;
}

/** The queries, by name. */
export function shippedQueries(): readonly ShippedQuery[] {
  return readFolder('../queries/');
}

/** The table definitions for Athena, by name. */
export function shippedTables(): readonly ShippedQuery[] {
  return readFolder('../queries/ddl/');
}

/** The folder lies beside `src` and `dist` alike. */
function readFolder(path: string): readonly ShippedQuery[] {
  const folder = programFile(path);
  return readdirSync(fileURLToPath(folder))
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(new URL(file, folder), 'utf8');
      return { name: file.slice(0, -'.sql'.length), sql, header: parseHeader(sql, file) };
    });
}
