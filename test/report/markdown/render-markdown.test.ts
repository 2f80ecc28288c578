import { describe, expect, it } from 'vitest';
import { codeBlock, codeSpan, escapeMarkdown } from '../../../src/report/markdown/escape-markdown.ts';
import { renderMarkdown } from '../../../src/report/markdown/render-markdown.ts';
import { sampleReport } from '../../browser/sample-reports.ts';
import { twoIncidentsReport } from '../example-reports.ts';

describe('renderMarkdown', () => {
  it('reads as agreed with two incidents', async () => {
    await expect(renderMarkdown(twoIncidentsReport())).toMatchFileSnapshot('snapshots/two-incidents.md');
  });

  it('gives every row of a table as many cells as its head', async () => {
    for (const block of renderMarkdown(await sampleReport('deny-by-ip')).split('\n\n')) {
      if (!block.startsWith('| ')) continue;
      const widths = new Set(
        block
          .trim()
          .split('\n')
          .map((row) => row.split(/(?<!\\)\|/).length),
      );
      expect(widths.size).toBe(1);
    }
  });
});

describe('escapeMarkdown', () => {
  it.each([
    ['a|b `c` *d*', 'a\\|b \\`c\\` \\*d\\*'],
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['[x](javascript:1)', '\\[x\\](javascript:1)'],
    ['@alice #12', '@\u2060alice #\u206012'],
    ['maria@acme.example', 'maria@\u2060acme.example'],
    ['https://evil.example', 'https\\://evil.example'],
    ['# title', '\\# title'],
    ['two\nlines', 'two\\\\nlines'],
  ])('%j becomes %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});

describe('code', () => {
  it('cannot be left from inside', () => {
    expect(codeSpan('a``b')).toBe('```a``b```');
    expect(codeBlock('diff', ['```', '# x']).split('\n').at(-1)).toBe('````');
  });
});
