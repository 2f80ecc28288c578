import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { investigate } from '../../src/investigate.ts';
import type { Report } from '../../src/report/contract.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';

const ROOT = join(import.meta.dirname, '..', '..', 'samples');

export const SAMPLE_NAMES: readonly string[] = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** The report of a sample; its sources are named by their place in the sample, on every machine the same. */
export async function sampleReport(name: string): Promise<Report> {
  const report = await investigate({
    inputs: await expandInputs([join(ROOT, name)]),
    case: {},
    clock: Date.parse('2026-06-01T00:00:00Z'),
    since: null,
    until: null,
    graceMs: 48 * 3_600_000,
    listingTimezone: null,
    failedExports: [],
  });
  return JSON.parse(JSON.stringify(report).replaceAll(`${ROOT}/`, 'samples/')) as Report;
}
