import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../src/report/exit-code.ts';
import schema from '../src/report/report.schema.json' with { type: 'json' };
import { casesOnDisk, samplesOnDisk } from './fabricate/cases-on-disk.ts';
import { inComparableForm, viewLike } from './fabricate/report-view.ts';
import { reportOf, runCase } from './fabricate/run-case.ts';

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

describe('the report keeps its schema', () => {
  it.each(all)('$name', async ({ folder, options }) => {
    isValidReport(JSON.parse(JSON.stringify(await reportOf(folder, options))));
    expect(isValidReport.errors ?? []).toEqual([]);
  });
});
