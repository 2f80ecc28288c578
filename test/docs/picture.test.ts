import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { expect, it } from 'vitest';
import { STYLES } from '../../src/report/html/styles.ts';
import { drawnReport, looksOf } from '../../src/report/html/timeline-marks.ts';
import { timelinePicture } from '../../src/report/html/timeline-picture.ts';
import { sampleReport } from '../browser/sample-reports.ts';

const FILE = 'docs/picture.svg';

/** `npm run picture` writes it anew. */
it('the picture of the README is what the page of its sample shows', async () => {
  const report = drawnReport(await sampleReport('deny-by-ip'));
  const picture = standalone(timelinePicture(report, looksOf(report)).text);
  if (process.env['REGENERATE'] === '1') writeFileSync(FILE, picture);
  expect(picture).toBe(readFileSync(FILE, 'utf8'));
});

/** A file of its own: with the page's colours and ground, without its links and what is for its script. */
function standalone(svg: string): string {
  const styles = STYLES.split('\n').filter((line) => /^(?::root|@media \(prefers-color-scheme|svg )/.test(line));
  return `${svg
    .replace(
      /<svg [^>]*viewBox="(0 0 \d+ \d+)"[^>]*>/,
      (_, box) =>
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">\n<title>Timeline of samples/deny-by-ip</title>\n<style>${styles.join('\n')}\nsvg{background:var(--bg);font:12px system-ui,sans-serif}</style>`,
    )
    .replace(/<a href="[^"]*" tabindex="-1"/g, '<g class="mark"')
    .replaceAll('</a>', '</g>')
    .replace(/ (?:data-[a-z]+|aria-label)="[^"]*"/g, '')
    .replaceAll('svg a ', 'svg .mark ')}\n`;
}
