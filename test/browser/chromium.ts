import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import packaged from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/**
 * A real Chromium: the packaged one, else the machine's own, else Debian's, which is installed where that is
 * possible. Throws when none starts, with what each said: nothing is skipped.
 */
export async function startChromium(): Promise<Browser> {
  const failures: unknown[] = [];
  for (const start of [startPackaged, startInstalled, startDebians]) {
    try {
      return await start();
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, 'No Chromium starts: run "apt-get install -y chromium" and try again');
}

async function startPackaged(): Promise<Browser> {
  // Its own arguments are for a function in a cloud: they switch off security that pages are held to, draw what has three
  // dimensions, and load the whole program again for each page.
  const args = ['--no-sandbox', '--font-render-hinting=none'];
  return chromium.launch({ executablePath: await packaged.executablePath(), args, headless: true });
}

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

async function startInstalled(): Promise<Browser> {
  const failures: unknown[] = [];
  for (const executablePath of INSTALLED.filter((path) => existsSync(path))) {
    try {
      return await chromium.launch({ executablePath, args: ['--no-sandbox'], headless: true });
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, `${failures.length} installed browsers, none of which starts`);
}

async function startDebians(): Promise<Browser> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error("Debian's Chromium cannot be installed from here: that takes root and apt-get");
  }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status, stderr } = spawnSync('/usr/bin/apt-get', args, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed: ${stderr.trim().slice(-500)}`);
  }
  return startInstalled();
}
