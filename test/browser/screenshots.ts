import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { startChromium } from './chromium.ts';
import { SAMPLE_NAMES, sampleReport } from './sample-reports.ts';

/** Pictures of every sample's report, light and dark, wide and narrow, into `screenshots/` or the folder named. */
const folder = process.argv[2] ?? 'screenshots';
mkdirSync(folder, { recursive: true });
const browser = await startChromium();
try {
  for (const name of SAMPLE_NAMES) {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, renderHtml(await sampleReport(name)));
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 400]) {
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
        await page.goto(pathToFileURL(file).href);
        await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`) });
        if (colorScheme === 'light')
          await page.screenshot({ path: join(folder, `${name}-${width}-whole.png`), fullPage: true });
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
}
