import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MARKDOWN, pageText } from './pages.ts';

describe('a link of a page', () => {
  it.each(MARKDOWN)('in %s leads to what is there', (page) => {
    expect(relativeLinks(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  it('leads to every page of docs from the README or from a page that it leads to', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const link of page.endsWith('.md') ? relativeLinks(page) : []) reached.add(targetOf(page, link).path);
    }
    expect(MARKDOWN.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
  });

  it('to the headings that GitHub makes of these', () => {
    expect(
      ['## What the words mean', '### `check`: a, b?', '## Text', '## Text'].map(headingName).map(anchorOf),
    ).toEqual(['what-the-words-mean', 'check-a-b', 'text', 'text']);
  });
});

function relativeLinks(page: string): readonly string[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)|<(?:img|a)\b[^>]*\b(?:src|href)="([^"]+)"/g)]
    .map(([, inText = '', inTag = '']) => inText || inTag)
    .filter((link) => !/^(?:https?|mailto):/.test(link));
}

function targetOf(page: string, link: string): { path: string; anchor: string | undefined } {
  const [path = '', anchor] = link.split('#');
  return { path: path === '' ? page : normalize(join(dirname(page), path)), anchor };
}

function leadsSomewhere(page: string, link: string): boolean {
  const { path, anchor } = targetOf(page, link);
  if (!existsSync(path)) return false;
  if (anchor === undefined) return true;
  return statSync(path).isFile() && headings(path).map(anchorOf).includes(anchor);
}

function headings(page: string): readonly string[] {
  return prose(page)
    .split('\n')
    .filter((line) => /^#{1,6} /.test(line))
    .map(headingName);
}

/** Without what is code: no link and no heading stands there. */
function prose(page: string): string {
  return pageText(page)
    .replace(/^```.*?^```$/gms, '')
    .replace(/(?<!#.*)`[^`\n]*`/g, '');
}

function headingName(line: string): string {
  return line.replace(/^#+ /, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}

/** As GitHub names the anchor of a heading. */
function anchorOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}
