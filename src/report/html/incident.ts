import { counted } from '../../display/quantities.ts';
import type { ReportCause, ReportChange, ReportIncident, ReportRemedy } from '../contract.ts';
import { sameChange } from '../culprits.ts';
import { callOf, who } from '../text/change.ts';
import { repairOf } from '../text/repair.ts';
import { asSentence } from '../text/sentence.ts';
import { ASSESSMENTS, CONFIDENCES, DECISIONS, LINKS } from '../text/words.ts';
import { type Content, html, type Markup } from './markup.ts';
import { breakable, jsonLines, moment, places, type SourceNumbers } from './parts.ts';
import { diffTable } from './policy-diff.ts';

/** When, what, who and why, a card each. */
export function cards(incident: ReportIncident): Markup {
  const { culprit, cause, window } = incident;
  const change = culprit?.change ?? null;
  const card = (title: string, ...lines: Content[]) => html`<section class="card"><h3>${title}</h3>${lines}</section>`;
  return html`<div class="cards">${[
    card(
      'When',
      html`<p><strong>${change === null ? html`by ${moment(window.before)}` : moment(change.time)}</strong></p><p class="dim">broke after ${moment(window.after)}, not later than ${moment(window.before)}</p><p>${counted(incident.missedRuns, 'missed run')}${incident.deniedAttempts === null ? '' : `, ${counted(incident.deniedAttempts.count, 'refused write')}`}</p>`,
    ),
    card(
      'What',
      change === null || culprit === null
        ? html`<p>No change can be named as the one that broke it.</p>`
        : html`<p><strong>${breakable(callOf(change))}</strong></p><p>${CONFIDENCES[culprit.confidence].words}: ${culprit.reasons.length === 0 ? CONFIDENCES[culprit.confidence].meaning : culprit.reasons.join('; ')}</p>`,
    ),
    card(
      'Who',
      change === null
        ? html`<p>Not known.</p>`
        : html`${whoLines(who(change.actor))}<p class="dim">${[change.actor.sourceIp, change.actor.tool].filter((word) => word !== null).join(', ')}</p>`,
    ),
    card('Why', cause === null ? html`<p>The evidence does not tell.</p>` : causeLines(cause)),
  ]}</div>`;
}

/** The name first, then how it is known. */
function whoLines(words: string): Markup {
  const end = words.search(/, | \(account /);
  if (end <= 0) return html`<p><strong>${breakable(words)}</strong></p>`;
  const rest = words.slice(end).replace(/^, /, '');
  return html`<p><strong>${breakable(words.slice(0, end))}</strong></p><p>${breakable(rest.trim())}</p>`;
}

/** One incident in full, below the first screen. */
export function incidentSection(
  incident: ReportIncident,
  position: number,
  of: number,
  sources: SourceNumbers,
): Markup {
  const { culprit } = incident;
  const repair = repairOf(incident);
  const title = of === 1 ? 'Incident' : `Incident ${position} of ${of}`;
  return html`<section><h2 id="incident-${position}">${title}, ${incident.status}</h2>
${of === 1 ? null : cards(incident)}
${incident.cause === null ? null : html`<p>${asSentence(incident.cause.explanation)}</p>`}
${culprit === null ? null : html`<h3>What the change did</h3>${diffTable(culprit.change.diff, incident.cause)}<h3>Who made it</h3>${chain(culprit.change)}${rawDetails(culprit.change)}<p class="dim">Evidence: ${places(culprit.change.evidence, sources)}</p>`}
<h3>Candidates</h3>${candidates(incident, sources)}
${incident.restoredBy === null ? null : html`<h3>Restored by</h3><p><strong>${callOf(incident.restoredBy)}</strong> at ${moment(incident.restoredBy.time)}, by ${breakable(who(incident.restoredBy.actor))}</p>${diffTable(incident.restoredBy.diff, null)}`}
${incident.stillDenied === null ? null : html`<h3>Still denied</h3><p class="bad">What broke first is allowed again, but another link denies the delivery now.</p>${causeLines(incident.stillDenied.cause)}`}
${incident.remedy === null ? null : remedySection(incident.remedy, position)}${repair === null ? null : html`<h3>Remedy</h3><p>${repair}</p>`}</section>`;
}

function causeLines(cause: ReportCause): Markup {
  const { statement } = cause;
  const place =
    statement === null
      ? null
      : html`<p>${statement.sid === null ? 'Statement without Sid' : html`Statement <strong>${statement.sid}</strong>`}, Statement[${statement.index}]</p>`;
  return html`<p><strong>${LINKS[cause.link]}: ${DECISIONS[cause.decision]}</strong></p>${place}${cause.conditionKeys.length === 0 ? null : html`<p>${cause.conditionKeys.map((key) => html`<mark>${key}</mark> `)}</p>`}`;
}

/** The way from whoever signed in to the call, as boxes and arrows. */
function chain(change: ReportChange): Markup {
  const { actor } = change;
  const links = [...actor.chain]
    .reverse()
    .map(
      (link) =>
        html`<li><strong>${breakable(link.arn ?? 'an unknown caller')}</strong><br>${link.via}<br><span class="dim">${moment(link.time)}</span></li>`,
    );
  const start =
    actor.origin === null && actor.chain.length > 0 ? html`<li class="dim">sign-in not in the evidence</li>` : null;
  return html`<ol class="chain">${start}${links}<li><strong>${breakable(actor.arn ?? who(actor))}</strong><br><span class="dim">${actor.accessKeyId ?? ''} ${actor.sourceIp ?? ''}</span></li><li><strong class="bad">${breakable(callOf(change))}</strong><br><span class="dim">${moment(change.time)}</span></li></ol>`;
}

function candidates(incident: ReportIncident, sources: SourceNumbers): Markup {
  if (incident.candidates.length === 0) return html`<p>No change was seen inside the window.</p>`;
  const rows = incident.candidates.map((change) => {
    const isCulprit = incident.culprit !== null && sameChange(incident.culprit.change, change);
    return html`<tr><td class="now">${moment(change.time)}</td><td>${breakable(callOf(change))}<br><span class="dim">${breakable(who(change.actor))}</span></td><td class="word">${isCulprit ? html`<strong class="bad">held responsible</strong>` : ASSESSMENTS[change.assessment].words}</td><td>${asSentence(change.reason)}${isCulprit ? null : rawDetails(change)}</td><td>${places(change.evidence, sources)}</td></tr>`;
  });
  return html`<table class="candidates"><thead><tr><th>Time (UTC)</th><th>Call</th><th class="now">Judged</th><th>Why</th><th>Evidence</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function rawDetails(change: ReportChange): Markup {
  return html`<details><summary>Everything recorded of this call</summary><pre>${jsonLines(change)}</pre></details>`;
}

function remedySection(remedy: ReportRemedy, position: number): Markup {
  const id = `remedy-${position}`;
  return html`<h3>Remedy</h3><p>${asSentence(remedy.description)} Evaluated against the delivery: it is allowed with this document. Nothing was applied.</p>${(remedy.warnings ?? []).map((warning) => html`<p class="warn">Careful: ${warning}</p>`)}${diffTable(remedy.diff ?? [], null)}<p class="js" hidden><button type="button" data-copy="${id}">Copy the document</button></p><pre id="${id}" tabindex="0">${jsonLines(remedy.document)}</pre>`;
}
