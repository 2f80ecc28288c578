import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceItem } from '../../../src/records/item.ts';
import { readEvidence } from '../../../src/records/read.ts';
import type { SourceTally } from '../../../src/sources/tally.ts';
import { ocsfEvent } from '../../fabricate/security-lake.ts';
import { event } from '../../records/evidence-text.ts';
import { readWhole } from '../../records/read-whole.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "inventory-forensics-o'parquet-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Written as a table of `sql` is. */
async function parquetOf(name: string, sql: string): Promise<string> {
  const path = join(folder, name);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${sql}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

async function read(path: string): Promise<{ items: EvidenceItem[]; tally: SourceTally | undefined }> {
  const { items, tallies } = readEvidence([{ kind: 'file', name: path, path }], { listingTimezone: null });
  const found: EvidenceItem[] = [];
  for await (const item of items) found.push(item);
  return { items: found, tally: tallies[0] };
}

describe('Parquet', () => {
  it('of an inventory shows what was there, and never what was not', async () => {
    const path = await parquetOf(
      'inventory.parquet',
      `SELECT 'acme-reports' AS bucket, 'inv/a b' AS key, false AS is_latest, false AS is_delete_marker,
        TIMESTAMP '2026-02-09 14:00:01' AS last_modified_date
      UNION ALL SELECT 'acme-reports', 'inv/a b', true, true, TIMESTAMP '2026-02-10 08:00:00'`,
    );
    const { items, tally } = await read(path);
    expect(tally).toMatchObject({ kind: 'listing', records: 2, rejected: 0, failure: null });
    expect(tally?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(items).toMatchObject([
      { object: { key: 'inv/a b', version: 'noncurrent', lastModified: Date.UTC(2026, 1, 9, 14, 0, 1) } },
      { object: { key: 'inv/a b', version: 'delete-marker' } },
      { listing: { incomplete: true } },
    ]);
  });

  it.each(['whole', 'lost'] as const)('of Security Lake is what became of the record: parameters %s', async (kept) => {
    const lines = join(folder, `${kept}.jsonl`);
    await writeFile(lines, `${JSON.stringify(ocsfEvent(event(1), kept))}\n`);
    const path = await parquetOf(`${kept}.parquet`, `SELECT * FROM read_json('${lines.replaceAll("'", "''")}')`);
    const { items, tally } = await read(path);
    expect(tally).toMatchObject({ kind: 'security-lake', records: 1, rejected: 0, failure: null });
    const { items: original } = await readWhole(JSON.stringify({ Records: [event(1)] }));
    const [item, first] = [items[0], original[0]];
    if (item?.kind !== 'cloudtrail' || first?.kind !== 'cloudtrail') throw new Error('no event');
    const { eventTime, eventName, eventID, requestParameters, userIdentity } = first.record;
    expect(item.record).toMatchObject({ form: 'excerpt', eventTime, eventName, eventID });
    expect(item.record.userIdentity.arn).toBe(userIdentity.arn);
    expect(item.record.requestParameters).toEqual(kept === 'whole' ? requestParameters : { state: 'not-recorded' });
  });

  it('that is damaged, or flows by, is told', async () => {
    const path = await parquetOf('whole.parquet', `SELECT 'a' AS bucket, 'b' AS key, 1 AS last_modified_date`);
    const bytes = await readFile(path);
    const cut = join(folder, 'cut.parquet');
    await writeFile(cut, bytes.subarray(0, bytes.length - 20));
    expect((await read(cut)).tally).toMatchObject({ records: 0, failure: expect.stringContaining('damaged') });
    expect((await readWhole(bytes)).tally).toMatchObject({
      kind: 'not-recognised',
      failure: expect.stringContaining('from a local file only'),
    });
  });
});
