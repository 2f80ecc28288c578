import { asSentence } from '../../display/sentence.ts';
import type { ReportIncident, ReportPhase } from '../contract.ts';
import type { Answerable } from '../culprits.ts';
import { answerWords, causeWords, phasesOf, remarksOn, runWords } from '../text/phase-words.ts';
import { confidencesOf } from '../text/reasons.ts';
import { answerDetails } from './answer.ts';
import { causeLines } from './cause.ts';
import { html, type Markup } from './markup.ts';
import type { PageScope } from './page-scope.ts';
import { breakable } from './parts.ts';

/** An incident of several phases: the table of them, then what, who and why of each change that answers. */
export function phaseSections(incident: ReportIncident, answers: readonly Answerable[], scope: PageScope): Markup {
  const details = answers.map((answer) => {
    const cause = answer.phases[0]?.phase.cause ?? null;
    const sure = confidencesOf(answer).map(({ lead, words, reasons }) => html`<p>${lead}${words}: ${reasons}</p>`);
    return html`<h3>${answer.role === 'suspect' ? 'Suspect' : 'Culprit'} of ${phasesOf(answer)}</h3>${sure}${cause === null ? null : html`<p>${asSentence(cause.explanation)}</p>${causeLines(cause)}`}${answerDetails(answer, { cause, level: 'h4' }, scope)}`;
  });
  return html`${phaseTable(incident)}${details}`;
}

function phaseTable(incident: ReportIncident): Markup {
  const rows = incident.phases.map(
    (phase, index) =>
      html`<tr><td>${index + 1}</td><td>${runCell(phase)}</td><td class="${phase.culprit === null ? 'warn' : ''}">${breakable(answerWords(phase))}</td><td>${phase.cause === null ? null : breakable(causeWords(phase.cause))}</td><td>${asSentence(phase.explanation)}</td></tr>`,
  );
  const remarks = remarksOn(incident).map((remark) => html`<p class="warn">${remark}</p>`);
  return html`<h3>Phases</h3><table class="phases"><thead><tr><th>Phase</th><th>Runs</th><th>Culprit or suspect</th><th>Cause</th><th>Why</th></tr></thead><tbody>${rows}</tbody></table>${remarks}`;
}

/** No line ends inside the name of a run. */
function runCell(phase: ReportPhase): Markup {
  const words = runWords(phase).split(' ');
  return html`${words.map((word, index) => html`${index === 0 ? '' : ' '}<span class="now">${word}</span>`)}`;
}

/** On the first screen: that there are several phases, and where they are told. */
export function phaseLink({ phases }: ReportIncident, position: number, { id }: PageScope): Markup | null {
  return phases.length === 1 ? null : html`<p><a href="#${id(`change-${position}`)}">${phases.length} phases</a></p>`;
}

/** On the first screen: who answers for the last phase, which is what stops delivery now. */
export function lastPhase({ phases }: ReportIncident): Markup | null {
  const last = phases.at(-1);
  if (last === undefined || phases.length === 1) return null;
  return html`<p class="dim">Phase ${phases.length}, the last: ${breakable(answerWords(last))}</p>`;
}
