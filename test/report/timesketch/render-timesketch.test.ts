import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { renderTimesketch, renderTimesketchCsv } from '../../../src/report/timesketch/render-timesketch.ts';
import { sampleReport } from '../../browser/sample-reports.ts';
import { brokenReport, change } from '../example-reports.ts';

function eventsOf(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('renderTimesketch', () => {
  it('gives every entry what the importer demands', async () => {
    const report = await sampleReport('deny-by-ip');
    const events = eventsOf(renderTimesketch(report));
    expect(events).toHaveLength(report.timeline.length);
    for (const event of events) {
      expect(event['message']).toMatch(/\S/);
      expect(event['datetime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);
      expect(event['timestamp_desc']).toMatch(/\S/);
      expect(event['timestamp']).toBe(Date.parse(String(event['datetime'])) * 1_000);
    }
    expect(events.filter((event) => event['culprit'] === 'proven')).toHaveLength(1);
  });

  it('keeps every field within what OpenSearch stores, cut between characters', () => {
    const long = change({ diff: ['ä€😀'.repeat(20_000)] });
    const report = brokenReport({
      timeline: [{ time: long.time, kind: 'policy-change', title: 'x'.repeat(90_000), change: long, evidence: [] }],
    });
    for (const value of Object.values(eventsOf(renderTimesketch(report))[0] ?? {})) {
      expect(Buffer.byteLength(String(value))).toBeLessThan(32_766);
      expect(String(value)).not.toMatch(/\ufffd/);
    }
  });
});

describe('renderTimesketchCsv', () => {
  it('says the same, one record a line', async () => {
    const report = await sampleReport('deny-by-ip');
    const rows: Record<string, string>[] = parse(renderTimesketchCsv(report), { columns: true });
    const events = eventsOf(renderTimesketch(report));
    expect(rows.map((row) => row['message'])).toEqual(events.map((event) => event['message']));
    expect(renderTimesketchCsv(report).trimEnd().split('\n')).toHaveLength(report.timeline.length + 1);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r\n=cmd'])('lets no cell start a formula: %j', (text) => {
    const report = brokenReport({
      timeline: [{ time: '2026-02-10T00:00:00Z', kind: 'session', title: text, evidence: [] }],
    });
    const [row]: Record<string, string>[] = parse(renderTimesketchCsv(report), { columns: true });
    expect(row?.['message']).toMatch(/^'/);
  });
});
