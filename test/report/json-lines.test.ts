import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/contract.ts';
import { renderEcs } from '../../src/report/ecs/render-ecs.ts';
import { renderOcsf } from '../../src/report/ocsf/render-ocsf.ts';
import { SAMPLE_NAMES, sampleReport } from '../browser/sample-reports.ts';
import { brokenReport, twoIncidentsReport } from './example-reports.ts';

const FORMATS: readonly [string, (report: Report) => string, string, (report: Report) => number][] = [
  ['ECS', renderEcs, 'ecs/required-fields-8.17.0.schema.json', (report) => report.timeline.length],
  [
    'OCSF',
    renderOcsf,
    'ocsf/api-activity-1.3.0.schema.json',
    (report) => report.timeline.filter(({ kind }) => kind !== 'missed-run').length,
  ],
];

describe.each(FORMATS)('%s lines', (_, render, schema, expected) => {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(import.meta.dirname, schema), 'utf8')));

  it('have the required fields, whatever the sample', async () => {
    const reports = [...(await Promise.all(SAMPLE_NAMES.map(sampleReport))), brokenReport(), twoIncidentsReport()];
    for (const report of reports) {
      const lines = render(report).trimEnd().split('\n');
      expect(lines).toHaveLength(expected(report));
      for (const line of lines) expect(validate(JSON.parse(line)), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it('are the same from run to run', () => {
    expect(render(brokenReport())).toBe(render(brokenReport()));
  });
});
