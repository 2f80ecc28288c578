import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/contract.ts';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { assembleSurvey } from '../../src/report/survey/assemble-survey.ts';
import type { Survey } from '../../src/report/survey/contract.ts';
import { renderSurveyHtml } from '../../src/report/survey/html/render-survey-html.ts';
import { sampled } from '../property-runs.ts';
import {
  brokenReport,
  change,
  culprit,
  incident,
  threePhasesReport,
  twoIncidentsReport,
} from '../report/example-reports.ts';
import { startChromium } from './chromium.ts';
import { EDGE_REPORTS, manyEntriesReport } from './edge-reports.ts';
import { printedCells } from './printed-rows.ts';
import { SAMPLE_NAMES, sampleReport } from './sample-reports.ts';

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'html-report-'));
  browser = await startChromium();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  readonly requests: string[];
  readonly problems: string[];
}

async function open(report: Report | Survey, options: Parameters<Browser['newPage']>[0] = {}): Promise<Opened> {
  const file = join(folder, `${Math.abs(hash(JSON.stringify(report)))}.html`);
  writeFileSync(file, 'kind' in report ? renderSurveyHtml(report) : renderHtml(report));
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const requests: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('dialog', (dialog) => problems.push(`dialog ${dialog.message()}`));
  await page.goto(pathToFileURL(file).href);
  return { page, requests, problems };
}

function hash(text: string): number {
  let value = 0;
  for (let index = 0; index < text.length; index += 1) value = (value * 31 + text.charCodeAt(index)) | 0;
  return value;
}

/** Words of what happened that go on in another line, hyphens and the page's own places to break aside. */
const BROKEN_WORDS = `[...document.querySelectorAll('.fact')].flatMap((fact) => {
  const walker = document.createTreeWalker(fact, NodeFilter.SHOW_TEXT);
  const broken = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const word of node.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (range.getClientRects().length > 1) broken.push(word[0]);
    }
  }
  return broken;
})`;

/** Every text of a report that is no word of the contract, with what would run, were it not escaped. */
function poisoned(report: Report): Report {
  const attack = `"><img src=x onerror=alert(1)><script>alert(2)</script><svg onload=alert(3)>' onmouseover='alert(4)\u2028`;
  const poison = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return FIXED.has(key) || /^\d{4}-/.test(value) ? value : `${value}${attack}`;
    if (Array.isArray(value)) return value.map((item) => poison(item, key));
    if (typeof value !== 'object' || value === null) return value;
    const isDocument = DOCUMENTS.has(key);
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        isDocument ? `${name}${attack}` : name,
        poison(member, isDocument ? key : name),
      ]),
    );
  };
  return poison(report) as Report;
}

const TAKEN_EFFECT = 'img, script:not(body > script), [onerror], [onload], [onmouseover]';

/** Of these, the names of members come from logs as well. */
const DOCUMENTS: ReadonlySet<string> = new Set(['before', 'after', 'document', 'replaces']);

