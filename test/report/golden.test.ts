import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/display/display-width.ts';
import { renderMarkdown } from '../../src/report/markdown/render-markdown.ts';
import { renderText } from '../../src/report/text.ts';
import { SAMPLE_NAMES, sampleReport } from '../browser/sample-reports.ts';
import { screenLines } from './screen-lines.ts';

/**
 * The reports of all samples as they are meant to read: text at three widths, and once in ASCII; Markdown once, since
 * whoever shows it wraps it. `REGENERATE=1 npx vitest run test/report/golden.test.ts`
 * writes them anew: look at the difference before it is kept.
 */
const FOLDER = join(import.meta.dirname, 'golden');
const isRegenerating = process.env['REGENERATE'] === '1';
const WIDTHS = [80, 120, 200];

function expectGolden(name: string, rendered: string): void {
  const file = join(FOLDER, name);
  if (isRegenerating) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, rendered);
  }
  expect(rendered).toBe(readFileSync(file, 'utf8'));
}

describe.each(SAMPLE_NAMES)('the report of %s', (name) => {
  it.each(WIDTHS)('reads as agreed on %i columns', async (width) => {
    expectGolden(`${name}-${width}.txt`, renderText(await sampleReport(name), { color: false, width }));
  });

  it('reads as agreed in ASCII', async () => {
    const report = await sampleReport(name);
    const rendered = renderText(report, { color: false, width: 80, unicode: false });
    expect(rendered).toMatch(/^[\x20-\x7e\n]*$/);
    expectGolden(`${name}-80-ascii.txt`, rendered);
  });

  it('reads as agreed on a terminal', async () => {
    const report = await sampleReport(name);
    const screens = [...WIDTHS.map((width) => ({ width })), { width: 80, unicode: false }].map((style) => {
      const screen = renderText(report, { color: false, extent: 'screen', ...style });
      expect(screenLines(screen, style.width)).toBeLessThanOrEqual(23);
      return screen;
    });
    expect(screens.at(-1)).toMatch(/^[\x20-\x7e\n]*$/);
    expectGolden(`${name}-screen.txt`, screens.join('\n'));
  });

  it('reads as agreed in Markdown', async () => {
    expectGolden(`${name}.md`, renderMarkdown(await sampleReport(name)));
  });

  it.each(WIDTHS)('keeps to %i columns, but for what is there to be copied whole', async (width) => {
    const rendered = renderText(await sampleReport(name), { color: false, width });
    const wide = rendered.split('\n').filter((line) => displayWidth(line) > width);
    // A line of a JSON document, a command of the AWS CLI or of ours, the path of a source.
    expect(
      wide.filter((line) => !/^ +("|\{|aws |inventory-forensics |\S* *samples\/\S+(?: \(record \d+\))?$)/.test(line)),
    ).toEqual([]);
  });
});

it('no golden is left of a sample that is gone', () => {
  const kept = SAMPLE_NAMES.flatMap((name) => [
    ...WIDTHS.map((width) => `${name}-${width}.txt`),
    `${name}-80-ascii.txt`,
    `${name}-screen.txt`,
    `${name}.md`,
  ]);
  expect(readdirSync(FOLDER).sort()).toEqual(kept.sort());
});
