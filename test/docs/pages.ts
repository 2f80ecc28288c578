import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';

/** Every Markdown file of the repository, by its path. */
export const MARKDOWN: readonly string[] = globSync('**/*.md', {
  ignore: ['**/node_modules/**', 'dist/**', 'reference/**'],
}).sort();

/** Those that are written for readers: the others are what tests hold the program's own reports against. */
export const PAGES: readonly string[] = MARKDOWN.filter((page) => !page.startsWith('test/'));

export function pageText(page: string): string {
  return readFileSync(page, 'utf8');
}
