import { investigate, type Question } from '../../src/library/investigate.ts';
import type { Report } from '../../src/report/contract.ts';

/** What the library answers of evidence that speaks of one case. */
export async function oneReport(evidence: Parameters<typeof investigate>[0], question: Question): Promise<Report> {
  const answer = await investigate(evidence, question);
  if ('reports' in answer) throw new TypeError(`${answer.reports.length} cases, not one`);
  return answer;
}
