import { type Block, line, row, span } from '../../display/page.ts';
import { counted } from '../../display/quantities.ts';
import { asSentence } from '../../display/sentence.ts';
import type { ReportChange, ReportIncident } from '../contract.ts';
import { type Answerable, answerableFor, sameChange } from '../culprits.ts';
import { callOf, diffLines, failureOf, refLines, who } from './change.ts';
import { roleWords } from './phase-words.ts';
import { ASSESSMENTS } from './words.ts';

/** So many changes without effect are told one by one; the JSON report has them all. */
const SHOWN_HARMLESS = 12;

/**
 * Every change inside the window, in the report's order, each with what it did to the delivery and why it was
 * judged so. Whoever answers for a phase is told above, and takes one line here.
 */
export function candidateBlocks(incident: ReportIncident): Block[] {
  const { candidates, phases } = incident;
  if (candidates.length === 0) return [line(4, 'No change was seen inside the window.')];
  const answers = answerableFor(incident);
  const harmless = candidates.filter(({ assessment }) => assessment === 'no-effect' || assessment === 'failed');
  const unshown = new Set(harmless.slice(SHOWN_HARMLESS));
  const what = 'that failed or had no effect: see the JSON report';
  return [
    ...candidates.flatMap((change, index) =>
      unshown.has(change) ? [] : candidate(change, index + 1, answers, phases.length > 1),
    ),
    ...(unshown.size === 0 ? [] : [line(4, span('dim', `and ${counted(unshown.size, 'more change')} ${what}`))]),
  ];
}

function candidate(change: ReportChange, number: number, answers: readonly Answerable[], isOfPhases: boolean): Block[] {
  const answer = answers.find((one) => sameChange(one.change, change));
  const { words, tone } = ASSESSMENTS[change.assessment];
  const failure = failureOf(change);
  const above = answer === undefined ? '' : isOfPhases ? ` (${roleWords(answer)})` : ' (the change above)';
  const cells = [
    { width: 4, content: `${number}.` },
    { width: 14, content: span(tone, words) },
  ];
  const title = row(4, cells, `${change.time} ${callOf(change)}${above}`);
  if (answer !== undefined) return [title];
  return [
    title,
    line(22, `by ${caller(change, answers)}`),
    ...(failure === null ? [] : [line(22, asSentence(failure))]),
    ...(change.reason === '' ? [] : [line(22, asSentence(change.reason))]),
    ...diffLines(change.diff.slice(0, 6), 22),
    ...(change.diff.length > 6
      ? [line(22, span('dim', `and ${counted(change.diff.length - 6, 'more line')} of difference`))]
      : []),
    ...refLines(change.evidence, 22),
  ];
}

/** One who answers alone was told in full just above. */
function caller(change: ReportChange, answers: readonly Answerable[]): string {
  const name = who(change.actor);
  const [only, ...others] = answers;
  return only !== undefined && others.length === 0 && name === who(only.change.actor) ? 'the same caller' : name;
}
