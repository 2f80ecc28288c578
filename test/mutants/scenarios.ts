import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/report/exit-code.ts';
import schema from '../../src/report/report.schema.json' with { type: 'json' };
import { casesOnDisk, samplesOnDisk } from '../fabricate/cases-on-disk.ts';
import { inComparableForm, viewLike } from '../fabricate/report-view.ts';
import { runCase } from '../fabricate/run-case.ts';

const { cases, refusals } = casesOnDisk();

const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
const isValidReport = ajv.compile(schema);

/** As in `test/scenarios.test.ts`, with a report of its own at each try. */
describe('the verdict', () => {
  it.each([...samplesOnDisk(), ...cases])('$name', async ({ folder, expected, options }) => {
    const report = await runCase(folder, options);
    expect(viewLike(expected, report, exitCodeOf(report, { failOn: null }))).toEqual(inComparableForm(expected));
    expect(isValidReport(JSON.parse(JSON.stringify(report)))).toBe(true);
  });

  it.each(refusals)('$name', async ({ folder, expected, options }) => {
    await expect(runCase(folder, options)).rejects.toThrow(expected.refused);
  });
});
