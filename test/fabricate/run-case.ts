import { DAY, HOUR } from '../../src/instant.ts';
import { investigateAll } from '../../src/investigate.ts';
import type { Report } from '../../src/report/contract.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';
import type { EvidenceInput } from '../../src/sources/input.ts';
import type { ScenarioOptions } from './cases/scenario.ts';

const reports = new Map<string, Promise<Report>>();

/** What `runCase` gives, run once for all tests of this process that only look at it: it cannot be changed. */
export function reportOf(folder: string, options: ScenarioOptions): Promise<Report> {
  const asked = JSON.stringify([folder, options]);
  const report = reports.get(asked) ?? runCase(folder, options).then(frozen);
  reports.set(asked, report);
  return report;
}

/** Runs the whole pipeline on a folder, as `investigate FOLDER` would with the flags that the case names. */
export async function runCase(folder: string, options: ScenarioOptions): Promise<Report> {
  return runInputs(await expandInputs([folder]), options);
}

/** The same, on evidence of any place. */
export async function runInputs(inputs: readonly EvidenceInput[], options: ScenarioOptions): Promise<Report> {
  const answer = await investigateAll({
    inputs,
    case: {},
    clock: Date.parse(options.clock ?? LATER_THAN_EVERY_STORY),
    savedAt: () => (options.savedAt === undefined ? null : Date.parse(options.savedAt)),
    since: null,
    until: null,
    graceMs: options.graceHours === undefined ? 2 * DAY : options.graceHours * HOUR,
    listingTimezone: options.listingTimezone ?? null,
    failedExports: (options.failedExports ?? []).map((day) => Date.parse(day)),
  });
  if (answer.kind !== 'report') throw new TypeError('several cases, not one');
  return answer.report;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

/** A case that says its own `now` must not look at the clock: this one would make everything overdue. */
const LATER_THAN_EVERY_STORY = '2027-01-01T00:00:00Z';
