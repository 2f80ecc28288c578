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

describe('the report keeps its schema', () => {
  it.each(all)('$name', async ({ folder, options }) => {
    isValidReport(JSON.parse(JSON.stringify(await reportOf(folder, options))));
    expect(isValidReport.errors ?? []).toEqual([]);
  });
});
