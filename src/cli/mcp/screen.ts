import { layOut } from '../../display/lay-out.ts';
import type { Report } from '../../report/contract.ts';
import { screenBlocks } from '../../report/screen/screen.ts';
import type { Survey } from '../../report/survey/contract.ts';
import { surveyScreenBlocks } from '../../report/survey/survey-screen.ts';

/** The answer on one screen, for a reader, every control character escaped. The rest is in the report itself. */
export function screenOf(answer: Report | Survey): string {
  const style = { width: 100, color: false };
  const blocks = 'reports' in answer ? surveyScreenBlocks(answer, style, false) : screenBlocks(answer, style, false);
  return layOut(blocks, style);
}
