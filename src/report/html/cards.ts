import { counted } from '../../display/quantities.ts';
import type { ReportIncident } from '../contract.ts';
import { roleOf } from '../culprits.ts';
import { callOf, who } from '../text/change.ts';
import { brokeWords } from '../text/phase-words.ts';
import { reasonWords } from '../text/reasons.ts';
import { CONFIDENCES } from '../text/words.ts';
import { causeLines } from './cause.ts';
import { type Content, html, type Markup } from './markup.ts';
import { breakable, moment } from './parts.ts';
import { lastPhase, phaseLink } from './phases.ts';

/** When, what, who and why, a card each; of several phases, also what became of the last. */
export function cards(incident: ReportIncident, position: number): Markup {
  const { culprit, cause, window } = incident;
  const change = culprit?.change ?? null;
  // A suspect does not tell when it broke.
  const brokeAt = culprit !== null && roleOf(culprit) === 'culprit' ? culprit.change.time : null;
  const card = (title: string, ...lines: Content[]) => html`<section class="card"><h3>${title}</h3>${lines}</section>`;
  return html`<div class="cards">${[
    card(
      'When',
      html`<p><strong>${brokeAt === null ? html`by ${moment(window.before)}` : moment(brokeAt)}</strong></p><p class="dim">broke ${brokeWords(incident)}</p><p>${counted(incident.missedRuns, 'missed run')}${incident.deniedAttempts === null ? '' : `, ${counted(incident.deniedAttempts.count, 'refused write')}`}</p>`,
      phaseLink(incident, position),
    ),
    card(
      'What',
      change === null || culprit === null
        ? html`<p>No change can be named as the one that broke it.</p>`
        : html`<p>${brokeAt === null ? 'suspect: ' : null}<strong>${breakable(callOf(change))}</strong></p><p>${CONFIDENCES[culprit.confidence].words}: ${reasonWords(culprit)}</p>`,
      lastPhase(incident),
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
