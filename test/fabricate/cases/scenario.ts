import type { EvidenceFile } from '../evidence-file.ts';
import type { Expectation } from '../expectation.ts';

/** A folder under `test/cases/`: evidence, what it must lead to, and how the tool is run on it. */
export interface Scenario {
  readonly theme: string;
  /** A sentence in kebab case. */
  readonly name: string;
  readonly evidence: readonly EvidenceFile[];
  readonly expected: Expectation;
  /** Written to `options.json`; a case without it is run with nothing but its folder. */
  readonly options?: ScenarioOptions;
}

export interface ScenarioOptions {
  /** The clock, for cases whose evidence has no `now`. */
  readonly clock?: string;
  /** When all files were last written; without it that is not known. */
  readonly savedAt?: string;
  readonly graceHours?: number;
  readonly listingTimezone?: string;
  /** UTC days, `2026-02-14`. */
  readonly failedExports?: readonly string[];
}

/** The scenarios of one theme, each told by its name. */
export function theme(name: string, scenarios: Readonly<Record<string, Omit<Scenario, 'theme' | 'name'>>>): Scenario[] {
  return Object.entries(scenarios).map(([scenario, content]) => ({ theme: name, name: scenario, ...content }));
}