describe('the HTML report in a browser', () => {
  it.each(sampled(SAMPLE_NAMES, 2, 1))(
    'shows %s, breaks its names where a reader would, and prints it on two pages',
    async (name) => {
      const { page, requests, problems } = await open(await sampleReport(name));
      // Verdict, culprit and picture are there, and nothing is asked of anyone.
      expect(await page.locator('#verdict').isVisible()).toBe(true);
      expect(await page.locator('.numbers dd').count()).toBe(4);
      expect(await page.locator('.columns .fact, .columns pre').first().isVisible()).toBe(true);
      expect(await page.locator('#picture').isVisible()).toBe(true);
      expect(await page.locator('#picture text', { hasText: 'culprit' }).count()).toBe(1);
      for (const width of [1280, 900, 400]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate<string[]>(BROKEN_WORDS), `${width} pixels wide`).toEqual([]);
      }
      expect(requests).toHaveLength(1);
      expect(problems).toEqual([]);
      // What the appendix is begun by stands on the third page at the latest, without it there would be two.
      await page.evaluate("document.querySelector('.appendix').remove()");
      const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
      expect([...pdf.matchAll(/\/Type \/Page\n/g)].length).toBeLessThanOrEqual(2);
      await page.close();
    },
  );

  it('marks the culprit and the suspect of an incident of three phases, and shows the whole of it', async () => {
    const { page, problems } = await open(threePhasesReport());
    expect(await page.locator('#picture text', { hasText: /^culprit$/ }).count()).toBe(1);
    expect(await page.locator('#picture text', { hasText: /^suspect$/ }).count()).toBe(1);
    await page.click('button[data-act=incident]');
    const drawn = await page
      .locator('#picture rect.shade')
      .evaluateAll((shades) => shades.map((shade) => Number(shade.getAttribute('width'))));
    expect(drawn).toHaveLength(3);
    for (const width of drawn) expect(width).toBeGreaterThan(0);
    await page.focus('#scroll');
    const read = new Set<string>();
    for (let presses = 0; presses < 20; presses += 1) {
      await page.keyboard.press('ArrowRight');
      read.add((await page.locator('#detail').textContent()) ?? '');
    }
    const named = [...read].filter((words) => /^(culprit|suspect)/.test(words));
    expect(named.map((words) => words.replace(/ \(your time.*/, ''))).toEqual([
      'culprit: 2026-02-10T14:03:11Z PutBucketPolicy on acme-reports by alice',
      'suspect: 2026-02-15T09:41:20Z PutKeyPolicy by session bob-session',
    ]);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('lets no name in the picture cover another', async () => {
    const times = ['2026-02-10T14:03:11Z', '2026-02-10T17:00:00Z', '2026-02-10T20:00:00Z', '2026-02-16T20:00:00Z'];
    const changes = times.map((time) => change({ time, eventId: time }));
    const phases = changes.flatMap((one, index) => {
      const confidence = index % 2 === 0 ? 'possible' : 'proven';
      return incident({ culprit: culprit({ change: one, confidence }) }).phases;
    });
    const entries = changes.map((one): Report['timeline'][number] => {
      return { time: one.time, kind: 'policy-change', title: 'x', change: one, evidence: [] };
    });
    const report = brokenReport({ incidents: [{ ...incident(), phases }], timeline: entries });
    const { page } = await open(report);
    const boxes = await page
      .locator('#picture text', { hasText: /^(culprit|suspect)$/ })
      .evaluateAll((names) =>
        names.map((name) => name.getBoundingClientRect()).map(({ left, right }) => [left, right]),
      );
    expect(boxes.length).toBeGreaterThan(1);
    const sorted = boxes.toSorted(([a = 0], [b = 0]) => a - b);
    for (const [index, [left = 0]] of sorted.entries()) {
      if (index > 0) expect(left).toBeGreaterThan(sorted[index - 1]?.[1] ?? 0);
    }
    await page.close();
  });

  it('filters by text and by lane, in the table and in the picture', async () => {
    const { page } = await open(await sampleReport('deny-by-ip'));
    const all = await page.locator('#entries tr').count();
    const marks = await page.locator('#picture a:visible').count();
    await page.fill('#text', 'PutBucketPolicy');
    expect(await page.locator('#entries tr').count()).toBeLessThan(all);
    expect(await page.locator('#entries').textContent()).toContain('Held responsible');
    expect(await page.locator('#picture a:visible').count()).toBeLessThan(marks);
    await page.fill('#text', '');
    await page.uncheck('input[data-lane=runs]');
    expect(await page.locator('#entries tr[data-lane=runs], #delivered tr').count()).toBe(0);
    await page.close();
  });

  it('zooms and moves by mouse and keyboard, reads marks aloud, and leads to the entry', async () => {
    const { page } = await open(await sampleReport('deny-by-ip'));
    const width = () =>
      page
        .locator('#picture rect.shade')
        .first()
        .evaluate((rect) => Number(rect.getAttribute('width')));
    const before = await width();
    await page.click('button[data-act=incident]');
    const zoomed = await width();
    expect(zoomed).toBeGreaterThan(before * 1.5);
    await page.focus('#scroll');
    await page.keyboard.press('-');
    expect(await width()).toBeLessThan(zoomed);
    await page.keyboard.press('0');
    expect(await width()).toBeCloseTo(before, 0);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#detail').textContent()).toMatch(/^2026-.*delivered.*your time/);
    // In order of time, the culprit among its neighbours.
    for (let presses = 0; presses < 40; presses += 1) {
      if (((await page.locator('#detail').textContent()) ?? '').startsWith('culprit')) break;
      await page.keyboard.press('ArrowRight');
    }
    expect(await page.locator('#detail').textContent()).toMatch(/^culprit: 2026-02-10T09:14:27Z PutBucketPolicy/);
    await page.keyboard.press('Enter');
    expect(page.url()).toMatch(/#e\d+$/);
    expect(await page.locator('tr:target').count()).toBe(1);
    expect(await page.locator('tr:target').textContent()).toContain('Held responsible');
    await page.close();
  });

  it('copies policy, command, summary and link', async () => {
    const report = await sampleReport('deny-by-ip');
    const { page } = await open(report);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = async (name: string): Promise<string> => {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('button', { name: 'Copied' }).last().waitFor();
      return page.evaluate('navigator.clipboard.readText()');
    };
    const remedy = report.incidents[0]?.remedy;
    expect(JSON.parse(await copied('Copy policy'))).toEqual(remedy?.document);
    expect(await copied('Copy command')).toBe(remedy?.edits[0]?.command);
    const summary = await copied('Copy summary');
    for (const part of [await page.title(), report.summary, remedy?.edits[0]?.command ?? '']) {
      expect(summary.split('\n').some((line) => line.startsWith(part))).toBe(true);
    }
    expect(await copied('Copy link')).toBe(`${page.url().split('#')[0]}#verdict`);
    await page.close();
  });

  it('keeps its contents in sight, which lead to every part by keyboard', async () => {
    const { page } = await open(await sampleReport('deny-by-ip'));
    const links = page.locator('#contents a');
    for (const address of await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))) {
      await page.locator(`#contents a[href="${address}"]`).focus();
      await page.keyboard.press('Enter');
      const [part, bar] = [await page.locator(address).boundingBox(), await page.locator('#contents').boundingBox()];
      expect(bar?.y, address).toBeGreaterThanOrEqual(0);
      expect(part?.y, address).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0) - 1);
      expect(part?.y, address).toBeLessThan(900);
    }
    expect(await links.allTextContents()).toContain('Entries 42');
    await page.close();
  });

  it('folds deliveries and evidence, and opens them for what leads there', async () => {
    const { page } = await open(await sampleReport('deny-by-ip'));
    const isOpen = async (inside: string) =>
      (await page.locator(`details:has(${inside})`).first().getAttribute('open')) !== null;
    expect(await isOpen('#delivered')).toBe(false);
    await page.fill('#text', 'delivered');
    expect(await page.locator('#delivered tr').first().isVisible()).toBe(true);
    expect(await isOpen('.sources')).toBe(false);
    await page.locator('.columns ~ .proof a[href^="#s"]').first().click();
    await page.locator('.sources tr:target').waitFor();
    expect(await page.locator('.sources tr:target').isVisible()).toBe(true);
    await page.close();
  });

  it('shows the records of the culprit and of refused writes on demand', async () => {
    const { page } = await open(await sampleReport('deny-by-ip'));
    const records = page.locator('details.raw');
    expect(await records.locator('pre').first().isVisible()).toBe(false);
    await records.first().locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await records.first().locator('pre').textContent()).toContain('"eventName": "PutBucketPolicy"');
    expect(await records.first().locator('pre').isVisible()).toBe(true);
    expect(await page.locator('#entries tr[data-lane=denied] details.raw').count()).toBeGreaterThanOrEqual(10);
    await page.close();
  });

  it('marks the statement that decides and its condition key in the diff', async () => {
    const { page } = await open(await sampleReport('deny-by-ip'));
    const [change, fix] = [page.locator('.diff').first(), page.locator('.diff').last()];
    expect(await change.locator('ins.decides').first().textContent()).toMatch(/^\+ +\{\n$/);
    expect(await change.locator('.decides mark').allTextContents()).toEqual(['aws:SourceIp']);
    expect(await change.locator('del').count()).toBe(0);
    expect(await fix.locator('ins').allTextContents()).toContainEqual(expect.stringContaining('aws:SourceArn'));
    await page.close();
  });

  it('is whole without JavaScript', async () => {
    const report = await sampleReport('deny-by-ip');
    const { page, problems } = await open(report, { javaScriptEnabled: false });
    expect(await page.locator('#entries tr, #delivered tr').count()).toBe(report.timeline.length);
    expect(await page.locator('.tools').first().isVisible()).toBe(false);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('follows the dark colour scheme', async () => {
    const report = brokenReport();
    const colours: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(report, { colorScheme });
      colours.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
      await page.close();
    }
    expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(15, 19, 24)']);
  });

  it.each([
    ['two incidents', twoIncidentsReport()],
    ['three phases', threePhasesReport()],
    ['a sample, with its records and documents', sampleReport('terraform-replaces-policy')],
  ])('runs nothing that a log of %s says', async (_, example) => {
    const { page, requests, problems } = await open(poisoned(await example));
    expect(await page.locator(TAKEN_EFFECT).count()).toBe(0);
    expect(await page.locator('#verdict').textContent()).toContain('<img src=x onerror=alert(1)>');
    for (const fold of await page.locator('details').all()) await fold.evaluate((it) => it.setAttribute('open', ''));
    await page.hover('#picture a >> nth=0');
    for (const button of await page.locator('button[data-copy]:visible, button[data-link]:visible').all()) {
      await button.click();
    }
    expect(await page.locator(TAKEN_EFFECT).count()).toBe(0);
    expect(requests).toHaveLength(1);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('shows a survey, and runs nothing that a log of it says', async () => {
    const reports = [
      poisoned(await sampleReport('deny-by-ip')),
      twoIncidentsReport(),
      poisoned(threePhasesReport()),
    ] as const;
    const { page, requests, problems } = await open(assembleSurvey(reports));
    expect(await page.locator('.matrix .strip').count()).toBe(3);
    await page.locator('.matrix a[href="#case-1"]').click();
    expect(await page.locator('#case-1').isVisible()).toBe(true);
    for (const fold of await page.locator('details').all()) await fold.evaluate((it) => it.setAttribute('open', ''));
    expect(await page.locator(TAKEN_EFFECT).count()).toBe(0);
    expect(requests).toHaveLength(1);
    expect(problems).toEqual([]);
    await page.close();
  });

  const SAMPLE = 'deny-unencrypted-by-role-chain';
  it.each<[string, () => Report | Survey | Promise<Report>]>([
    [SAMPLE, () => sampleReport(SAMPLE)],
    ['two incidents', twoIncidentsReport],
    ['a survey', () => assembleSurvey([twoIncidentsReport(), threePhasesReport()])],
    ...sampled(Object.entries(EDGE_REPORTS), 2, 1),
  ])('shows %s with no serious accessibility issue', async (_, make) => {
    const { page } = await open(await make(), { colorScheme: 'light', bypassCSP: true });
    await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true;");
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const serious = async (asked: object) =>
      page.evaluate(
        `axe.run(${JSON.stringify({ resultTypes: ['violations'], ...asked })}).then((found) => found.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 160)).slice(0, 3).join(' | ')))`,
      );
    expect(await serious({})).toEqual([]);
    // The scheme decides colours alone.
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await serious({ runOnly: ['color-contrast'] })).toEqual([]);
    await page.close();
  });

  const PRINTED: readonly (readonly [string, () => Report | Promise<Report>])[] = [
    ['a sample', () => sampleReport('deny-by-ip')],
    ['a year', EDGE_REPORTS['a-year-long'] ?? brokenReport],
    ['two incidents', twoIncidentsReport],
    ['three phases', threePhasesReport],
  ];
  it.each(
    PRINTED.flatMap(([of, make], at) => sampled(['A4', 'Letter'], 2, at).map((format) => ({ of, format, make }))),
  )('prints $of on $format without a row cut in two', async ({ format, make }) => {
    const { page } = await open(await make());
    const cells = await printedCells(page, format);
    const rows = await page.locator('tr').count();
    expect(new Set(cells.map(({ row }) => row)).size).toBe(rows);
    expect(Math.max(...cells.map(({ endPage }) => endPage))).toBeGreaterThan(0);
    expect(cells.filter(({ topPage, endPage }) => topPage !== endPage)).toEqual([]);
    // The cells of a row begin on one sheet.
    expect(new Set(cells.map(({ row, topPage }) => `${row} ${topPage}`)).size).toBe(rows);
    await page.close();
  });

  it('prints the picture, and no buttons', async () => {
    const { page } = await open(await sampleReport('deny-by-ip'), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.tools').first().isVisible()).toBe(false);
    expect(await page.locator('#picture').isVisible()).toBe(true);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    await page.close();
  });

  it.each([...SAMPLE_NAMES, ...Object.keys(EDGE_REPORTS)])(
    'draws %s the same with and without JavaScript',
    async (name) => {
      const report = EDGE_REPORTS[name]?.() ?? (await sampleReport(name));
      const { page, problems } = await open(report);
      // What the scripts of the page have drawn, and what stands in its text, where no script runs.
      const [drawn, written] = await page.evaluate<(string | null)[]>(
        `[document, new DOMParser().parseFromString(${JSON.stringify(renderHtml(report))}, 'text/html')].map(
          (one) => one.querySelector('#picture')?.innerHTML ?? null)`,
      );
      expect(drawn && drawing(drawn)).toEqual(written && drawing(written));
      expect(problems).toEqual([]);
      await page.close();
    },
  );

  it('shows a narrow screen the incident first', async () => {
    const { page } = await open(await sampleReport('deny-by-ip'), { viewport: { width: 400, height: 900 } });
    const [box, shade] = [page.locator('#scroll'), page.locator('#picture .shade').last()];
    const [outer, inner] = [await box.boundingBox(), await shade.boundingBox()];
    expect(inner?.x).toBeGreaterThan(outer?.x ?? Number.POSITIVE_INFINITY);
    expect((inner?.x ?? 0) + (inner?.width ?? 0)).toBeLessThan((outer?.x ?? 0) + (outer?.width ?? 0));
    await page.close();
  });

  it('does not widen the page, however narrow the screen and long the names', async () => {
    for (const name of ['long-names', 'a-year-long', 'nothing-seen', 'three-phases']) {
      const { page } = await open(EDGE_REPORTS[name]?.() ?? brokenReport(), { viewport: { width: 360, height: 700 } });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      await page.close();
    }
  });

  it('sets marks apart that fell together, when zoomed into', async () => {
    const { page } = await open(manyEntriesReport(2_000));
    const sizes = () =>
      page
        .locator('#marks a[data-lane=runs]')
        .evaluateAll((marks) =>
          marks.map((mark) => Number(/^(\d+) entries/.exec(mark.getAttribute('aria-label') ?? '')?.[1] ?? 1)),
        );
    const before = Math.max(...(await sizes()));
    expect(before).toBeGreaterThan(5);
    for (let presses = 0; presses < 6; presses += 1) await page.click('button[data-act=in]');
    expect(Math.max(...(await sizes()))).toBe(1);
    await page.close();
  });

  it('stays small and light with 10,000 entries: what a step touches does not grow with them', async () => {
    const work: Record<string, number[]> = {};
    for (const size of [1_000, 10_000]) {
      const report = manyEntriesReport(size);
      expect(Buffer.byteLength(renderHtml(report))).toBeLessThan(5_000_000);
      const { page, problems } = await open(report);
      expect(await page.locator('#entries tr').count()).toBe(100);
      expect(await page.locator('*').count()).toBeLessThan(4_000);
      for (const [step, act] of Object.entries(STEPS)) {
        // The elements that the browser has to lay out or paint anew, counted by itself.
        const touched = await page.evaluate(`(async () => {
          const touched = new Set();
          const observer = new MutationObserver((all) => {
            for (const { target, addedNodes } of all) {
              touched.add(target);
              for (const node of addedNodes) {
                touched.add(node);
                if (node.querySelectorAll) for (const inner of node.querySelectorAll('*')) touched.add(inner);
              }
            }
          });
          observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
          ${act}
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          observer.disconnect();
          return touched.size;
        })()`);
        work[step] = [...(work[step] ?? []), Number(touched)];
      }
      await page.fill('#text', `number ${size - 1} `);
      expect(await page.locator('#entries tr').count()).toBe(1);
      expect(problems).toEqual([]);
      await page.close();
    }
    for (const [step, [few = 0, many = 0]] of Object.entries(work)) {
      expect(few, step).toBeGreaterThan(0);
      expect(many, step).toBeLessThan(5_000);
      expect(many, step).toBeLessThan(few * 2.5);
    }
  });
});

/** What a reader of the report does, one at a time. */
const STEPS: Readonly<Record<string, string>> = {
  filter: "text.value = 'number 1'; text.dispatchEvent(new Event('input'));",
  'filter nothing': "text.value = ''; text.dispatchEvent(new Event('input'));",
  'hide a lane': "document.querySelector('input[data-lane=runs]').click();",
  'show it again': "document.querySelector('input[data-lane=runs]').click();",
  'zoom in': "document.querySelector('button[data-act=in]').click();",
  move: "document.querySelector('button[data-act=on]').click();",
  'zoom out': "document.querySelector('button[data-act=out]').click();",
  'go to the next mark':
    "document.getElementById('scroll').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));",
  'show more rows': "document.getElementById('more').click();",
};

/** The elements of a drawing, with what places them, rounded; in what order attributes stand does not count. */
function drawing(svg: string): string[] {
  return (svg.match(/<(?!\/)[^>]+>|[^<>\n]+/g) ?? []).map((part) => {
    if (!part.startsWith('<')) return part;
    const attributes = [...part.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => {
      const rounded = value.replace(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number))));
      return `${name}=${rounded}`;
    });
    return `${part.split(/[\s>]/)[0]} ${attributes
      .filter((text) => !text.endsWith('='))
      .sort()
      .join(' ')}`;
  });
}

const FIXED: ReadonlySet<string> = new Set([
  'kind',
  'outcome',
  'status',
  'assessment',
  'confidence',
  'link',
  'links',
  'decision',
  'seenIn',
  'time',
  'tool',
  'schemaVersion',
  'state',
  'sha256',
]);
