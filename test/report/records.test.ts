import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { placesToTell, withRecords } from '../../src/report/records.ts';
import { sampleReport } from '../browser/sample-reports.ts';
import { brokenReport } from './example-reports.ts';

describe('the records of a report', () => {
  it('are those of the culprit and of the refused writes, word for word', async () => {
    const { records, incidents, timeline } = await sampleReport('deny-by-ip');
    const of = (source: string | undefined, line: number | undefined) =>
      records.find((record) => record.source === source && (record.line ?? record.record) === line)?.text;
    const evidence = incidents[0]?.culprit?.change.evidence ?? [];
    const [event, line] = [
      evidence.find((at) => at.record !== undefined),
      evidence.find((at) => at.line !== undefined),
    ];
    expect(of(event?.source, event?.record)).toContain('"eventName": "PutBucketPolicy"');
    expect(of(line?.source, line?.line)).toContain(' REST.PUT.BUCKETPOLICY - ');
    const refused = timeline.filter(({ kind }) => kind === 'denied-attempt').flatMap(({ evidence }) => evidence);
    for (const { source, line: at, record } of refused) expect(of(source, at ?? record)).toContain('AccessDenied');
  });

  it('are bounded, and masked before they are cut', () => {
    const refused = Array.from({ length: 500 }, (_, index) => ({
      time: '2026-02-11T04:10:00Z',
      kind: 'denied-attempt' as const,
      title: 'S3 was refused',
      evidence: [{ source: 'log', line: index + 1, sha256: 'a'.repeat(64) }],
    }));
    const report = brokenReport({ timeline: refused });
    const places = placesToTell(report);
    expect(places.length).toBeLessThan(30);
    const secret = 'f'.repeat(64);
    const text = `GET /?X-Amz-Signature=${secret}&${'x'.repeat(5_000)}&X-Amz-Signature=${secret}`;
    const told = withRecords(report, places, new Map(places.map((place) => [place, text])));
    for (const record of told.records) {
      expect([record.text.length, record.isCut]).toEqual([4_096, true]);
      expect(record.text).not.toContain('fff');
    }
    expect(renderHtml(told)).not.toContain('ffff');
  });
});
