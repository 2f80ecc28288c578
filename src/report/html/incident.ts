import { asSentence } from '../../display/sentence.ts';
import type { ReportIncident } from '../contract.ts';
import { type Answerable, answerableFor, sameChange } from '../culprits.ts';
import { alsoRefusedLines } from '../text/also-refused.ts';
import { callOf, who } from '../text/change.ts';
import { judgedWords, stillDeniedWords } from '../text/phase-words.ts';
import { ASSESSMENTS } from '../text/words.ts';
import { answerDetails, rawDetails } from './answer.ts';
import { causeLines } from './cause.ts';
import { wordDiff } from './diff.ts';
import { fixDiffs } from './fix.ts';
import { html, type Markup } from './markup.ts';
import type { PageScope } from './page-scope.ts';
import { breakable, moment, places } from './parts.ts';
import { phaseSections } from './phases.ts';

/** What each change that answers did and who made it, and what the fix changes: the proof of the two columns. */
export function answerSection(incident: ReportIncident, position: number, scope: PageScope): Markup {
  const answers = answerableFor(incident);
  const { phases, cause } = incident;
  const told =
    phases.length > 1
      ? phaseSections(incident, answers, scope)
      : html`${answers.map((answer) => answerDetails(answer, { cause, level: 'h3' }, scope))}`;
  return html`<section class="proof" id="${scope.id(`change-${position}`)}">${told}${fixDiffs(incident, position, scope)}</section>`;
}

/** The other changes of an incident, who mended it, and what else is denied or refused. */
export function incidentDetails(incident: ReportIncident, position: number, scope: PageScope): Markup {
  const answers = answerableFor(incident);
  return html`<h3 id="${scope.id(`candidates-${position}`)}">Candidates</h3>${candidates(incident, answers, scope)}
${incident.restoredBy === null ? null : html`<h3>Restored by</h3><p><strong>${callOf(incident.restoredBy)}</strong> at ${moment(incident.restoredBy.time)}, by ${breakable(who(incident.restoredBy.actor))}</p>${wordDiff(incident.restoredBy.diff, null)}`}
${incident.stillDenied === null ? null : html`<h3>Still denied</h3><p class="bad">${stillDeniedWords(incident)}</p>${causeLines(incident.stillDenied.cause)}`}
${incident.alsoRefused.length === 0 ? null : html`<h3>Also refused in this bucket since</h3><ul>${alsoRefusedLines(incident).map((words) => html`<li>${words}</li>`)}</ul>`}`;
}

function candidates(incident: ReportIncident, answers: readonly Answerable[], scope: PageScope): Markup {
  if (incident.candidates.length === 0) return html`<p>No change was seen inside the window.</p>`;
  const rows = incident.candidates.map((change) => {
    const answer = answers.find((one) => sameChange(one.change, change));
    const tone = answer?.role === 'suspect' ? 'warn' : 'bad';
    return html`<tr><td class="now">${moment(change.time)}</td><td>${breakable(callOf(change))}<br><span class="dim">${breakable(who(change.actor))}</span></td><td class="word">${answer === undefined ? ASSESSMENTS[change.assessment].words : html`<strong class="${tone}">${judgedWords(answer, incident)}</strong>`}</td><td>${asSentence(change.reason)}${answer === undefined ? rawDetails(change) : null}</td><td>${places(change.evidence, scope)}</td></tr>`;
  });
  return html`<table class="candidates"><thead><tr><th>Time (UTC)</th><th>Call</th><th class="now">Judged</th><th>Why</th><th>Evidence</th></tr></thead><tbody>${rows}</tbody></table>`;
}
