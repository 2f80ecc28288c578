import { codeRows } from '../../check/code-rows.ts';
import { findingPage } from '../../report/finding-page.ts';

/** What there is to say of a code, as Markdown; null for what is none. */
export function pageOfCode(code: string): string | null {
  const row = codeRows().find((known) => known.code === code);
  if (row === undefined) return findingPage(code);
  return `# \`${code}\`\n\n**What it says.** ${asSentence(row.meaning)}\n\n**What to do.** ${asSentence(row.todo)}\n`;
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
