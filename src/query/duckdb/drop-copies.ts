import type { DuckDBConnection } from '@duckdb/node-api';
import { ACCESS_LOG_COLUMNS } from '../../records/athena/access-log-columns.ts';
import { CLOUDTRAIL_VALUES } from './tables.ts';

interface Copied {
  readonly table: string;
  /** By which copies are known; without one, equal rows may be as many records. */
  readonly id: string;
  readonly hasId: string;
  /** All that a row says: columns, and members of columns. */
  readonly values: readonly string[];
  /** Whether a value of a row says nothing. */
  readonly isSilent: (value: string, row: string) => string;
}

const COPIED: readonly Copied[] = [
  {
    table: 's3_access_logs',
    id: 'requestid',
    hasId: "requestid <> '-'",
    values: ACCESS_LOG_COLUMNS.map((name) => `"${name}"`),
    isSilent: (value) => `(${value} IS NULL OR CAST(${value} AS VARCHAR) IN ('-', '"-"'))`,
  },
  {
    table: 'cloudtrail_logs',
    id: 'eventid',
    hasId: 'eventid IS NOT NULL',
    values: CLOUDTRAIL_VALUES,
    isSilent: (value, row) => {
      // No error says that the call succeeded.
      if (/errorcode/.test(value)) return 'false';
      // What a row of the console names as its resources may stand among the parameters of the event.
      return value.endsWith('"resources"') ? `(${value} IS NULL OR ${row}.eventversion IS NULL)` : `${value} IS NULL`;
    },
  },
];

/** More versions of one record are no logs, and are left as they are. */
const MOST_VERSIONS = 16;

/**
 * Leaves one row of each record that came more than once: by several trails, in a file and an export of it, on a line
 * delivered twice. A row goes when another says all that it says. Copies that contradict each other stay, since
 * nobody here can say which is right.
 */
export async function dropCopies(connection: DuckDBConnection): Promise<void> {
  for (const { table, id, hasId, values, isSilent } of COPIED) {
    const several = (least: number, most: number) =>
      `SELECT ${id} FROM ${table} WHERE ${hasId} GROUP BY 1 HAVING count(*) BETWEEN ${least} AND ${most}`;
    // To plan what follows takes longer than to see that there is nothing to do.
    const copied = await connection.runAndReadAll(`${several(2, Number.MAX_SAFE_INTEGER)} LIMIT 1`);
    if (copied.currentRowCount === 0) continue;
    await connection.run(`DELETE FROM ${table} WHERE rowid IN (
      SELECT place FROM (
        SELECT rowid AS place, row_number() OVER (PARTITION BY ${values.join(', ')} ORDER BY "$path", rowid) AS copy
        FROM ${table}
        WHERE ${id} IN (${several(2, Number.MAX_SAFE_INTEGER)})
      )
      WHERE copy > 1)`);
    const saysNoMore = values.map(
      (value) => `(${isSilent(`less.${value}`, 'less')} OR less.${value} IS NOT DISTINCT FROM more.${value})`,
    );
    const saysLess = values.map(
      (value) => `(${isSilent(`less.${value}`, 'less')} AND NOT ${isSilent(`more.${value}`, 'more')})`,
    );
    await connection.run(`DELETE FROM ${table} WHERE rowid IN (
      SELECT less.rowid
      FROM ${table} AS less
      JOIN ${table} AS more ON less.${id} = more.${id} AND less.rowid <> more.rowid
      WHERE less.${id} IN (${several(2, MOST_VERSIONS)}) AND ${saysNoMore.join(' AND ')}
        AND (less.rowid > more.rowid OR ${saysLess.join(' OR ')}))`);
  }
}
