import { existsSync, readFileSync } from 'node:fs';
import { programFile } from '../program-file.ts';

/** The page of the code of a warning, as Markdown; null for what is no code. It comes with the program. */
export function findingPage(code: string): string | null {
  if (!/^[a-z0-9-]+$/.test(code)) return null;
  const page = programFile(`../docs/findings/${code}.md`);
  return existsSync(page) ? readFileSync(page, 'utf8') : null;
}

export interface Advice {
  readonly code: string;
  readonly why: string;
  readonly todo: string;
}

/** What the pages say of the codes of some warnings, each once, in their order; as plain words. */
export function adviceOn(warnings: readonly { readonly code: string }[]): readonly Advice[] {
  return [...new Set(warnings.map(({ code }) => code))].flatMap((code) => {
    const page = findingPage(code);
    return page === null
      ? []
      : [{ code, why: paragraph(page, 'Why it matters.'), todo: paragraph(page, 'What to do.') }];
  });
}

function paragraph(page: string, title: string): string {
  const [, text = ''] = page.split(`**${title}** `);
  const [whole = ''] = text.split('\n\n');
  return whole
    .replace(/\s+/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '')
    .trim();
}
