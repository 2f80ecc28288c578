import { readFileSync } from 'node:fs';
import { programFile } from '../program-file.ts';

/** What the page on the codes of `check` says of one, as Markdown. */
export interface CodeRow {
  readonly code: string;
  readonly meaning: string;
  readonly todo: string;
}

/** A row for each code; the page comes with the program. */
export function codeRows(): readonly CodeRow[] {
  const page = readFileSync(programFile('../docs/check-codes.md'), 'utf8');
  return [...page.matchAll(/^\| (`[^|]+`) \| ([^|]+) \| ([^|]+) \|$/gm)].flatMap(
    ([, codes = '', meaning = '', todo = '']) =>
      [...codes.matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => ({ code, meaning, todo })),
  );
}
