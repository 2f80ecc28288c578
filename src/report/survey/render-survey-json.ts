import { changeInOrder, evidenceInOrder, printJson, reportInOrder, warningInOrder } from '../json.ts';
import { inOrder, type KeyOrder } from '../key-order.ts';
import type { Survey } from './contract.ts';

/** Several cases, each report as it is alone. */
export function renderSurveyJson(survey: Survey): string {
  return printJson({
    ...inOrder(SURVEY, survey),
    tool: { name: survey.tool.name, version: survey.tool.version },
    asOf: { time: survey.asOf.time, basis: survey.asOf.basis },
    reports: survey.reports.map((report) => reportInOrder(report)),
    groups: survey.groups.map(({ change, phases }) => ({
      change: changeInOrder(change),
      phases: phases.map(({ report, incident, phase }) => ({ report, incident, phase })),
    })),
    evidence: survey.evidence.map(evidenceInOrder),
    warnings: survey.warnings.map(warningInOrder),
  });
}

const SURVEY: KeyOrder<Survey> = {
  schemaVersion: true,
  kind: true,
  generatedAt: true,
  tool: true,
  asOf: true,
  reports: true,
  groups: true,
  evidence: true,
  warnings: true,
};
