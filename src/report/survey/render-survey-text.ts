import { layOut, type TextStyle } from '../../display/lay-out.ts';
import { BLANK, type Block, heading, line, span, verbatim } from '../../display/page.ts';
import { counted } from '../../display/quantities.ts';
import type { Report } from '../contract.ts';
import { roleOf } from '../culprits.ts';
import { callOf, who } from '../text/change.ts';
import { evidenceBlocks } from '../text/evidence.ts';
import { causeWords } from '../text/phase-words.ts';
import { CONFIDENCES, OUTCOMES } from '../text/words.ts';
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
    [heading('TO SEE ONE OF THEM WHOLE'), verbatim(2, oneCommand(inOrderOfNeed(survey)[0]?.report.case ?? NOBODY))],
    evidenceBlocks(survey.evidence),
    ...(survey.warnings.length === 0 ? [] : [warningBlocks(survey.warnings)]),
  ];
  return layOut(
    sections.flatMap((blocks, index) => (index === 0 ? blocks : [BLANK, ...blocks])),
    style,
  );
}

const NOBODY = { sourceBucket: null, configurationId: null } as Report['case'];

function caseBlocks(survey: Survey): Block[] {
  const cases = inOrderOfNeed(survey);
  const well = cases.filter(({ report }) => report.outcome === 'delivering');
  const shown = cases.filter(({ report }) => report.outcome !== 'delivering' || well.length <= SHOWN_WELL);
  return [
    heading('INVENTORIES'),
    ...shown.map(({ report, index }): Block => {
      const numbers = groupsFor(survey, index);
      const answer = numbers.length === 0 ? '' : `; see ${numbers.map((number) => `change ${number}`).join(', ')}`;
      return {
        kind: 'row',
        indent: 2,
        cells: [{ width: 13, content: span(OUTCOMES[report.outcome].tone, STATES[report.outcome].word) }],
        content: [span('strong', caseName(report.case)), ` ${placeWords(report)}: ${extentWords(report)}${answer}`],
      };
    }),
    ...(shown.length === cases.length
      ? []
      : [
          line(
            2,
            span('dim', `and ${counted(well.length, 'inventory', 'inventories')} delivering: see the JSON report`),
          ),
        ]),
  ];
}

function placeWords({ case: { destinationBucket, destinationPrefix } }: Report): string {
  if (destinationBucket === null) return 'to a bucket that is not known';
  return `to s3://${destinationBucket}${destinationPrefix ? `/${destinationPrefix}` : ''}`;
}

function groupBlocks(survey: Survey): Block[] {
  const isSure = survey.groups.some((group) => roleOfGroup(survey, group) === 'culprit');
  return [
    heading(isSure ? 'WHAT STOPPED THEM' : 'WHAT MAY HAVE STOPPED THEM'),
    ...survey.groups.flatMap((group, index) => [
      ...(index === 0 ? [] : [BLANK]),
      ...changeBlocks(survey, group, index + 1),
    ]),
  ];
}

function changeBlocks(survey: Survey, group: SurveyGroup, number: number): Block[] {
  const { change } = group;
  const stopped = stoppedBy(survey, group);
  const runs = stopped.reduce((sum, one) => sum + one.runs, 0);
  const unshown = stopped.length - SHOWN_STOPPED;
  const [first] = stopped;
  return [
    {
      kind: 'row',
      indent: 2,
      cells: [{ width: 4, content: `${number}.` }],
      content: [span('strong', `${callOf(change)} at ${change.time}`), `, by ${who(change.actor)}`],
    },
    line(6, `${counted(stopped.length, 'inventory', 'inventories')}, ${counted(runs, 'run')} missing`),
    ...(first?.phase.cause == null ? [] : [line(6, causeWords(first.phase.cause))]),
    ...stopped
      .slice(0, SHOWN_STOPPED)
      .map(({ report, culprit, runs: missing }) =>
        line(
          8,
          `${caseName(report.case)}: ${counted(missing, 'run')}, ${roleOf(culprit)}, ${CONFIDENCES[culprit.confidence].words}`,
        ),
      ),
    ...(unshown > 0 ? [line(8, span('dim', `and ${unshown} more`))] : []),
  ];
}
