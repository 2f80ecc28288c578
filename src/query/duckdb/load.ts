import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { ACCESS_LOG_COLUMNS } from '../../records/athena/access-log-columns.ts';
import type { EvidenceReading } from '../../records/read.ts';
import { type SourceTally, withMembers } from '../../sources/tally.ts';
import { accessLogRow, partitionDay } from './access-log-row.ts';
import { cloudTrailRow } from './cloudtrail-row.ts';
import { dropCopies } from './drop-copies.ts';
import { ARRIVING, TAKE_ARRIVED } from './tables.ts';

/** Events that wait as text before they go into their table. */
const BATCH = 20_000;

/**
 * Reads evidence into both tables, each record once. Other evidence than the two logs is passed over. A line of an
 * access log that could not be read is a row of NULLs, as Athena has it.
 */
export async function loadEvidence(connection: DuckDBConnection, reading: EvidenceReading): Promise<void> {
  const lines = await connection.createAppender('s3_access_logs');
  await connection.run(ARRIVING);
  let arriving = await connection.createAppender('arriving');
  let waiting = 0;
  const take = async () => {
    arriving.closeSync();
    await connection.run(TAKE_ARRIVED);
    await connection.run('TRUNCATE arriving');
    arriving = await connection.createAppender('arriving');
    waiting = 0;
  };
  for await (const item of reading.items) {
    if (item.kind === 'access-log') {
      const row = accessLogRow(item.record);
      for (const column of ACCESS_LOG_COLUMNS) append(lines, row[column]);
      append(lines, partitionDay(item.record.time));
      append(lines, item.at.source.source);
      lines.endRow();
    } else if (item.kind === 'cloudtrail') {
      append(arriving, cloudTrailRow(item.record, item.at.source.source));
      arriving.endRow();
      waiting++;
      if (waiting >= BATCH) await take();
    }
  }
  await take();
  arriving.closeSync();
  await connection.run('DROP TABLE arriving');
  for (const tally of withMembers(reading.tallies)) appendUnparsed(lines, tally);
  lines.closeSync();
  await dropCopies(connection);
}

/** A row of NULLs for each line that could not be read, on the day of its file's first record. */
function appendUnparsed(lines: DuckDBAppender, tally: SourceTally): void {
  if (tally.kind !== 'access-log') return;
  for (let line = 0; line < tally.rejected; line++) {
    for (const _ of ACCESS_LOG_COLUMNS) lines.appendNull();
    append(lines, partitionDay(tally.from ?? 0));
    append(lines, tally.source);
    lines.endRow();
  }
}

function append(appender: DuckDBAppender, value: string | number | null): void {
  if (value === null) appender.appendNull();
  else if (typeof value === 'number') appender.appendBigInt(BigInt(Math.trunc(value)));
  else appender.appendVarchar(value);
}
