/** inventory-forensics as a library: evidence in, report out, and the report as text or JSON. */
export type { CaseOptions } from './case/case.ts';
export { type ErrorCode, ForensicsError } from './errors.ts';
export { expandInputs } from './expand-inputs.ts';
export type { Instant } from './instant.ts';
export { type Answer, type InvestigateOptions, investigate, investigateAll } from './investigate.ts';
export type { EvidenceItem } from './records/item.ts';
export { readEvidence } from './records/read.ts';
export type * from './report/contract.ts';
export { exitCodeOf, exitCodeOfSurvey } from './report/exit-code.ts';
export { renderJson } from './report/json.ts';
export type * from './report/survey/contract.ts';
export { renderSurveyJson } from './report/survey/render-survey-json.ts';
export { renderSurveyText } from './report/survey/render-survey-text.ts';
export { renderText } from './report/text.ts';
export type { EvidenceInput } from './sources/input.ts';
export type { SourceTally } from './sources/tally.ts';
