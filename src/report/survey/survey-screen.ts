import type { TextStyle } from '../../display/lay-out.ts';
import { type Block, line, row as pageRow, span } from '../../display/page.ts';
import { counted } from '../../display/quantities.ts';
import { fitted, type Part, whole } from '../screen/fit.ts';
import { command, row } from '../screen/rows.ts';
import { callWords } from '../screen/short-words.ts';
import { whoBriefly } from '../text/change.ts';
import { causeWords } from '../text/phase-words.ts';
import { asOfWords, CONFIDENCES, OUTCOMES } from '../text/words.ts';
import type { Survey, SurveyGroup } from './contract.ts';
import {
  caseName,
  extentWords,
  groupsFor,
  inOrderOfNeed,
  oneCommand,
  roleOfGroup,
  STATES,
  stoppedBy,
  surveySentence,
} from './words.ts';

/**
 * Several cases on one screen of 24 lines: how they do, those that need somebody first, and the changes that stopped
 * most of them.
 *
 * @param isAlone nothing follows: the reader is told how to have the rest
 */
export function surveyScreenBlocks(survey: Survey, style: TextStyle, isAlone: boolean): Block[] {
  const [worst] = inOrderOfNeed(survey);
  const parts: Part[] = [
    whole(line(0, span('strong', surveySentence(survey)))),
    {
      versions: [caseRows(survey, 10), caseRows(survey, 7), caseRows(survey, 5), caseRows(survey, 3)],
      worth: [10, 30, 60],
    },
    {
      versions: [groupRows(survey, 4, 2), groupRows(survey, 3, 2), groupRows(survey, 3, 1), groupRows(survey, 2, 1)],
      worth: [20, 40, 50],
    },
    ...(worst === undefined
      ? []
      : [whole(row('ONE', span('dim', 'of them whole, its fix included:')), command(oneCommand(worst.report.case)))]),
    whole(row('AS OF', asOfWords(survey), 2)),
    ...(isAlone ? [whole(row('MORE', span('dim', '--full: all of them, and the evidence'), 1))] : []),
  ];
  return fitted(parts, style);
}

function caseRows(survey: Survey, many: number): Block[] {
  const cases = inOrderOfNeed(survey);
  const left = cases.length - many;
  return [
    ...cases.slice(0, left === 1 ? undefined : many).map(({ report, index }) => {
      const numbers = groupsFor(survey, index);
      const answer = numbers.length === 0 ? '' : `; change ${numbers.join(', ')}`;
      const state = { width: 13, content: span(OUTCOMES[report.outcome].tone, STATES[report.outcome].word) };
      return pageRow(0, [state], [span('strong', caseName(report.case)), `: ${extentWords(report)}${answer}`], 2);
    }),
    ...(left > 1 ? [line(0, span('dim', `and ${counted(left, 'more inventory', 'more inventories')}`))] : []),
  ];
}

function groupRows(survey: Survey, many: number, most: number): Block[] {
  const { groups } = survey;
  const left = groups.length - many;
  return [
    ...groups
      .slice(0, left === 1 ? undefined : many)
      .flatMap((group, index) => changeRows(survey, group, index + 1, most)),
    ...(left > 1 ? [row('', span('dim', `and ${counted(left, 'more change')}`))] : []),
  ];
}

function changeRows(survey: Survey, group: SurveyGroup, number: number, most: number): Block[] {
  const stopped = stoppedBy(survey, group);
  const runs = stopped.reduce((sum, one) => sum + one.runs, 0);
  const sure = (['proven', 'probable', 'possible'] as const).flatMap((confidence) => {
    const those = stopped.filter(({ culprit }) => culprit.confidence === confidence);
    return those.length === 0 ? [] : [`${those.length} ${CONFIDENCES[confidence].words}`];
  });
  const cause = stopped[0]?.phase.cause ?? null;
  return [
    row(
      `${roleOfGroup(survey, group) === 'suspect' ? 'SUSPECT' : 'CHANGE'} ${number}`,
      [
        span('strong', `${callWords(group.change)} at ${group.change.time}`),
        `, by ${whoBriefly(group.change.actor)}: ${counted(stopped.length, 'inventory', 'inventories')} (${sure.join(', ')}), ${counted(runs, 'run')} missing`,
      ],
      most + 1,
    ),
    ...(cause === null ? [] : [row('', causeWords(cause), most)]),
  ];
}
