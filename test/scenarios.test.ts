import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Report } from '../src/report/contract.ts';
import { exitCodeOf } from '../src/report/exit-code.ts';
import schema from '../src/report/report.schema.json' with { type: 'json' };
import { renderText } from '../src/report/text.ts';
import { casesOnDisk, samplesOnDisk } from './fabricate/cases-on-disk.ts';
import { inComparableForm, viewLike } from './fabricate/report-view.ts';
import { reportOf, runCase } from './fabricate/run-case.ts';
import { screenLines } from './report/screen-lines.ts';

const { cases, refusals } = casesOnDisk();
const all = [...samplesOnDisk(), ...cases];

const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
const isValidReport = ajv.compile(schema);

describe('the verdict', () => {
  it.each(all)('$name', async ({ folder, expected, options }) => {
    const report = await reportOf(folder, options);
    expect(viewLike(expected, report, exitCodeOf(report, { failOn: null }))).toEqual(inComparableForm(expected));
  });
});

describe('what is refused', () => {
  it.each(refusals)('$name', async ({ folder, expected, options }) => {
    await expect(runCase(folder, options)).rejects.toThrow(
      expect.objectContaining({ name: 'ForensicsError', message: expect.stringContaining(expected.refused) }),
    );
  });
});

describe('the first screen has room on a terminal, and says no more than the verdict', () => {
  it.each(all)('$name', async ({ folder, options }) => {
    const report = await reportOf(folder, options);
    const screen = renderText(report, { color: false, width: 80, extent: 'screen' });
    expect(screenLines(screen, 80), screen).toBeLessThanOrEqual(23);
    const surest = report.incidents.at(-1)?.phases.flatMap(({ culprit }) => culprit?.confidence ?? []) ?? [];
    expect(/suspect/i.test(screen), screen).toBe(surest.includes('possible') || /suspect/i.test(earlierOf(report)));
    for (const word of ['proven', 'probable'] as const) {
      if (!surest.includes(word)) expect(screen).not.toMatch(new RegExp(`Z, ${word}|culprit, ${word}`));
    }
  });

  /** What may be told of incidents before the newest. */
  function earlierOf({ incidents, summary }: Report): string {
    const earlier = incidents.slice(0, -1).flatMap(({ phases }) => phases.map(({ culprit }) => culprit?.confidence));
    return earlier.includes('possible') ? 'suspect' : incidents.length === 0 ? summary : '';
  }
});

describe('every finding cites where it stands, and the SHA-256 of that source', () => {
  it.each(all)('$name', async ({ folder, options }) => {
    const { incidents, timeline, evidence } = await reportOf(folder, options);
    const read = new Map(evidence.map(({ source, sha256 }) => [source, sha256]));
    const suspects = incidents.flatMap(({ candidates, phases, restoredBy }) => [
      ...candidates,
      ...phases.flatMap(({ culprit }) => culprit?.change ?? []),
      ...(restoredBy === null ? [] : [restoredBy]),
    ]);
    const attempts = timeline.filter(({ kind }) => kind === 'denied-attempt' || kind === 'delivery');
    for (const finding of [...suspects, ...attempts]) {
      expect(finding.evidence, JSON.stringify(finding)).not.toEqual([]);
      for (const { source, sha256, line, record } of finding.evidence) {
        expect(sha256).toMatch(/^[0-9a-f]{64}$/);
        expect(read.get(source)).toBe(sha256);
        expect(line ?? record, JSON.stringify(finding)).toBeDefined();
      }
    }
  });
});

describe('the report keeps its schema', () => {
  it.each(all)('$name', async ({ folder, options }) => {
    isValidReport(JSON.parse(JSON.stringify(await reportOf(folder, options))));
    expect(isValidReport.errors ?? []).toEqual([]);
  });
});
