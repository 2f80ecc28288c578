import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/contract.ts';
import { jsonPieces, renderJson } from '../../src/report/json.ts';
import { brokenReport, deliveringReport, threePhasesReport, twoIncidentsReport } from './example-reports.ts';

/** The same value with the keys of every object in another order. */
function shuffled(value: unknown, order: (keys: string[]) => string[]): unknown {
  if (Array.isArray(value)) return value.map((element) => shuffled(element, order));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    order(Object.keys(value)).map((key) => [key, shuffled((value as Record<string, unknown>)[key], order)]),
  );
}

describe('renderJson', () => {
  it.each([
    ['broken', brokenReport()],
    ['two incidents', twoIncidentsReport()],
    ['three phases', threePhasesReport()],
    ['delivering', deliveringReport()],
  ])('loses nothing of the %s report', (_, report) => {
    expect(JSON.parse(renderJson(report))).toEqual(report);
  });

  it('comes in pieces of bounded size, however long the timeline is', () => {
    const report = brokenReport();
    const timeline = Array.from({ length: 2_000 }, () => report.timeline).flat();
    const pieces = [...jsonPieces({ ...report, timeline })];
    expect(pieces.length).toBeGreaterThan(10);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(128 * 1024);
    expect(JSON.parse(pieces.join('')).timeline).toHaveLength(timeline.length);
  });

  it('ends with a newline and is indented by two spaces', () => {
    const json = renderJson(deliveringReport());
    expect(json.endsWith('}\n')).toBe(true);
    expect(json.split('\n')[1]).toBe('  "schemaVersion": "1",');
  });

  it.each([
    ['two incidents', twoIncidentsReport()],
    ['three phases', threePhasesReport()],
  ])('writes the same bytes in whatever order the report of %s was built', (_, report) => {
    const expected = renderJson(report);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const mixed = shuffled(report, (keys) =>
          keys
            .map((key) => ({ key, rank: numbers.next().value ?? 0 }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ key }) => key),
        ) as Report;
        // Documents are the user's own: their order is kept.
        const restored = {
          ...mixed,
          incidents: mixed.incidents.map((it, index) => ({
            ...it,
            remedy: it.remedy && {
              ...it.remedy,
              document: report.incidents[index]?.remedy?.document,
              edits: it.remedy.edits.map((edit, at) => ({
                ...edit,
                document: report.incidents[index]?.remedy?.edits[at]?.document,
              })),
            },
            phases: it.phases.map((phase, at) => ({
              ...phase,
              replaced: report.incidents[index]?.phases[at]?.replaced ?? null,
            })),
          })),
        };
        expect(renderJson(restored)).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('shows no control character of a log on a terminal', () => {
    const json = renderJson(brokenReport({ summary: 'by \u009b31m\u202eecila\x1b[2J' }));
    expect(json).toContain('by \\u009b31m\\u202eecila\\u001b[2J');
    expect(JSON.parse(json).summary).toBe('by \u009b31m\u202eecila\x1b[2J');
  });
});
