import { counted } from '../../display/quantities.ts';
import type { ReportCause, ReportReplacement } from '../contract.ts';
import { type DiffLine, diffJson } from './json-diff.ts';
import { html, type Markup } from './markup.ts';

/** Two documents as a diff, the statement that decides and its condition keys marked. */
export function documentDiff({ before, after }: ReportReplacement, cause: ReportCause | null): Markup {
  const decides = decidingIn(after, cause);
  const lines = diffJson(before, after, decides);
  return block(
    lines.map((line) => {
      if (line.kind === 'skipped') return html`<span class="gap">${counted(line.count, 'line')} the same</span>`;
      return diffLine(line.kind, line.text, { isDeciding: line.kind !== 'removed' && decides(line.path), cause });
    }),
  );
}

/** What differs, told in lines of words, where the documents are not both known. */
export function wordDiff(diff: readonly string[], cause: ReportCause | null): Markup {
  if (diff.length === 0) return html`<p class="dim">Nothing is known to differ.</p>`;
  // Without a known policy before, what stands there now is not known to have stood before.
  const isBeforeKnown = !diff.some((line) => line.startsWith('? '));
  return block(
    diff.flatMap((line) =>
      signed(line, isBeforeKnown).map(({ kind, text }) =>
        diffLine(kind, text, { isDeciding: kind !== 'removed' && isOfStatement(text, cause), cause }),
      ),
    ),
  );
}

type Kind = Exclude<DiffLine['kind'], 'skipped'> | 'altered' | 'unknown';

const SIGNS: Readonly<Record<Kind, string>> = { same: ' ', removed: '-', added: '+', altered: '~', unknown: '?' };

function block(lines: readonly Markup[]): Markup {
  return html`<p class="dim key"><del>- before</del> <ins>+ after</ins></p><pre class="diff" tabindex="0">${lines}</pre>`;
}

/** A line ends by itself where it is copied, and not twice where it is shown. */
function diffLine(
  kind: Kind,
  text: string,
  { isDeciding, cause }: { readonly isDeciding: boolean; readonly cause: ReportCause | null },
): Markup {
  const content = html`${SIGNS[kind]} ${isDeciding ? marked(text, cause) : text}
`;
  const look = isDeciding ? 'decides' : '';
  if (kind === 'removed') return html`<del class="${look}">${content}</del>`;
  if (kind === 'added') return html`<ins class="${look}">${content}</ins>`;
  return html`<span class="${kind === 'same' ? look : 'warn'}">${content}</span>`;
}

/** Whether a line belongs to the statement that decides. */
function decidingIn(document: unknown, cause: ReportCause | null): (path: readonly (string | number)[]) => boolean {
  const index = cause?.statement?.index;
  if (index === undefined) return () => false;
  const isList = Array.isArray((document as { Statement?: unknown } | null)?.Statement);
  return (path) => path[0] === 'Statement' && (isList ? path[1] === index : true);
}

function signed(line: string, isBeforeKnown: boolean): { kind: Kind; text: string }[] {
  const text = line.slice(2);
  switch (line.slice(0, 2)) {
    case '+ ':
      return [{ kind: 'added', text }];
    case '- ':
      return [{ kind: 'removed', text }];
    case '= ':
      return [{ kind: isBeforeKnown ? 'same' : 'added', text }];
    case '? ':
      return [{ kind: 'unknown', text }];
    default: {
      const told = line.startsWith('~ ') ? text : line;
      const arrow = told.indexOf(' -> ');
      const name = told.indexOf(': ');
      if (arrow < 0 || name < 0 || name > arrow) return [{ kind: 'altered', text: told }];
      return [
        { kind: 'removed', text: told.slice(0, arrow) },
        { kind: 'added', text: `${told.slice(0, name + 2)}${told.slice(arrow + 4)}` },
      ];
    }
  }
}

function isOfStatement(text: string, cause: ReportCause | null): boolean {
  const sid = cause?.statement?.sid ?? null;
  return sid !== null && (text.startsWith(`Deny ${sid}:`) || text.startsWith(`Allow ${sid}:`));
}

/** The text with each condition key of the cause in a mark of its own. */
function marked(text: string, cause: ReportCause | null): Markup {
  const key = cause?.conditionKeys.find((name) => name !== '' && text.toLowerCase().includes(name.toLowerCase()));
  if (key === undefined) return html`${text}`;
  const at = text.toLowerCase().indexOf(key.toLowerCase());
  return html`${text.slice(0, at)}<mark>${text.slice(at, at + key.length)}</mark>${text.slice(at + key.length)}`;
}
