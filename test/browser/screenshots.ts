import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import type { Report } from '../../src/report/contract.ts';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { startChromium } from './chromium.ts';
import { EDGE_REPORTS } from './edge-reports.ts';
import { SAMPLE_NAMES, sampleReport } from './sample-reports.ts';

/**
 * Pictures of every sample's report and of those that strain a page, light, dark, narrow and as printed, into
 * `screenshots/` or the folder named.
 */
const folder = process.argv[2] ?? 'screenshots';
mkdirSync(folder, { recursive: true });
const browser = await startChromium();

async function picture(name: string, report: Report): Promise<void> {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, renderHtml(report));
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 400]) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      await page.goto(pathToFileURL(file).href);
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`) });
      if (colorScheme === 'light') await whole(page, join(folder, `${name}-${width}-whole.png`));
      await page.close();
    }
  }
  const page = await browser.newPage({ viewport: { width: 720, height: 1000 } });
  await page.goto(pathToFileURL(file).href);
  writeFileSync(join(folder, `${name}.pdf`), await page.pdf({ format: 'A4' }));
  await page.emulateMedia({ media: 'print' });
  await whole(page, join(folder, `${name}-print.png`));
  await page.close();
}

/** From top to bottom, as far as Chromium draws: further down it would begin again from the top. */
async function whole(page: Page, path: string): Promise<void> {
  const [width, height] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.scrollHeight]',
  );
  await page.setViewportSize({ width, height: Math.min(height, TALLEST) });
  await page.screenshot({ path, timeout: PATIENCE_MS });
}

const TALLEST = 16_000;
/** Other work may hold the machine. */
const PATIENCE_MS = 300_000;

try {
  for (const name of SAMPLE_NAMES) await picture(name, await sampleReport(name));
  for (const [name, report] of Object.entries(EDGE_REPORTS)) await picture(name, report());
} finally {
  await browser.close();
}
