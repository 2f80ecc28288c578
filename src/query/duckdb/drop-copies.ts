import type { DuckDBConnection } from '@duckdb/node-api';

/** By what two rows are copies of one record. What copies tell differently here is kept, each telling a row. */
const SAME = {
  // A record that several lines of one request share, as a batch of deletions, has keys and versions of its own.
  s3_access_logs:
    'requestid, bucket_name, requestdatetime, operation, key, versionid, requester, remoteip, httpstatus, errorcode',
  cloudtrail_logs: 'eventid, eventsource, eventname, eventtime, errorcode, sourceipaddress',
} as const;

/** Without an id, equal rows may be as many records. */
const HAS_ID = {
  s3_access_logs: "requestid <> '-'",
  cloudtrail_logs: 'eventid IS NOT NULL',
} as const;

/**
 * Leaves one row of each record that came more than once: by several trails, in a file and an export of it, on a line
 * delivered twice. It is the one that says most; of equals, that of the first source by name.
 */
export async function dropCopies(connection: DuckDBConnection): Promise<void> {
  for (const table of ['s3_access_logs', 'cloudtrail_logs'] as const) {
    // Most ids are there once: only those of the others are put in order.
    await connection.run(`DELETE FROM ${table} WHERE rowid IN (
      SELECT place FROM (
        SELECT
          rowid AS place,
          row_number() OVER (
            PARTITION BY ${SAME[table]} ORDER BY length(CAST(log AS VARCHAR)) - length("$path") DESC, "$path", rowid
          ) AS copy
        FROM ${table} AS log
        WHERE ${idOf(table)} IN (SELECT ${idOf(table)} FROM ${table} WHERE ${HAS_ID[table]} GROUP BY 1 HAVING count(*) > 1)
      )
      WHERE copy > 1)`);
  }
}

function idOf(table: keyof typeof SAME): string {
  return table === 's3_access_logs' ? 'requestid' : 'eventid';
}
