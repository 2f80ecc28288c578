import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/report/contract.ts';
import { oneReport } from '../fabricate/one-report.ts';

const ROOT = join(import.meta.dirname, '..', '..', 'samples');

export const SAMPLE_NAMES: readonly string[] = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

const reports = new Map<string, Promise<Report>>();

/** The report of a sample; its sources are named by their place in the sample, on every machine the same. */
export async function sampleReport(name: string): Promise<Report> {
  const report = reports.get(name) ?? investigateSample(name);
  reports.set(name, report);
  return structuredClone(await report);
}

async function investigateSample(name: string): Promise<Report> {
  const report = await oneReport([join(ROOT, name)], { clock: Date.parse('2026-06-01T00:00:00Z') });
  return JSON.parse(JSON.stringify(report).replaceAll(`${ROOT}/`, 'samples/')) as Report;
}
