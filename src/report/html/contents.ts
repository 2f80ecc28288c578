import { count } from '../../display/quantities.ts';
import { html, type Markup } from './markup.ts';

/** A part of the page as the contents name it; null counts nothing. */
export interface ContentsEntry {
  readonly id: string;
  readonly name: string;
  readonly count: number | null;
}

/** The parts of the page, always in sight. */
export function contentsBar(entries: readonly (ContentsEntry | null)[]): Markup {
  const links = entries.flatMap((entry) =>
    entry === null
      ? []
      : [
          html`<a href="#${entry.id}">${entry.name}${entry.count === null ? null : html` <span class="many">${count(entry.count)}</span>`}</a>`,
        ],
  );
  return html`<nav id="contents" aria-label="Contents">${links}</nav>`;
}
