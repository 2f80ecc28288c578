import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../src/report/exit-code.ts';
import schema from '../src/report/report.schema.json' with { type: 'json' };
import type { ScenarioOptions } from './fabricate/cases/scenario.ts';
import type { Expectation, ExpectedRefusal } from './fabricate/expectation.ts';
import { parseExpectation, parseOptions } from './fabricate/expectation-schema.ts';
import { readFolder, writeFolder } from './fabricate/folder.ts';
import { inComparableForm, viewLike } from './fabricate/report-view.ts';
import { runCase } from './fabricate/run-case.ts';
import { ALL_SAMPLES } from './fabricate/samples/all-samples.ts';
import { asideFromSources, scrambled } from './fabricate/scramble.ts';

/** A folder of evidence and what must be concluded from it. */
interface Case<Expected = Expectation> {
  readonly name: string;
  readonly folder: string;
  readonly expected: Expected;
  readonly options: ScenarioOptions;
}

const CASES_ROOT = join(import.meta.dirname, 'cases');
const SAMPLES_ROOT = join(import.meta.dirname, '..', 'samples');

const { cases: scenarios, refusals } = await scenariosOnDisk();
const samples: Case[] = ALL_SAMPLES.map((sample) => ({
  name: `samples/${sample.name}`,
  folder: join(SAMPLES_ROOT, sample.name),
  expected: sample.expected,
  options: {},
}));

const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
const isValidReport = ajv.compile(schema);

describe('the verdict', () => {
  it.each([...samples, ...scenarios])('$name', async ({ folder, expected, options }) => {
    const report = await runCase(folder, options);
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
  it.each([...samples, ...scenarios])('$name', async ({ folder, options }) => {
    isValidReport(JSON.parse(JSON.stringify(await runCase(folder, options))));
    expect(isValidReport.errors ?? []).toEqual([]);
  });
});

describe('the report does not depend on how evidence is spread over files', () => {
  let scratch: string;
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'inventory-forensics-scenarios-'));
  });
  afterAll(async () => {
    await rm(scratch, { recursive: true });
  });

  it.each([...samples, ...scenarios])('$name', async ({ name, folder, options }) => {
    const elsewhere = join(scratch, name);
    await writeFolder(elsewhere, scrambled(await readFolder(folder)));
    const report = await runCase(folder, options);
    expect(asideFromSources(await runCase(elsewhere, options))).toEqual(asideFromSources(report));
  });
});

async function scenariosOnDisk(): Promise<{ cases: Case[]; refusals: Case<ExpectedRefusal>[] }> {
  const cases: Case[] = [];
  const refusals: Case<ExpectedRefusal>[] = [];
  for (const theme of (await readdir(CASES_ROOT)).sort()) {
    for (const name of (await readdir(join(CASES_ROOT, theme))).sort()) {
      const folder = join(CASES_ROOT, theme, name);
      const hasOptions = (await readdir(folder)).includes('options.json');
      const expected = parseExpectation(await readFile(join(folder, 'expected.json'), 'utf8'));
      const found = {
        name: `${theme}/${name}`,
        folder: join(folder, 'evidence'),
        options: hasOptions ? parseOptions(await readFile(join(folder, 'options.json'), 'utf8')) : {},
      };
      if ('refused' in expected) refusals.push({ ...found, expected });
      else cases.push({ ...found, expected });
    }
  }
  return { cases, refusals };
}
