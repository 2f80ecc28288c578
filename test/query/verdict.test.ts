import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { readAthenaResult } from '../../src/records/athena/read-result-row.ts';
import { runCommand } from '../cli/fake-shell.ts';

interface Judged {
  readonly outcome: string;
  readonly incidents: readonly { readonly culprit: JsonObject | null; readonly [member: string]: unknown }[];
}

async function investigate(directory: string): Promise<Judged> {
  return JSON.parse((await runCommand(['investigate', directory, '-f', 'json', '-q'])).stdout);
}

/** The rows of a query as text, empty for NULL. */
async function rowsOf(query: string, sample: string): Promise<{ columns: string[]; rows: (string | null)[][] }> {
  const ran = await runCommand(['query', query, '-e', `samples/${sample}`, '-f', 'json', '-q']);
  const objects: Record<string, unknown>[] = JSON.parse(ran.stdout);
  const rows = objects.map((row) => Object.values(row).map((cell) => (cell === null ? null : String(cell))));
  return { columns: Object.keys(objects[0] ?? {}), rows };
}

/** The sample with the rows of both evidence queries in place of its logs. */
async function fromRows(sample: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'query-verdict-'));
  cpSync(`samples/${sample}`, directory, { recursive: true });
  for (const logs of ['AWSLogs', 'access-logs']) rmSync(join(directory, logs), { recursive: true });
  const events = await rowsOf('evidence-cloudtrail', sample);
  const read = readAthenaResult(events.columns);
  const records = events.rows.map((row) => {
    const evidence = read?.(row);
    return evidence?.kind === 'cloudtrail' && evidence.parsed.ok ? evidence.parsed.record.raw : null;
  });
  writeFileSync(join(directory, 'events.json'), JSON.stringify({ Records: records }));
  const lines = (await rowsOf('evidence-access-log', sample)).rows.map((row) => {
    return row.map((cell, index) => (index === 2 ? `[${cell}]` : cell || '-')).join(' ');
  });
  writeFileSync(join(directory, 'access.log'), `${lines.join('\n')}\n`);
  return directory;
}

describe('the verdict from rows of the evidence queries', () => {
  it.each(readdirSync('samples'))('is the verdict from the files of %s', async (sample) => {
    const directory = await fromRows(sample);
    const [fromFiles, again] = [await investigate(`samples/${sample}`), await investigate(directory)];
    rmSync(directory, { recursive: true });
    const essence = ({ outcome, incidents }: Judged) => ({
      outcome,
      incidents: incidents.map(({ status, culprit, cause, window, deniedAttempts, missedRuns, remedy }) => {
        const change = JSON.parse(JSON.stringify(culprit?.['change'] ?? null));
        return {
          status,
          confidence: culprit?.['confidence'],
          event: change?.eventId,
          origin: change?.actor.origin,
          cause,
          window,
          deniedAttempts,
          missedRuns,
          remedy,
        };
      }),
    });
    expect(essence(again)).toEqual(essence(fromFiles));
    expect(fromFiles.incidents.length).toBeGreaterThan(0);
  });
});
