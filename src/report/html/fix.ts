import { asSentence } from '../../display/sentence.ts';
import type { ReportEdit, ReportIncident } from '../contract.ts';
import { editTitle, evaluationWords } from '../remedy-words.ts';
import { documentDiff, wordDiff } from './diff.ts';
import { html, type Markup } from './markup.ts';
import type { PageScope } from './page-scope.ts';
import { breakable, jsonLines } from './parts.ts';

/** The edits that mend it, what to know before they are made, and what remains; or why there are none. */
export function fixColumn({ remedy, remedyWithheld }: ReportIncident, position: number, scope: PageScope): Markup {
  if (remedy === null) return html`${remedyWithheld.map((reason) => html`<p>${asSentence(reason)}</p>`)}`;
  const { edits, warnings = [], remaining, mendsPath } = remedy;
  const parts = edits.map((edit, index) => {
    const names = namesOf(position, index, scope);
    const policy =
      edit.document === null
        ? null
        : html`<button type="button" data-copy="${names.document}">Copy ${edit.kind.endsWith('policy') ? 'policy' : 'document'}</button>`;
    return html`${edits.length === 1 ? null : html`<h3>${breakable(editTitle(edit, index, edits.length))}</h3>`}<p>${breakable(asSentence(edit.description))}</p><pre id="${names.command}" tabindex="0">${edit.command}</pre><p class="js tools" hidden>${policy}<button type="button" data-copy="${names.command}">Copy command</button></p>`;
  });
  return html`${warnings.map((warning) => html`<p class="careful"><strong>Careful:</strong> ${asSentence(warning)}</p>`)}${parts}<p class="${mendsPath ? '' : 'warn'}">${evaluationWords(remedy)}</p>${remaining.length === 0 ? null : html`<ul>${remaining.map((sentence) => html`<li>${breakable(asSentence(sentence))}</li>`)}</ul>`}`;
}

/** What each edit changes, line by line, and the whole document to put in place. */
export function fixDiffs({ remedy }: ReportIncident, position: number, scope: PageScope): Markup | null {
  if (remedy === null) return null;
  const parts = remedy.edits.map((edit, index) => {
    const title =
      remedy.edits.length === 1 ? null : html`<h4>${breakable(editTitle(edit, index, remedy.edits.length))}</h4>`;
    return html`${title}${editDiff(edit)}${wholeDocument(edit, namesOf(position, index, scope).document)}`;
  });
  return html`<h3>What the fix changes</h3>${parts}`;
}

function editDiff({ document, replaces, diff }: ReportEdit): Markup {
  return document === null || replaces === null
    ? wordDiff(diff, null)
    : documentDiff({ before: replaces, after: document }, null);
}

function wholeDocument({ document }: ReportEdit, id: string): Markup | null {
  if (document === null) return null;
  return html`<details class="aside"><summary>The whole document to put in place</summary><pre id="${id}" tabindex="0">${jsonLines(document)}</pre></details>`;
}

function namesOf(
  position: number,
  index: number,
  { id }: PageScope,
): { readonly document: string; readonly command: string } {
  const name = `${position}${index === 0 ? '' : `-${index + 1}`}`;
  return { document: id(`remedy-${name}`), command: id(`command-${name}`) };
}
