import type { TextStyle } from '../../display/lay-out.ts';
import type { Answer } from '../../investigate.ts';
import { REPORT_FORMATS, type ReportFormat } from '../../report/formats.ts';

/** An answer in a format, in pieces; nothing of several cases in one that tells a single incident. */
export async function renderAnswer(
  answer: Answer,
  format: ReportFormat,
  style: TextStyle,
): Promise<Iterable<string> & object> {
  const { load, pieces, survey } = REPORT_FORMATS[format];
  if (answer.kind === 'survey') return survey === null ? [] : [(await survey())(answer.survey, style)];
  return pieces === undefined ? [(await load())(answer.report, style)] : (await pieces())(answer.report);
}
