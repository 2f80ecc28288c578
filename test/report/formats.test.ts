import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { REPORT_FORMAT_NAMES, REPORT_FORMATS, type ReportFormat } from '../../src/report/formats.ts';
import { threePhasesReport } from './example-reports.ts';

/** One report in every format. `REGENERATE=1 npx vitest run test/report/formats.test.ts` writes them anew. */
const FOLDER = join(import.meta.dirname, 'formats');
const isRegenerating = process.env['REGENERATE'] === '1';

async function rendered(format: ReportFormat): Promise<string> {
  const render = await REPORT_FORMATS[format].load();
  const text = render(threePhasesReport(), { color: false, width: 100 });
  // What is the same in every page has tests of its own.
  return format === 'html' ? text.replace(/<(style|script)>[\s\S]*?<\/\1>|<meta [^>]*>/g, '') : text;
}

describe('a report format', () => {
  it.each(REPORT_FORMAT_NAMES)('%s reads as agreed', async (format) => {
    const file = join(FOLDER, `${format}.txt`);
    const text = await rendered(format);
    if (isRegenerating) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('has a row of the page on reports, in the order of the help', () => {
    const page = readFileSync(join('docs', 'reports.md'), 'utf8');
    const table = /^\| format \| for \| save as \|\n\|---\|---\|---\|\n((?:\|.*\n)+)/m.exec(page)?.[1];
    const rows = REPORT_FORMAT_NAMES.map((format) => {
      const { use, extension, mediaType } = REPORT_FORMATS[format];
      return `| \`${format}\` | ${use} | \`${extension}\`, \`${mediaType}\` |\n`;
    });
    expect(table).toBe(rows.join(''));
  });

  it('of which nothing is kept is gone', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(REPORT_FORMAT_NAMES.map((format) => `${format}.txt`).sort());
  });
});
