import { describe, expect, it } from 'vitest';
import { adviceOn } from '../../src/report/finding-page.ts';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { renderMarkdown } from '../../src/report/markdown/render-markdown.ts';
import { renderText } from '../../src/report/text.ts';
import { WARNING_MEANINGS } from '../../src/verdict/warnings/codes.ts';
import { sampleReport } from '../browser/sample-reports.ts';

describe('the page of a code', () => {
  it.each(Object.keys(WARNING_MEANINGS))('of %s is told in words', (code) => {
    expect(adviceOn([{ code }, { code }])).toEqual([
      { code, why: expect.stringMatching(/^[A-Z].*\.$/), todo: expect.stringMatching(/^[A-Z].*\.$/) },
    ]);
  });

  it('is at hand in every report that is read', async () => {
    const report = await sampleReport('deny-by-ip');
    const advice = adviceOn(report.warnings);
    expect(advice.length).toBeGreaterThan(0);
    const [page, ticket] = [renderHtml(report), renderMarkdown(report)];
    for (const { code } of advice) {
      expect(page).toContain(`href="#code-${code}"`);
      expect(page).toContain(`id="code-${code}"`);
      expect(ticket).toContain(`| \`${code}\` |`);
    }
    expect(renderText(report, { color: false, width: 80 })).toContain('inventory-forensics explain CODE\n');
  });
});
