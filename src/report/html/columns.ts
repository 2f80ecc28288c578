import { counted } from '../../display/quantities.ts';
import type { ReportIncident } from '../contract.ts';
import { roleOf } from '../culprits.ts';
import { callOf, who } from '../text/change.ts';
import { brokeWords } from '../text/phase-words.ts';
import { reasonWords } from '../text/reasons.ts';
import { CONFIDENCES } from '../text/words.ts';
import { causeLines } from './cause.ts';
import { fixColumn } from './fix.ts';
import { type Content, html, type Markup } from './markup.ts';
import type { PageScope } from './page-scope.ts';
import { breakable, moment } from './parts.ts';
import { lastPhase, phaseLink } from './phases.ts';

/** What happened, and what mends it, side by side. */
export function columns(incident: ReportIncident, position: number, scope: PageScope): Markup {
  return html`<div class="columns"><section><h2 id="${scope.id(`happened-${position}`)}">What happened</h2>${facts(incident, position, scope)}</section><section><h2 id="${scope.id(`fix-${position}`)}">Fix</h2>${fixColumn(incident, position, scope)}</section></div>`;
}

/** When, what, who and why; of several phases, also what became of the last. */
function facts(incident: ReportIncident, position: number, scope: PageScope): Markup {
  const { culprit, cause, window } = incident;
  const change = culprit?.change ?? null;
  // A suspect does not tell when it broke.
  const brokeAt = culprit !== null && roleOf(culprit) === 'culprit' ? culprit.change.time : null;
  const fact = (title: string, ...lines: Content[]) => html`<div class="fact"><dt>${title}</dt><dd>${lines}</dd></div>`;
  return html`<dl class="facts">${[
    fact(
      'When',
      html`<p><strong>${brokeAt === null ? html`by ${moment(window.before)}` : moment(brokeAt)}</strong></p><p class="dim">broke ${brokeWords(incident)}</p>`,
      phaseLink(incident, position, scope),
    ),
    fact(
      'Who',
      change === null
        ? html`<p>Not known.</p>`
        : html`${whoLines(who(change.actor))}<p class="dim">${[change.actor.sourceIp, change.actor.tool].filter((word) => word !== null).join(', ')}</p>`,
    ),
    fact(
      'What',
      change === null || culprit === null
        ? html`<p>No change can be named as the one that broke it.</p>`
        : html`<p>${brokeAt === null ? 'suspect: ' : null}<strong>${breakable(callOf(change))}</strong></p><p>${CONFIDENCES[culprit.confidence].words}: ${reasonWords(culprit)}</p>`,
      lastPhase(incident),
    ),
    fact('Why', cause === null ? html`<p>The evidence does not tell.</p>` : causeLines(cause)),
    incident.deniedAttempts === null
      ? null
      : fact(
          'Refused',
          html`<p>${counted(incident.deniedAttempts.count, 'write')} by S3, ${moment(incident.deniedAttempts.first)} to ${moment(incident.deniedAttempts.last)}</p>`,
        ),
  ]}</dl>`;
}

/** The name first, then how it is known. */
function whoLines(words: string): Markup {
  const end = words.search(/, | \(account /);
  if (end <= 0) return html`<p><strong>${breakable(words)}</strong></p>`;
  const rest = words.slice(end).replace(/^, /, '');
  return html`<p><strong>${breakable(words.slice(0, end))}</strong></p><p>${breakable(rest.trim())}</p>`;
}
