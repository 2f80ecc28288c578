import { asSentence } from '../../display/sentence.ts';
import type { ReportEdit, ReportRemedy } from '../contract.ts';
import { editTitle, evaluationWords } from '../remedy-words.ts';
import { html, type Markup } from './markup.ts';
import { breakable, jsonLines } from './parts.ts';
import { diffTable } from './policy-diff.ts';

/** The edits of a remedy, what to know before they are made, and what remains. */
export function remedyParts(remedy: ReportRemedy, incident: number): Markup {
  const { edits, warnings = [], remaining, mendsPath } = remedy;
  return html`${edits.map((edit, index) => editPart(edit, { index, of: edits.length, incident }))}${warnings.map((warning) => html`<p class="warn">Careful: ${asSentence(warning)}</p>`)}<p class="${mendsPath ? '' : 'warn'}">${evaluationWords(remedy)}</p>${remaining.length === 0 ? null : html`<ul>${remaining.map((sentence) => html`<li>${breakable(asSentence(sentence))}</li>`)}</ul>`}`;
}

function editPart(
  edit: ReportEdit,
  { index, of, incident }: { readonly index: number; readonly of: number; readonly incident: number },
): Markup {
  const id = index === 0 ? `remedy-${incident}` : `remedy-${incident}-${index + 1}`;
  return html`${of === 1 ? null : html`<h4>${breakable(editTitle(edit, index, of))}</h4>`}<p>${breakable(asSentence(edit.description))}</p>${diffTable(edit.diff, null)}<pre tabindex="0">${edit.command}</pre>${edit.document === null ? null : html`<p class="js" hidden><button type="button" data-copy="${id}">Copy the document</button></p><pre id="${id}" tabindex="0">${jsonLines(edit.document)}</pre>`}`;
}
