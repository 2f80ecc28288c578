import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/display/page.ts';
import { spansOf } from '../../../src/display/wrap.ts';
import type { Report, TimelineEntry } from '../../../src/report/contract.ts';
import { stripBlocks } from '../../../src/report/text/strip.ts';
import { brokenReport, change, culprit, incident } from '../example-reports.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-02-01T00:00:00Z');

function iso(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

function entry(kind: TimelineEntry['kind'], day: number): TimelineEntry {
  return { time: iso(START + day * DAY), kind, title: kind, evidence: [] };
}

function lanes(report: Report, width = 80, unicode = false): Map<string, string> {
  const found = new Map<string, string>();
  for (const block of stripBlocks(report, { width, unicode })) {
    if (block.kind !== 'verbatim') continue;
    const text = textOf(block);
    found.set(text.slice(0, 16).trim() || (text.includes('culprit') ? 'culprit' : 'axis'), text.slice(16));
  }
  return found;
}

function textOf(block: Extract<Block, { kind: 'verbatim' }>): string {
  return spansOf(block.content)
    .map(({ text }) => text)
    .join('');
}

const broke = change({ time: iso(START + 5 * DAY), assessment: 'breaks' });
const report = brokenReport({
  generatedAt: iso(START + 10 * DAY),
  timeline: [
    ...[0, 1, 2, 3, 4].map((day) => entry('delivery', day)),
    { ...entry('policy-change', 5), change: broke },
    ...[6, 7, 8, 9].flatMap((day) => [entry('missed-run', day), entry('denied-attempt', day + 0.5)]),
  ],
  incidents: [
    incident({
      window: { after: iso(START + 4 * DAY), before: iso(START + 6.5 * DAY) },
      culprit: culprit({ change: broke }),
    }),
  ],
});

describe('stripBlocks', () => {
  // 61 columns for ten days: a column is a little less than four hours.
  it('puts each thing into the column of its time', () => {
    const found = lanes(report);
    const columns = (lane: string, sign: string) =>
      [...(found.get(lane) ?? '')].flatMap((seen, column) => (seen === sign ? [column] : []));
    const expected = (...days: number[]) => days.map((day) => Math.floor((day / 10) * 61));
    expect(columns('reports', 'o')).toEqual(expected(0, 1, 2, 3, 4));
    expect(columns('reports', 'x')).toEqual(expected(6, 7, 8, 9));
    expect(columns('changes', '*')).toEqual(expected(5));
    expect(columns('refused writes', '!')).toEqual(expected(6.5, 7.5, 8.5, 9.5));
    expect(found.get('culprit')?.indexOf('^')).toBe(expected(5)[0]);
    expect(found.get('culprit')).toContain('culprit, 2026-02-06T00:00:00Z');
    expect(columns('broke within', '[')).toEqual(expected(4));
    expect(columns('broke within', ']')).toEqual(expected(6.5));
  });

  it('says from when the delivery path was shut, and no earlier', () => {
    const path = lanes(report).get('delivery path') ?? '';
    expect(path).toMatch(/^={30}#{31}$/);
  });

  it('says unknown where nothing tells', () => {
    const unknown = brokenReport({
      ...report,
      timeline: [entry('missed-run', 0), entry('delivery', 5), entry('delivery', 10)],
      incidents: [],
    });
    expect(lanes(unknown).get('delivery path')).toMatch(/^\?{30}={31}$/);
    expect(lanes(unknown).has('refused writes')).toBe(false);
    expect(lanes(unknown).has('broke within')).toBe(false);
  });

  it.each([80, 81, 100, 119, 200])('fits into %i columns', (width) => {
    for (const unicode of [true, false]) {
      for (const text of lanes(report, width, unicode).values()) expect(2 + 16 + text.length).toBeLessThan(width);
    }
  });

  it('keeps the gravest of what falls into one column', () => {
    const crowded = [0, 0.01, 0.02].map((day) => entry('delivery', day));
    const found = lanes(
      brokenReport({ ...report, timeline: [...crowded, entry('missed-run', 0.03), entry('delivery', 10)] }),
    );
    expect(found.get('reports')?.[0]).toBe('x');
  });

  it('labels a culprit at the right edge on its left', () => {
    const late = change({ time: iso(START + 9.9 * DAY), assessment: 'breaks' });
    const found = lanes(
      brokenReport({
        ...report,
        timeline: [entry('delivery', 0), { ...entry('policy-change', 9.9), change: late }],
        incidents: [incident({ culprit: culprit({ change: late }) })],
      }),
    );
    expect(found.get('culprit')).toMatch(/ culprit, 2026-02-10T21:36:00Z \^ ?$/);
  });

  it('does not stretch to a question asked years later', () => {
    const later = brokenReport({ ...report, generatedAt: '2031-01-01T00:00:00Z' });
    expect(lanes(later).get('reports')?.lastIndexOf('x')).toBeGreaterThan(50);
  });

  it('draws nothing of a single moment', () => {
    const one = brokenReport({ ...report, generatedAt: iso(START), timeline: [entry('delivery', 0)] });
    expect(stripBlocks(one, { width: 80, unicode: true })).toEqual([]);
  });
});
