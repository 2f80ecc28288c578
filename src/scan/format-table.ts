import { displayWidth } from '../display/display-width.ts';
import { escapeTerminal } from '../display/escape-terminal.ts';
import type { Secrets } from '../display/mask-secrets.ts';
import type { ScanRow } from './row.ts';
import { shortActor } from './short-actor.ts';

/** Columns in order; the last one has no width. */
const COLUMNS: readonly { readonly title: string; readonly width: number }[] = [
  { title: 'TIME', width: 20 },
  { title: 'OPERATION', width: 24 },
  { title: 'ON', width: 20 },
  { title: 'WHO', width: 26 },
  { title: 'IP', width: 15 },
  { title: 'STATUS', width: 16 },
  { title: 'SOURCE', width: 0 },
];

export function tableHeader(): string {
  return lineOf(
    COLUMNS.map(({ title }) => title),
    'shown',
  );
}

/**
 * One row of the table, ended by a newline. Columns have fixed widths, since rows are written as they are read;
 * a longer value pushes the rest of its row aside rather than being cut.
 */
export function tableRow(row: ScanRow, secrets: Secrets = 'masked'): string {
  const place = row.line ?? row.record;
  const within = row.within === null ? '' : ` › ${row.within}`;
  return lineOf(
    [
      row.time,
      row.operation ?? row.eventName ?? '-',
      row.bucket === null ? (row.keyArn ?? '-') : row.bucket + (row.key === null ? '' : `/${row.key}`),
      shortActor(row) ?? '-',
      row.sourceIp ?? '-',
      statusOf(row),
      `${row.source}${place === null ? '' : `:${place}`}${within}`,
    ],
    secrets,
  );
}

function statusOf(row: ScanRow): string {
  const parts = [row.status, row.errorCode].filter((part) => part !== null);
  if (parts.length > 0) return parts.join(' ');
  return row.log === 'cloudtrail' ? 'ok' : '-';
}

function lineOf(cells: readonly string[], secrets: Secrets): string {
  const padded = cells.map((cell, index) => {
    const text = escapeTerminal(cell, secrets);
    const width = COLUMNS[index]?.width ?? 0;
    return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
  });
  return `${padded.join('  ').trimEnd()}\n`;
}
