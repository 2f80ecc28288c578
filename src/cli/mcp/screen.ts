import type { Report } from '../../report/contract.ts';
import type { Survey } from '../../report/survey/contract.ts';
import { renderSurveyText } from '../../report/survey/render-survey-text.ts';
import { renderText } from '../../report/text.ts';

/** What stands at the head of the report for a reader, every control character escaped. */
export function screenOf(answer: Report | Survey): string {
  const style = { width: 100, color: false };
  const text = 'reports' in answer ? renderSurveyText(answer, style) : renderText(answer, style);
  return text.split('\n').slice(0, LINES).join('\n');
}

const LINES = 60;
