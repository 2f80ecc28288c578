import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EvidenceItem } from '../../../src/records/item.ts';
import { readEvidence } from '../../../src/records/read.ts';
import { expandInputs } from '../../../src/sources/expand-inputs.ts';
import { runCommand } from '../../cli/fake-shell.ts';

const QUERIES = ['evidence-access-log', 'evidence-cloudtrail'];

/** The report on a sample whose logs were replaced by the results of both queries, saved with `query --format csv`. */
async function reportFromResults(sample: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'athena-result-'));
  cpSync(`samples/${sample}`, directory, { recursive: true });
  for (const logs of ['AWSLogs', 'access-logs']) rmSync(join(directory, logs), { recursive: true });
  for (const query of QUERIES) {
    const file = join(directory, `${query}.csv`);
    await runCommand(['query', query, '-e', `samples/${sample}`, '-f', 'csv', '-q', '-o', file]);
  }
  const report = await reportOf(directory);
  rmSync(directory, { recursive: true });
  return report.replaceAll(directory, `samples/${sample}`);
}

async function reportOf(directory: string): Promise<string> {
  return (await runCommand(['investigate', directory, '-f', 'json', '-q'])).stdout;
}

/** Without what names the evidence. */
function essence(report: string): unknown {
  return JSON.parse(report, (member, value) => (member === 'evidence' || member === 'records' ? undefined : value));
}

describe('results of the evidence queries, saved as CSV', () => {
  it('give the report that the logs give', async () => {
    const [rows, logs] = [await reportFromResults('deny-by-ip'), await reportOf('samples/deny-by-ip')];
    expect(essence(rows)).toEqual(essence(logs));
  });
});

const HEADER = /-- column: (\w+)/g;
const columns = [...readFileSync('queries/evidence-access-log.sql', 'utf8').matchAll(HEADER)].map(
  ([, name]) => name ?? '',
);
const VALUES = [
  ...['79a5', 'acme-reports', '10/Feb/2026:09:14:27 +0000', '192.0.2.3', '-', '3E57', 'REST.PUT.BUCKETPOLICY', '-'],
  ...['"PUT /?policy HTTP/1.1"', '204', '-', null, null, '3', '4', '"-"', '"a, ""b"', '-'],
];
const CELLS = columns.map((_, index) => VALUES[index] ?? null);

/** As Athena writes it: every value quoted, NULL nothing at all. */
function athenaLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',')}\n`;
}

async function read(text: string) {
  const directory = mkdtempSync(join(tmpdir(), 'athena-result-'));
  const file = join(directory, 'result.csv');
  writeFileSync(file, text);
  const reading = readEvidence(await expandInputs([file]), { listingTimezone: null });
  const items: EvidenceItem[] = [];
  for await (const item of reading.items) items.push(item);
  rmSync(directory, { recursive: true });
  return { items, tally: reading.tallies[0] };
}

describe("Athena's own CSV", () => {
  it('is told by its header and read row by row', async () => {
    const { items, tally } = await read(athenaLine(columns) + athenaLine(CELLS));
    expect(tally).toMatchObject({ kind: 'athena-result', records: 1, rejected: 0 });
    expect(items[0]).toMatchObject({
      kind: 'access-log',
      record: { operation: 'REST.PUT.BUCKETPOLICY', httpStatus: 204, bytesSent: null, userAgent: 'a, ""b' },
      at: { line: 2 },
    });
  });

  it('counts rows that are no records, and goes on behind them', async () => {
    const broken = `"one cell"\n${'"a"b,'.repeat(27)}\n${athenaLine(columns.map(() => null))}`;
    const { items, tally } = await read(athenaLine(columns) + broken + athenaLine(CELLS));
    expect(items).toHaveLength(1);
    expect(tally).toMatchObject({ records: 1, rejected: 3 });
    expect(tally?.rejects.map(({ line }) => line)).toEqual([2, 3, 4]);
  });
});
