/**
 * inventory-forensics as a library: evidence in, report out; policies in, judgement out. Times in questions are milliseconds
 * since 1970, UTC; in reports ISO 8601. Failures that the caller can mend are a {@link ForensicsError} with a code and a hint.
 */
export type { CaseOptions } from './case/case.ts';
export type { CheckDecision, CheckRemedy, CheckReport, Requirement, RequirementId } from './check/contract.ts';
export type { EventCheck, EventReport, JudgedEvent } from './check/event/contract.ts';
export { type ErrorCode, ForensicsError } from './errors.ts';
export { expandInputs } from './expand-inputs.ts';
export type { Instant } from './instant.ts';
export { type CheckQuestion, check, type Document } from './library/check.ts';
export { checkEvent, type EventQuestion } from './library/check-event.ts';
export { checkLive, type LiveCheck } from './library/check-live.ts';
export { investigate, type Question } from './library/investigate.ts';
export { type ScanQuestion, scan } from './library/scan.ts';
export type { EvidenceItem } from './records/item.ts';
export { readEvidence } from './records/read.ts';
export type * from './report/contract.ts';
export { exitCodeOf, exitCodeOfSurvey } from './report/exit-code.ts';
export { renderJson } from './report/json.ts';
export type * from './report/survey/contract.ts';
export { renderSurveyJson } from './report/survey/render-survey-json.ts';
export { renderSurveyText } from './report/survey/render-survey-text.ts';
export { renderText } from './report/text.ts';
export type { ScanRow } from './scan/row.ts';
export type { EvidenceInput } from './sources/input.ts';
export type { SourceTally } from './sources/tally.ts';
