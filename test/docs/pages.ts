import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every page for readers, by its path in the repository. */
export const PAGES: readonly string[] = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name))
    .sort(),
];

export function pageText(page: string): string {
  return readFileSync(page, 'utf8');
}

/** The fenced blocks of a page in one language, in order. */
export function blocksOf(page: string, language: string): readonly string[] {
  return [...pageText(page).matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, of, text = '']) =>
    of === language ? [text] : [],
  );
}
