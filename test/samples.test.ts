import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_SCENARIOS } from './fabricate/cases/all-scenarios.ts';
import type { Scenario } from './fabricate/cases/scenario.ts';
import { type EvidenceFile, textFile } from './fabricate/evidence-file.ts';
import { differences, readFolder, replaceFolder } from './fabricate/folder.ts';
import { ALL_SAMPLES } from './fabricate/samples/all-samples.ts';
import type { Sample } from './fabricate/samples/sample.ts';

/*
 * What stories make is committed, so that a reader finds whole evidence on disk. These tests compare
 * it byte for byte with what the stories make now; with REGENERATE=1 (`npm run samples`) they write
 * it first.
 */
const isRegenerating = process.env['REGENERATE'] === '1';

const SAMPLES_ROOT = join(import.meta.dirname, '..', 'samples');
const CASES_ROOT = join(import.meta.dirname, 'cases');

describe('samples', () => {
  it.each(ALL_SAMPLES)('$name is on disk as its story makes it', async (sample) => {
    const folder = join(SAMPLES_ROOT, sample.name);
    if (isRegenerating) await replaceFolder(folder, sampleFiles(sample));
    expect(differences(await readFolder(folder), sampleFiles(sample))).toEqual([]);
  });

  it.each(ALL_SAMPLES)('$name stays small enough to read', (sample) => {
    const made = sampleFiles(sample);
    expect(made.length).toBeLessThanOrEqual(200);
    expect(made.reduce((total, file) => total + file.bytes.length, 0)).toBeLessThan(1_500_000);
  });
});

describe('scenarios', () => {
  // Themes without a story are evidence written by hand.
  it('are on disk as their stories make them, and nothing else of their themes is', async () => {
    for (const theme of new Set(ALL_SCENARIOS.map((scenario) => scenario.theme))) {
      const made = ALL_SCENARIOS.filter((scenario) => scenario.theme === theme).flatMap(scenarioFiles);
      const root = join(CASES_ROOT, theme);
      if (isRegenerating) await replaceFolder(root, made);
      expect(differences(await readFolder(root), made), theme).toEqual([]);
    }
  });

  it('have names of their own', () => {
    const names = ALL_SCENARIOS.map((scenario) => `${scenario.theme}/${scenario.name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

function sampleFiles(sample: Sample): EvidenceFile[] {
  return [textFile('README.md', sample.readme), ...sample.evidence];
}

function scenarioFiles(scenario: Scenario): EvidenceFile[] {
  return [
    ...scenario.evidence.map((file) => ({ ...file, path: `${scenario.name}/evidence/${file.path}` })),
    jsonText(`${scenario.name}/expected.json`, scenario.expected),
    ...(scenario.options === undefined ? [] : [jsonText(`${scenario.name}/options.json`, scenario.options)]),
  ];
}

function jsonText(path: string, value: unknown): EvidenceFile {
  return textFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
