import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { wordDiff } from '../../../src/report/html/diff.ts';
import { escapeHtml, html } from '../../../src/report/html/markup.ts';
import { breakable } from '../../../src/report/html/parts.ts';
import { renderHtml } from '../../../src/report/html/render-html.ts';
import { pathStates } from '../../../src/report/path-states.ts';
import { brokenReport, change, incident, twoIncidentsReport } from '../example-reports.ts';

describe('renderHtml', () => {
  it('gives the same bytes for the same report', () => {
    expect(renderHtml(twoIncidentsReport())).toBe(renderHtml(structuredClone(twoIncidentsReport())));
  });

  it('allows its own style and script by their hashes and nothing else', () => {
    const page = renderHtml(brokenReport());
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    for (const tag of ['style', 'script']) {
      const text = new RegExp(`<${tag}>([\\s\\S]*)</${tag}>`).exec(page)?.[1] ?? '';
      expect(policy).toContain(`${tag}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    }
    expect(policy).toContain("default-src 'none'");
    expect(page).not.toMatch(/ style=|https?:\/\//);
  });

  it('renders without an incident, a timeline or any evidence', () => {
    const page = renderHtml(
      brokenReport({ outcome: 'indeterminate', incidents: [], timeline: [], coverage: [], evidence: [], warnings: [] }),
    );
    expect(page).toContain('CANNOT TELL');
    expect(page).toContain('Nothing was seen in the time that this report tells of.');
    expect(page.replace(/<script>[\s\S]*<\/script>/, '')).not.toMatch(/NaN|undefined/);
  });
});

describe('markup', () => {
  it('escapes every inserted value, in text and in attributes', () => {
    expect(html`<a title="${'"><b>'}">${['&', null, 1, html`<i>${"'"}</i>`]}</a>`.text).toBe(
      '<a title="&#34;&#62;&#60;b&#62;">&#38;1<i>&#39;</i></a>',
    );
    expect(escapeHtml('a\u202eb\u2028c')).toBe('a\\u202eb\\u2028c');
  });
});

describe('breakable', () => {
  it.each([
    ['PutBucketPolicy on acme-reports', 'PutBucketPolicy on acme-reports'],
    ['PutBucketInventoryConfiguration on b', 'Put<wbr>Bucket<wbr>Inventory<wbr>Configuration on b'],
    ['arn:aws:iam::111122223333:user/a', 'arn:<wbr>aws:<wbr>iam::<wbr>111122223333:<wbr>user/<wbr>a'],
    ['<b>aaaaaaaaaaaaaaaaaaa:aaaaaa', '&#60;b&#62;aaaaaaaaaaaaaaaaaaa:<wbr>aaaaaa'],
  ])('lets %s break where a reader would', (text, page) => {
    expect(breakable(text).text).toBe(page);
  });
});

describe('pathStates', () => {
  const start = Date.parse('2026-02-01T00:00:00Z');
  const end = Date.parse('2026-02-20T00:00:00Z');
  const at = (day: string) => `2026-02-${day}T00:00:00Z`;
  const told = (timeline: Parameters<typeof brokenReport>[0]) =>
    pathStates(brokenReport(timeline), start, end).map(
      ({ from, to, state }) => `${new Date(from).getUTCDate()}-${new Date(to).getUTCDate()} ${state}`,
    );

  it('follows deliveries and judged changes', () => {
    expect(
      told({
        timeline: [
          { time: at('03'), kind: 'delivery', title: '', evidence: [] },
          { time: at('05'), kind: 'policy-change', title: '', change: change({ assessment: 'breaks' }), evidence: [] },
          { time: at('06'), kind: 'denied-attempt', title: '', evidence: [] },
          {
            time: at('09'),
            kind: 'policy-change',
            title: '',
            change: change({ assessment: 'restores' }),
            evidence: [],
          },
        ],
      }),
    ).toEqual(['1-3 unknown', '3-5 allowed', '5-9 denied', '9-20 allowed']);
  });

  it('leaves the time between contradicting observations unknown', () => {
    expect(
      told({
        timeline: [
          { time: at('03'), kind: 'delivery', title: '', evidence: [] },
          { time: at('04'), kind: 'delivery', title: '', evidence: [] },
          { time: at('08'), kind: 'denied-attempt', title: '', evidence: [] },
        ],
      }),
    ).toEqual(['1-3 unknown', '3-4 allowed', '4-8 unknown', '8-20 denied']);
  });

  it('does not carry a delivery on into misses without a cause', () => {
    expect(
      told({
        incidents: [incident({ culprit: null })],
        timeline: [{ time: at('03'), kind: 'delivery', title: '', evidence: [] }],
      }),
    ).toEqual(['1-3 unknown', '3-20 unknown']);
  });
});

describe('wordDiff', () => {
  it('does not claim for the time before what is known of the time after only', () => {
    const page = wordDiff(['? the policy before is not known', '= Deny X: s3:*'], null).text;
    expect(page.split('Deny X').length).toBe(2);
  });

  it('marks the deciding statement and its condition key', () => {
    const cause = incident().cause;
    const page = wordDiff(['+ Deny OfficeOnly: s3:* unless aws:SourceIp is in 203.0.113.0/24'], cause).text;
    expect(page).toContain('decides');
    expect(page).toContain('<mark>aws:SourceIp</mark>');
  });
});
