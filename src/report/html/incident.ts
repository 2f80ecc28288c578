import { asSentence } from '../../display/sentence.ts';
import type { ReportIncident } from '../contract.ts';
import { type Answerable, answerableFor, sameChange } from '../culprits.ts';
import { alsoRefusedLines } from '../text/also-refused.ts';
import { callOf, who } from '../text/change.ts';
import { judgedWords, stillDeniedWords } from '../text/phase-words.ts';
import { ASSESSMENTS } from '../text/words.ts';
import { answerDetails, rawDetails } from './answer.ts';
import { cards } from './cards.ts';
import { causeLines } from './cause.ts';
import { html, type Markup } from './markup.ts';
import { breakable, moment, places, type SourceNumbers } from './parts.ts';
import { phaseSections } from './phases.ts';
import { diffTable } from './policy-diff.ts';
import { remedyParts } from './remedy.ts';

/** One incident in full, below the first screen. */
export function incidentSection(
  incident: ReportIncident,
  { number: position, of, status }: { readonly number: number; readonly of: number; readonly status: string },
  sources: SourceNumbers,
): Markup {
  const answers = answerableFor(incident);
  const isOfPhases = incident.phases.length > 1;
  const title = of === 1 ? 'Incident' : `Incident ${position} of ${of}`;
  return html`<section><h2 id="incident-${position}">${title}, ${status}</h2>
${of === 1 ? null : cards(incident, position)}
${isOfPhases ? phaseSections(incident, answers, sources) : null}
${isOfPhases || incident.cause === null ? null : html`<p>${asSentence(incident.cause.explanation)}</p>`}
${isOfPhases ? null : answers.map((answer) => answerDetails(answer, { cause: incident.cause, level: 'h3' }, sources))}
<h3>Candidates</h3>${candidates(incident, answers, sources)}
${incident.restoredBy === null ? null : html`<h3>Restored by</h3><p><strong>${callOf(incident.restoredBy)}</strong> at ${moment(incident.restoredBy.time)}, by ${breakable(who(incident.restoredBy.actor))}</p>${diffTable(incident.restoredBy.diff, null)}`}
${incident.stillDenied === null ? null : html`<h3>Still denied</h3><p class="bad">${stillDeniedWords(incident)}</p>${causeLines(incident.stillDenied.cause)}`}
${incident.alsoRefused.length === 0 ? null : html`<h3>Also refused in this bucket since</h3><ul>${alsoRefusedLines(incident).map((words) => html`<li>${words}</li>`)}</ul>`}
<h3>Remedy</h3>${incident.remedy === null ? incident.remedyWithheld.map((reason) => html`<p>${asSentence(reason)}</p>`) : remedyParts(incident.remedy, position)}</section>`;
}

function candidates(incident: ReportIncident, answers: readonly Answerable[], sources: SourceNumbers): Markup {
  if (incident.candidates.length === 0) return html`<p>No change was seen inside the window.</p>`;
  const rows = incident.candidates.map((change) => {
    const answer = answers.find((one) => sameChange(one.change, change));
    const tone = answer?.role === 'suspect' ? 'warn' : 'bad';
    return html`<tr><td class="now">${moment(change.time)}</td><td>${breakable(callOf(change))}<br><span class="dim">${breakable(who(change.actor))}</span></td><td class="word">${answer === undefined ? ASSESSMENTS[change.assessment].words : html`<strong class="${tone}">${judgedWords(answer, incident)}</strong>`}</td><td>${asSentence(change.reason)}${answer === undefined ? rawDetails(change) : null}</td><td>${places(change.evidence, sources)}</td></tr>`;
  });
  return html`<table class="candidates"><thead><tr><th>Time (UTC)</th><th>Call</th><th class="now">Judged</th><th>Why</th><th>Evidence</th></tr></thead><tbody>${rows}</tbody></table>`;
}
