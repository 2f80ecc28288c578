import type { ReportCause } from '../contract.ts';
import { DECISIONS, LINKS } from '../text/words.ts';
import { html, type Markup } from './markup.ts';

/** The link that denies, how, and by which statement and condition keys. */
export function causeLines(cause: ReportCause): Markup {
  const { statement } = cause;
  const place =
    statement === null
      ? null
      : html`<p>${statement.sid === null ? 'Statement without Sid' : html`Statement <strong>${statement.sid}</strong>`}, Statement[${statement.index}]</p>`;
  return html`<p><strong>${LINKS[cause.link]}: ${DECISIONS[cause.decision]}</strong></p>${place}${cause.conditionKeys.length === 0 ? null : html`<p>${cause.conditionKeys.map((key) => html`<mark>${key}</mark> `)}</p>`}`;
}
