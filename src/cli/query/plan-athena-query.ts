import { createClients } from '../../aws/clients.ts';
import { watchBucketRegions } from '../../aws/objects/bucket-regions.ts';
import { escapeTerminal } from '../../display/escape-terminal.ts';
import { createAthenaClient } from '../../query/athena/client.ts';
import { partitionWarning, requireReading } from '../../query/athena/query-athena.ts';
import { describeScan } from '../../query/athena/scan/describe-scan.ts';
import { planScan } from '../../query/athena/scan/plan-scan.ts';
import type { TablePartitions } from '../../query/athena/scan/table-partitions.ts';
import { askWorkgroup, DEFAULT_WORKGROUP } from '../../query/athena/workgroup.ts';
import type { BoundStatement } from '../../query/bind.ts';
import { type Flags, switchFlag, textFlag } from '../command.ts';
import { awsAccess } from '../options/option-groups.ts';
import { createProgress } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';
import { resolveBytes } from './resolve-query.ts';
import { athenaPlace } from './run-athena-query.ts';

/**
 * What a statement would read on Athena and cost, as comment lines of SQL, without starting anything.
 *
 * @throws ForensicsError `usage`, and `failed` when nobody answers or there is no such workgroup
 */
export async function planAthenaQuery(statement: BoundStatement, flags: Flags, shell: Shell): Promise<string> {
  requireReading(statement);
  const place = {
    ...athenaPlace(flags),
    maxScanBytes: resolveBytes('--max-scan-bytes', textFlag(flags, 'maxScanBytes')),
  };
  const access = awsAccess(flags);
  const athena = createAthenaClient(access);
  const clients = createClients(access);
  const listing = clients.s3('log', null);
  const regionOf = watchBucketRegions(listing);
  const progress = createProgress(shell, { quiet: switchFlag(flags, 'quiet') });
  try {
    const workgroup = await askWorkgroup(athena, place.workgroup ?? DEFAULT_WORKGROUP);
    progress.start('Listing', { noun: 'object' });
    const planned = await planScan(statement, place, {
      athena,
      s3For: (bucket) => clients.s3('log', regionOf(bucket)),
      now: shell.now(),
      onObjects: ({ objects, bytes }) => progress.advance({ files: objects, bytes }),
    });
    const readsAll = planned === null || planned.some(({ partitions }) => isEveryPartition(partitions));
    const warning = readsAll ? partitionWarning(statement) : null;
    const lines = [...(warning === null ? [] : [warning]), ...describeScan(planned, workgroup, place)];
    return lines.map((line) => `-- ${escapeTerminal(line)}\n`).join('');
  } finally {
    progress.done();
    athena.destroy();
    clients.destroy();
  }
}

function isEveryPartition(partitions: TablePartitions): boolean {
  return partitions.kind === 'partitions' && partitions.read.length === partitions.total;
}
