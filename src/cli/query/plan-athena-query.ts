import { createClients } from '../../aws/clients.ts';
import { escapeTerminal } from '../../display/escape-terminal.ts';
import { createAthenaClient } from '../../query/athena/client.ts';
import { partitionWarning, requireReading } from '../../query/athena/query-athena.ts';
import { describeScan } from '../../query/athena/scan/describe-scan.ts';
import { planScan } from '../../query/athena/scan/plan-scan.ts';
import type { TablePartitions } from '../../query/athena/scan/table-partitions.ts';
import { askWorkgroup, DEFAULT_WORKGROUP } from '../../query/athena/workgroup.ts';
import { describeStatement } from '../../query/describe.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import type { QuestionOf } from './resolve-query.ts';

/**
 * A statement with its values, and what it would read on Athena and cost as comment lines of SQL, without starting
 * anything.
 *
 * @throws ForensicsError `usage`, and `failed` when nobody answers or there is no such workgroup
 */
export async function planAthenaQuery(
  { statement, target }: QuestionOf<'plan'>,
  { shell, progress }: Terminal,
): Promise<string> {
  requireReading(statement);
  const { access, maxScanBytes } = target;
  const place = { ...target.place, maxScanBytes };
  const athena = createAthenaClient(access);
  const clients = createClients(access);
  try {
    const workgroup = await askWorkgroup(athena, place.workgroup ?? DEFAULT_WORKGROUP);
    progress.start('Listing', { noun: 'object' });
    const planned = await planScan(statement, place, {
      athena,
      s3For: (bucket) => clients.s3('log', clients.regionOf(bucket)),
      now: shell.now(),
      onObjects: ({ objects, bytes }) => progress.advance({ files: objects, bytes }),
    });
    const readsAll = planned === null || planned.some(({ partitions }) => isEveryPartition(partitions));
    const warning = readsAll ? partitionWarning(statement) : null;
    const lines = [...(warning === null ? [] : [warning]), ...describeScan(planned, workgroup, place)];
    return describeStatement(statement) + lines.map((line) => `-- ${escapeTerminal(line)}\n`).join('');
  } finally {
    progress.done();
    athena.destroy();
    clients.destroy();
  }
}

function isEveryPartition(partitions: TablePartitions): boolean {
  return partitions.kind === 'partitions' && partitions.read.length === partitions.total;
}
