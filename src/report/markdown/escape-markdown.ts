import { escapeTerminal } from '../../display/escape-terminal.ts';

/**
 * Foreign text as Markdown that shows it and does nothing: no markup, HTML, link, address, mention (`@name`) or issue
 * reference (`#12`) comes of it, in GitHub or in Jira. It stays on its line, so that it may stand in a table cell.
 */
export function escapeMarkdown(text: string): string {
  return (
    escapeTerminal(text)
      .replace(/[\\`*_{}[\]|~$^]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // A word joiner is not seen, and keeps a name from being looked up and an address from becoming a link.
      .replace(/@(?=[A-Za-z0-9])/g, `@${WORD_JOINER}`)
      .replace(/#(?=\d)/g, `#${WORD_JOINER}`)
      .replace(/\bGH-(?=\d)/gi, `$&${WORD_JOINER}`)
      .replace(/\bwww\./gi, (match) => `${match.slice(0, -1)}\\.`)
      .replace(/:\/\//g, '\\://')
      .replace(/^(\s*)([#+\-=:])/, '$1\\$2')
      .replace(/^(\s*\d+)([.)])/, '$1\\$2')
  );
}

/** Foreign text in a code span, whatever backticks it has. */
export function codeSpan(text: string): string {
  const shown = escapeTerminal(text);
  if (shown.trim() === '') return '';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const padded = /^`|`$/.test(shown) || /^ .* $/.test(shown) ? ` ${shown} ` : shown;
  return `${fence}${padded}${fence}`;
}

/** A code span in a table cell, where a pipe would end the cell even inside it. */
export function codeCell(text: string): string {
  return codeSpan(text).replaceAll('|', '\\|');
}

/** Lines in a fenced block that none of them can close. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const shown = lines.map((line) => escapeTerminal(line));
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1));
  return `${fence}${language}\n${shown.join('\n')}\n${fence}`;
}

/** Invisible, and so written as code points. */
const WORD_JOINER = '\u2060';

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
