import type { AthenaClient } from '@aws-sdk/client-athena';
import type { S3Client } from '@aws-sdk/client-s3';
import { describeS3Failure } from '../../../aws/objects/describe-failure.ts';
import { ForensicsError } from '../../../errors.ts';
import type { Instant } from '../../../instant.ts';
import type { BoundStatement } from '../../bind.ts';
import type { AthenaPlace } from '../execute.ts';
import { tableCommand } from '../hints.ts';
import { type Found, findTable, fullName } from './catalog-table.ts';
import type { Condition } from './conditions.ts';
import { type Amount, type ListedPartitions, listPartitions, listWhole } from './list-partitions.ts';
import { type CatalogTable, type TablePartitions, tablePartitions } from './table-partitions.ts';
import { tableUses } from './table-uses.ts';

/** One table of a statement, and what lies in the part of it that is read. */
export interface PlannedTable {
  /** `database.table` */
  readonly name: string;
  /** How many places of the statement read just this part. */
  readonly times: number;
  readonly partitions: TablePartitions;
  /** Why nothing could be listed, where nothing was; null for a table of which nothing is known. */
  readonly listed: ListedPartitions | { readonly why: string } | null;
}

/** What planning needs of the surroundings. */
export interface Planning {
  readonly athena: AthenaClient;
  readonly s3For: (bucket: string) => S3Client;
  readonly now: Instant;
  readonly onObjects: (amount: Amount) => void;
}

/**
 * Finds out what a statement would read, without running it: its tables from the SQL, their partitions from the
 * catalog of Athena, the bytes from S3. What cannot be asked is a reason in words. Null for SQL that is not
 * understood.
 *
 * @throws what is no answer of AWS, of the network or of the credentials
 */
export async function planScan(
  { sql, values }: BoundStatement,
  place: AthenaPlace,
  planning: Planning,
): Promise<readonly PlannedTable[] | null> {
  const uses = tableUses(
    sql,
    values.map(({ value }) => value),
  );
  if (uses === null) return null;
  const found = new Map<string, Found>();
  const parts = new Map<string, { name: string; table: Found; times: number; conditions: readonly Condition[] }>();
  for (const use of uses) {
    const name = fullName(use.name, place);
    const shown = name.slice(1).join('.');
    const table = found.get(name.join('\n')) ?? (await lookUp(name, place, planning.athena));
    found.set(name.join('\n'), table);
    const conditions = use.conditions.filter(({ column }) => isPartitionColumn(table, column));
    const key = `${name.join('\n')}\n${JSON.stringify(conditions, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))}`;
    const times = (parts.get(key)?.times ?? 0) + 1;
    parts.set(key, { name: shown, table, times, conditions });
  }
  const planned: PlannedTable[] = [];
  for (const { name, table, times, conditions } of parts.values()) {
    const partitions = partitionsOf(name, table, conditions, planning.now);
    planned.push({ name, times, partitions, listed: await list(partitions, planning) });
  }
  return planned;
}

/** A view that this program has made is as good as the table that it reads. */
async function lookUp(
  name: readonly [string, string, string],
  { workgroup }: AthenaPlace,
  client: AthenaClient,
): Promise<Found> {
  const table = await findTable(client, name, workgroup);
  if (table.kind !== 'view' || name[2] !== SHIPPED_VIEW.name) return table;
  const below = await findTable(client, [name[0], name[1], SHIPPED_VIEW.reads], workgroup);
  return below.kind === 'table' ? below : table;
}

function isPartitionColumn(found: Found, column: string): boolean {
  return found.kind === 'table' && found.table.partitionColumns.some(({ name }) => name === column);
}

function partitionsOf(name: string, found: Found, conditions: readonly Condition[], now: Instant): TablePartitions {
  switch (found.kind) {
    case 'table':
      return tablePartitions(found.table satisfies CatalogTable, conditions, now);
    case 'view':
      return { kind: 'unknown', reason: 'it is a view: which tables it reads is not told' };
    case 'absent': {
      const [table = '', database = null] = name.split('.').reverse();
      const command = tableCommand(table, database);
      return {
        kind: 'unknown',
        reason: `there is no such table${command === null ? '' : `; ${command} makes it`}`,
      };
    }
    case 'not-told':
      return { kind: 'unknown', reason: found.why };
    default:
      return found satisfies never;
  }
}

async function list(
  partitions: TablePartitions,
  { s3For, onObjects }: Planning,
): Promise<ListedPartitions | { why: string } | null> {
  try {
    switch (partitions.kind) {
      case 'partitions':
        return await listPartitions(s3For, partitions, onObjects);
      case 'whole':
        return await listWhole(s3For, partitions.place, onObjects);
      case 'unknown':
        return null;
      default:
        return partitions satisfies never;
    }
  } catch (error) {
    if (error instanceof ForensicsError) return { why: error.message };
    return { why: describeS3Failure(error, 'ListObjectsV2').text };
  }
}

/** `queries/ddl/s3_access_logs_view.sql` */
const SHIPPED_VIEW = { name: 's3_access_logs', reads: 's3_access_logs_flat' } as const;
