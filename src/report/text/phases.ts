import { type Block, line, row, section, span } from '../../display/page.ts';
import { count } from '../../display/quantities.ts';
import { asSentence } from '../../display/sentence.ts';
import type { ReportIncident } from '../contract.ts';
import { answerableFor } from '../culprits.ts';
import { causeFields, changeFields } from './answer.ts';
import { actorFields } from './change.ts';
import { answerWords, causeWords, phasesOf, remarksOn, runWords } from './phase-words.ts';
import { isTold, type NumberedPhase, toldPhases } from './told-phases.ts';

/** An incident of several phases: the list of them first, then what, who and why of each change that answers. */
export function phaseSections(incident: ReportIncident): Block[] {
  const told = toldPhases(incident);
  const { first, left, last } = told;
  const list = [
    ...first.flatMap(phaseBlocks),
    ...(left === 0
      ? []
      : [line(4, span('dim', `... ${count(left)} more phases: see the JSON report`)), ...last.flatMap(phaseBlocks)]),
    ...remarksOn(incident).map((remark) => line(4, span('warn', remark))),
  ];
  const answers = answerableFor(incident).filter(({ phases }) => phases.some(({ number }) => isTold(told, number)));
  return [
    ...section('Phases', list),
    ...answers.flatMap((answer) => {
      const names = phasesOf(answer);
      return [
        ...section(`What, ${names}`, changeFields(answer)),
        ...section(`Who, ${names}`, actorFields(answer.change.actor)),
        ...section(`Why, ${names}`, causeFields(answer.phases[0]?.phase.cause ?? null)),
      ];
    }),
  ];
}

function phaseBlocks({ number, phase }: NumberedPhase): Block[] {
  const { culprit, cause, explanation } = phase;
  const answer = answerWords(phase);
  return [
    row(4, [{ width: 4, content: `${number}.` }], span('strong', runWords(phase))),
    line(8, culprit === null ? span('warn', answer) : answer),
    ...(cause === null ? [] : [line(8, causeWords(cause))]),
    line(8, asSentence(explanation)),
  ];
}
