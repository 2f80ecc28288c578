import type { ReportCause } from '../contract.ts';
import { html, type Markup } from './markup.ts';

/** What a change replaced, before and after side by side, with the deciding statement and its keys marked. */
export function diffTable(diff: readonly string[], cause: ReportCause | null): Markup {
  if (diff.length === 0) return html`<p class="dim">Nothing is known to differ.</p>`;
  // Without a known policy before, what stands there now is not known to have stood before.
  const isBeforeKnown = !diff.some((line) => line.startsWith('? '));
  const rows = diff.map((line) => {
    const [known, after] = sides(line);
    const before = isBeforeKnown || !line.startsWith('= ') ? known : '';
    const decides = isDeciding(line, cause) ? 'decides' : '';
    const cell = (text: string, look: string) =>
      html`<td class="${look} ${text === '' ? '' : decides}">${marked(text, cause)}</td>`;
    return html`<tr>${cell(before, line.startsWith('-') ? 'bad' : before === after ? 'same' : '')}${cell(after, line.startsWith('+') ? 'good' : line.startsWith('~') ? 'warn' : '')}</tr>`;
  });
  return html`<table class="diff"><thead><tr><th>Before</th><th>After</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function sides(line: string): [before: string, after: string] {
  const text = line.slice(2);
  switch (line.slice(0, 2)) {
    case '+ ':
      return ['', `+ ${text}`];
    case '- ':
      return [`- ${text}`, ''];
    case '= ':
      return [text, text];
    case '? ':
      return [text, ''];
    default: {
      const arrow = line.indexOf(' -> ');
      return arrow < 0 ? ['', line] : [line.slice(0, arrow).replace(/^~ /, ''), line.slice(arrow + 4)];
    }
  }
}

function isDeciding(line: string, cause: ReportCause | null): boolean {
  const sid = cause?.statement?.sid ?? null;
  return sid !== null && (line.slice(2).startsWith(`Deny ${sid}:`) || line.slice(2).startsWith(`Allow ${sid}:`));
}

/** The text with each condition key of the cause in a mark of its own. */
function marked(text: string, cause: ReportCause | null): Markup {
  const key = cause?.conditionKeys.find((name) => name !== '' && text.includes(name));
  if (key === undefined) return html`${text}`;
  return html`${text.split(key).map((part, index) => html`${index === 0 ? null : html`<mark>${key}</mark>`}${part}`)}`;
}
