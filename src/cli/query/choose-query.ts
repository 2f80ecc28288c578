import type { Readable } from 'node:stream';
import { ForensicsError } from '../../errors.ts';
import { shippedQueries } from '../../query/catalog.ts';
import { parseHeader, type QueryHeader } from '../../query/header.ts';
import { nearestHint } from '../../query/nearest-names.ts';
import { readSql } from '../../query/read-sql.ts';

/** A query that comes with the program, or one of the user's own. */
export interface ChosenQuery {
  /** As it was given. */
  readonly name: string;
  readonly sql: string;
  readonly header: QueryHeader;
}

/**
 * The query of that name, else the SQL in that file, or on standard input for `-`.
 *
 * @throws ForensicsError `usage` with the names that may have been meant, or for a header that cannot be read
 */
export async function chooseQuery(operand: string, stdin: Readable): Promise<ChosenQuery> {
  const shipped = shippedQueries();
  const known = shipped.find(({ name }) => name === operand);
  if (known !== undefined) return known;
  const sql = await readSql(operand, stdin);
  if (sql === null) {
    const names = shipped.map(({ name }) => name);
    throw new ForensicsError('usage', `query: there is no query and no file "${operand}"`, {
      hint: nearestHint(operand, names, 'query --list names the queries'),
    });
  }
  return { name: operand, sql, header: parseHeader(sql, operand) };
}
