import { printJson } from '../../display/escape-terminal.ts';
import { inOrder, SURVEY } from '../key-order.ts';
import type { Survey } from './contract.ts';

/** Several cases, each report as it is alone. */
export function renderSurveyJson(survey: Survey): string {
  return printJson(inOrder(SURVEY, survey));
}
