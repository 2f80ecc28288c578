import { layOut, type TextStyle } from '../../display/lay-out.ts';
import { apart, type Block, heading, line, row, span, verbatim } from '../../display/page.ts';
import { counted } from '../../display/quantities.ts';
import { callOf, who } from '../text/change.ts';
import { evidenceBlocks } from '../text/evidence.ts';
import { causeWords } from '../text/phase-words.ts';
import { destinationOf, OUTCOMES } from '../text/words.ts';
import { warningBlocks } from '../text.ts';
import type { Survey, SurveyGroup } from './contract.ts';
import { surveyScreenBlocks } from './survey-screen.ts';
import {
  caseName,
  extentWords,
  groupsFor,
  inOrderOfNeed,
  oneCommand,
  roleOfGroup,
  STATES,
  stoppedBy,
  stoppedWords,
} from './words.ts';

/** Of those that arrive, so many are named. */
const SHOWN_WELL = 12;
/** So many of the inventories that a change stopped. */
const SHOWN_STOPPED = 12;

/**
 * Several cases for reading: the screen that tells most, then a line for each, what needs somebody first, then each change
 * with all that it stopped. For a terminal, the screen alone.
 */
export function renderSurveyText(survey: Survey, style: TextStyle): string {
  if (style.extent === 'screen') return layOut(surveyScreenBlocks(survey, style, true), style);
  const sections: readonly (readonly Block[])[] = [
    surveyScreenBlocks(survey, style, false),
    caseBlocks(survey),
    ...(survey.groups.length === 0 ? [] : [groupBlocks(survey)]),
    ...inOrderOfNeed(survey)
      .slice(0, 1)
      .map(({ report }) => [heading('TO SEE ONE OF THEM WHOLE'), verbatim(2, oneCommand(report.case))]),
    evidenceBlocks(survey.evidence),
    ...(survey.warnings.length === 0 ? [] : [warningBlocks(survey.warnings)]),
  ];
  return layOut(apart(sections), style);
}

function caseBlocks(survey: Survey): Block[] {
  const cases = inOrderOfNeed(survey);
  const well = cases.filter(({ report }) => report.outcome === 'delivering');
  const shown = cases.filter(({ report }) => report.outcome !== 'delivering' || well.length <= SHOWN_WELL);
  const left = counted(well.length, 'inventory', 'inventories');
  return [
    heading('INVENTORIES'),
    ...shown.map(({ report, index }) => {
      const numbers = groupsFor(survey, index);
      const answer = numbers.length === 0 ? '' : `; see ${numbers.map((number) => `change ${number}`).join(', ')}`;
      const state = { width: 13, content: span(OUTCOMES[report.outcome].tone, STATES[report.outcome].word) };
      const place = destinationOf(report.case) ?? 'a bucket that is not known';
      const words = ` to ${place}: ${extentWords(report)}${answer}`;
      return row(2, [state], [span('strong', caseName(report.case)), words]);
    }),
    ...(shown.length === cases.length ? [] : [line(2, span('dim', `and ${left} delivering: see the JSON report`))]),
  ];
}

function groupBlocks(survey: Survey): Block[] {
  const isSure = survey.groups.some((group) => roleOfGroup(survey, group) === 'culprit');
  return [
    heading(isSure ? 'WHAT STOPPED THEM' : 'WHAT MAY HAVE STOPPED THEM'),
    ...apart(survey.groups.map((group, index) => changeBlocks(survey, group, index + 1))),
  ];
}

function changeBlocks(survey: Survey, group: SurveyGroup, number: number): Block[] {
  const { change } = group;
  const stopped = stoppedBy(survey, group);
  const runs = stopped.reduce((sum, one) => sum + one.runs, 0);
  const unshown = stopped.length - SHOWN_STOPPED;
  const [first] = stopped;
  return [
    row(
      2,
      [{ width: 4, content: `${number}.` }],
      [span('strong', `${callOf(change)} at ${change.time}`), `, by ${who(change.actor)}`],
    ),
    line(6, `${counted(stopped.length, 'inventory', 'inventories')}, ${counted(runs, 'run')} missing`),
    ...(first?.phase.cause == null ? [] : [line(6, causeWords(first.phase.cause))]),
    ...stopped.slice(0, SHOWN_STOPPED).map((one) => line(8, stoppedWords(one))),
    ...(unshown > 0 ? [line(8, span('dim', `and ${unshown} more`))] : []),
  ];
}
