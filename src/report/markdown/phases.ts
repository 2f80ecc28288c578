import { count } from '../../display/quantities.ts';
import { asSentence } from '../../display/sentence.ts';
import type { ReportIncident } from '../contract.ts';
import type { Answerable } from '../culprits.ts';
import { answerWords, causeWords, phasesOf, remarksOn, runWords } from '../text/phase-words.ts';
import { isTold, type NumberedPhase, toldPhases } from '../text/told-phases.ts';
import { answerRows, difference } from './answer.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { table } from './table.ts';

/** An incident of several phases: the table of them, then what, who and why of each change that answers. */
export function phaseParts(incident: ReportIncident, answers: readonly Answerable[]): string[] {
  const told = toldPhases(incident);
  const { first, left, last } = told;
  const rows = [
    ...first.map(phaseRow),
    ...(left === 0 ? [] : [['...', `*${count(left)} more phases: see the JSON report*`, '', '', '']]),
    ...last.map(phaseRow),
  ];
  return [
    `### Phases\n\n${table(['Phase', 'Runs', 'Culprit or suspect', 'Cause', 'Why'], rows)}`,
    ...remarksOn(incident),
    ...answers.filter(({ phases }) => phases.some(({ number }) => isTold(told, number))).flatMap(answerParts),
  ];
}

function phaseRow({ number, phase }: NumberedPhase): string[] {
  const { cause, explanation } = phase;
  return [
    String(number),
    escapeMarkdown(runWords(phase)),
    escapeMarkdown(answerWords(phase)),
    cause === null ? '' : escapeMarkdown(causeWords(cause)),
    escapeMarkdown(asSentence(explanation)),
  ];
}

function answerParts(answer: Answerable): string[] {
  const rows = answerRows(answer, answer.phases[0]?.phase.cause ?? null);
  return [
    `### ${answer.role === 'suspect' ? 'Suspect' : 'Culprit'} of ${phasesOf(answer)}\n\n${table(['Question', 'Answer'], rows)}`,
    difference(answer, '####'),
  ];
}
