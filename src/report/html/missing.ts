import { asSentence } from '../../display/sentence.ts';
import type { Report } from '../contract.ts';
import { collectCommand, TO_FILL_IN, TOGETHER } from '../text/missing.ts';
import { html, type Markup } from './markup.ts';
import type { PageScope } from './page-scope.ts';

/** What the evidence lacks, numbered as reasons refer to it, each with the command that gets it. */
export function missingSection({ missing, case: subject }: Report, { id }: PageScope): Markup | null {
  if (missing.length === 0) return null;
  const entries = missing.map(
    ({ what, reason, command }) =>
      html`<li><strong>${what}</strong><br>${asSentence(reason)}${command === null ? null : html`<pre>${command}</pre>`}</li>`,
  );
  const together = collectCommand(subject);
  return html`<h2 id="${id('missing')}">What is missing, and how to get it</h2><ol>${entries}</ol>${together === null ? null : html`<p>${TOGETHER}</p><pre>${together}</pre>`}<p class="dim">${TO_FILL_IN}</p>`;
}
