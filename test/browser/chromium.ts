import { existsSync } from 'node:fs';
import packaged from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** A real Chromium: the packaged one, else the machine's own. Throws when neither starts: nothing is skipped. */
export async function startChromium(): Promise<Browser> {
  const failures: unknown[] = [];
  try {
    // Checks of the page's own policy must run as a reader's browser does: without switched-off security.
    const args = packaged.args.filter((arg) => arg !== '--disable-web-security' && arg !== '--single-process');
    return await chromium.launch({ executablePath: await packaged.executablePath(), args, headless: true });
  } catch (error) {
    failures.push(error);
  }
  for (const path of ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']) {
    if (!existsSync(path)) continue;
    try {
      return await chromium.launch({ executablePath: path, args: ['--no-sandbox'], headless: true });
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, 'No Chromium starts: run "apt-get install -y chromium" and try again');
}
