import type { EvidenceEntry, Report, ReportChange, ReportWarning } from '../contract.ts';

/**
 * Several cases answered from one reading of the evidence, `schemaVersion` "1"; `survey.schema.json` says the same for
 * machines. Fields are only ever added.
 */
export interface Survey {
  readonly schemaVersion: '1';
  readonly kind: 'survey';
  readonly generatedAt: string;
  readonly tool: Report['tool'];
  readonly asOf: Report['asOf'];
  /** One for each case, by source bucket and configuration id; its `evidence` is empty, as it is that of the survey. */
  readonly reports: readonly Report[];
  /** What stopped deliveries, each change once, the one that stops most of them now first. */
  readonly groups: readonly SurveyGroup[];
  readonly evidence: readonly EvidenceEntry[];
  /** What every report would say of the evidence. */
  readonly warnings: readonly ReportWarning[];
}

/** One change, and the phases of which it is the culprit. */
export interface SurveyGroup {
  readonly change: ReportChange;
  /** Indexes into `reports`, its `incidents` and their `phases`. */
  readonly phases: readonly { readonly report: number; readonly incident: number; readonly phase: number }[];
}
