import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report, ReportCulprit, ReportIncident, ReportPhase } from '../../src/report/contract.ts';
import { answerableFor, responsibilityOf } from '../../src/report/culprits.ts';
import { renderEcs } from '../../src/report/ecs/render-ecs.ts';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { renderMarkdown } from '../../src/report/markdown/render-markdown.ts';
import { renderOcsf } from '../../src/report/ocsf/render-ocsf.ts';
import { pathStates } from '../../src/report/path-states.ts';
import { phaseNames } from '../../src/report/text/phase-words.ts';
import { reasonWords } from '../../src/report/text/reasons.ts';
import { renderText } from '../../src/report/text.ts';
import { renderTimesketch } from '../../src/report/timesketch/render-timesketch.ts';
import { brokenReport, change, culprit, incident, remedy, threePhasesReport } from './example-reports.ts';

function snapshot(name: string): string {
  return join(import.meta.dirname, 'snapshots', `three-phases${name}`);
}

function text(report: Report, width = 100): string {
  return renderText(report, { color: false, width });
}

/** The page without what is the same in every page. */
function pageOf(report: Report): string {
  return renderHtml(report)
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<meta [^>]*>/g, '');
}

const RENDERED: readonly (readonly [string, (report: Report) => string])[] = [
  ['text', text],
  ['Markdown', renderMarkdown],
  ['HTML', pageOf],
  ['Timesketch', renderTimesketch],
  ['ECS', renderEcs],
  ['OCSF', renderOcsf],
];

describe('an incident of three phases', () => {
  it.each([80, 120, 200])('reads as agreed on %i columns', async (width) => {
    await expect(text(threePhasesReport(), width)).toMatchFileSnapshot(snapshot(`-${width}.txt`));
  });

  it('reads as agreed in ASCII', async () => {
    const rendered = renderText(threePhasesReport(), { color: false, width: 80, unicode: false });
    expect(rendered).toMatch(/^[\x20-\x7e\n]*$/);
    await expect(rendered).toMatchFileSnapshot(snapshot('-80-ascii.txt'));
  });

  it('is told phase by phase, with who answers for which runs, and what stops delivery now', () => {
    for (const render of [text, renderMarkdown, pageOf]) {
      const rendered = render(threePhasesReport())
        .replace(/\s+/g, ' ')
        .replaceAll(/<wbr>|<\/?span[^>]*>/g, '');
      for (const words of [
        '3 runs: 2026-02-11T01-00Z to 2026-02-13T01-00Z',
        'culprit, proven: PutBucketPolicy on acme-reports at 2026-02-10T14:03:11Z, by alice',
        '1 run: 2026-02-14T01-00Z',
        'no change is held responsible; look for one after 2026-02-13T16:20:00Z, not later than 2026-02-16T01:00:00Z',
        '4 runs: 2026-02-15T01-00Z to 2026-02-18T01-00Z',
        'suspect, possible: PutKeyPolicy',
        'No change is held responsible for the runs of phase 2: the culprit or suspect of another phase answers only for its own.',
        'Phase 3, the last, is what stops delivery now.',
        '(to settle it: AWS Config history of the key, see missing evidence 1); the change came less than 15 minutes before the write',
      ]) {
        expect(rendered).toContain(words);
      }
    }
  });

  it('does not say that the last phase stops delivery where the way is open again, or reports arrive', () => {
    const [whole = incident()] = threePhasesReport().incidents;
    for (const over of [{ status: 'recovered' }, { restoredBy: change(), stillDenied: null }] as const) {
      const report = brokenReport({ incidents: [{ ...whole, ...over }] });
      for (const render of [text, renderMarkdown, pageOf]) expect(render(report)).not.toContain('stops delivery now');
    }
  });
});

describe('a suspect', () => {
  const suspect = change({ assessment: 'undetermined' });
  const suspected = brokenReport({
    incidents: [incident({ culprit: culprit({ confidence: 'possible', change: suspect }), candidates: [suspect] })],
  });

  it.each(RENDERED)('is never called a culprit or held responsible in %s', (_, render) => {
    expect(render(suspected)).toMatch(/suspect/i);
    expect(render(suspected)).not.toMatch(/culprit|responsible/i);
    const convicted = brokenReport({ incidents: [incident({ culprit: culprit({ confidence: 'probable' }) })] });
    expect(render(convicted)).toMatch(/culprit|responsible/i);
    expect(render(convicted)).not.toMatch(/suspect/i);
  });

  it('does not tell when it broke', () => {
    expect(/<dt>When<\/dt><dd><p><strong>(.*?)<\/strong>/.exec(pageOf(suspected))?.[1]).toContain('by ');
  });
});

describe('whoever answers', () => {
  const [first, second, third] = ['2026-02-10T10:00:00Z', '2026-02-11T10:00:00Z', '2026-02-12T10:00:00Z'].map((time) =>
    change({ time, eventId: time, requestId: time }),
  ) as [ReturnType<typeof change>, ReturnType<typeof change>, ReturnType<typeof change>];
  const report = withPhases(
    culprit({ confidence: 'possible', reasons: ['its body is not known'], change: first }),
    null,
    culprit({ confidence: 'probable', reasons: ['the trail has a gap'], change: second }),
    culprit({ confidence: 'proven', change: first }),
  );

  it('is found in any phase, as surely as in the surest of them', () => {
    expect(responsibilityOf(report, first)).toEqual({ role: 'culprit', confidence: 'proven' });
    expect(responsibilityOf(report, second)).toEqual({ role: 'culprit', confidence: 'probable' });
    expect(responsibilityOf(report, third)).toBeNull();
  });

  it('is told once, with its phases', () => {
    const [whole = incident()] = report.incidents;
    expect(answerableFor(whole).map(({ role, phases }) => [role, ...phases.map(({ number }) => number)])).toEqual([
      ['culprit', 1, 4],
      ['culprit', 3],
    ]);
    const rendered = text(report, 200);
    expect(rendered.match(/^ {2}(What|Who|Why), .*$/gm)).toEqual(
      ['phases 1 and 4', 'phase 3'].flatMap((names) => ['What', 'Who', 'Why'].map((title) => `  ${title}, ${names}`)),
    );
    expect(rendered).toContain('    confidence      phase 1, possible: its body is not known\n');
    expect(rendered).toContain('                    phase 4, proven: ');
    expect(rendered).toContain(' (culprit, phases 1 and 4)\n');
    expect(renderMarkdown(report)).toContain('**held responsible, phases 1 and 4**');
    expect(renderMarkdown(report)).toContain('phase 1, **possible**: its body is not known; phase 4, **proven**: ');
    expect(pageOf(report)).toContain('held responsible, phases 1 and 4');
  });

  it('has no name where nobody answers for any phase', () => {
    const rendered = text(withPhases(null, null));
    expect(rendered).toContain('No change can be named as the one that broke it.');
    expect(rendered).not.toMatch(/^ {2}Who/m);
  });
});

describe('the remedy', () => {
  it('stands beside the last change that answers, in Timesketch', () => {
    const [whole = incident()] = threePhasesReport().incidents;
    const lines = renderTimesketch({ ...threePhasesReport(), incidents: [{ ...whole, remedy: remedy() }] }).trimEnd();
    const mended = lines.split('\n').filter((line) => line.includes('remedy_policy'));
    expect(mended.map((line) => JSON.parse(line).event_name)).toEqual(['PutKeyPolicy']);
  });
});

describe('the path', () => {
  const delivered = [{ time: '2026-02-03T00:00:00Z', kind: 'delivery', title: '', evidence: [] }] as const;
  const [from, to] = [Date.parse('2026-02-01T00:00:00Z'), Date.parse('2026-02-20T00:00:00Z')];

  it('is not known now where nobody answers for the last phase', () => {
    const last = (...culprits: readonly (ReportCulprit | null)[]) =>
      pathStates({ ...withPhases(...culprits), timeline: delivered }, from, to).at(-1)?.state;
    expect(last(culprit(), null)).toBe('unknown');
    expect(last(null, culprit())).toBe('allowed');
  });
});

describe('the picture in text', () => {
  it('tells arrows in the legend where one of them has no room for its name', () => {
    const entries = [0, 1, 2, 3].map((minute) => {
      const time = `2026-02-10T14:0${minute}:00Z`;
      return {
        time,
        kind: 'policy-change',
        title: 'x',
        change: change({ time, eventId: time }),
        evidence: [],
      } as const;
    });
    const answers = entries.map(({ change }, index) =>
      culprit({ change, confidence: index < 2 ? 'proven' : 'possible' }),
    );
    const wide = { time: '2026-02-01T00:00:00Z', kind: 'delivery', title: 'x', evidence: [] } as const;
    const rendered = text({ ...withPhases(...answers), timeline: [wide, ...entries] });
    expect(rendered).toContain('▲ culprit');
    // Its culprit has room, its suspect has none beside it.
    expect(text(threePhasesReport())).toContain('▲ culprit, 2026-02-10T14:03:11Z');
    expect(text(threePhasesReport())).not.toContain('▲ culprit ');
    expect(text(threePhasesReport())).toMatch(/^ +△ suspect$/m);
    expect(text(brokenReport())).not.toMatch(/▲ culprit$/m);
    expect(text(threePhasesReport(), 200)).toContain('suspect, 2026-02-15T09:41:20Z △');
  });
});

describe('many phases', () => {
  const report = withPhases(
    ...Array.from({ length: 40 }, (_, index) =>
      culprit({
        change: change({ eventId: `e${index}`, requestId: `r${index}`, time: `2026-02-10T00:00:${10 + index}Z` }),
      }),
    ),
  );

  it.each<[string, (report: Report) => string]>([
    ['text', text],
    ['Markdown', renderMarkdown],
  ])('are told at both ends and counted between, in %s', (_, render) => {
    const rendered = render(report);
    expect(rendered).toContain('28 more phases: see the JSON report');
    expect(rendered).toContain('phase 6');
    expect(rendered).not.toMatch(/of phase 7|What, phase 7/);
    expect(rendered).toContain('phase 40');
  });

  it('have a name that does not grow with them', () => {
    expect(phaseNames([7])).toBe('phase 7');
    expect(phaseNames([1, 2, 3])).toBe('phases 1, 2 and 3');
    expect(phaseNames(Array.from({ length: 9 }, (_, index) => index + 1))).toBe('phases 1, 2, 3, 4, 5, 6, 7, 8 and 9');
    expect(phaseNames(Array.from({ length: 1_009 }, (_, index) => index + 1))).toBe(
      'phases 1, 2, 3, 4, 5, 6, 7, 8 and 1,001 more',
    );
  });
});

describe('the reasons', () => {
  const reasons = ['a', 'b'];

  it.each<[string, Partial<ReportCulprit>, string]>([
    ['without limits', { reasons }, 'a; b'],
    [
      'with what settles them',
      {
        reasons,
        limits: [
          { atMost: 'probable', reason: 'a', liftedBy: 'its body', missing: [0, 2] },
          { atMost: 'possible', reason: 'b', liftedBy: '', missing: [] },
        ],
      },
      'a (to settle it: its body, see missing evidence 1 and 3); b',
    ],
    ['where there are none', {}, 'part of the proof is missing'],
  ])('are told %s', (_, over, words) => {
    expect(reasonWords(culprit({ confidence: 'probable', ...over }))).toBe(words);
  });
});

function cause(): NonNullable<ReportIncident['cause']> {
  return incident().cause ?? expect.fail('the example has a cause');
}

/** One incident with a phase of a run for each. */
function withPhases(...culprits: readonly (ReportCulprit | null)[]): Report {
  const phases = culprits.map((one, index): ReportPhase => {
    const run = `2026-02-${String(11 + (index % 18)).padStart(2, '0')}T01-00Z`;
    const denied = one === null ? null : cause();
    return {
      runs: { first: run, last: run, count: 1 },
      window: { after: null, before: null },
      culprit: one,
      cause: denied,
      explanation: denied?.explanation ?? 'nothing in evidence explains it',
      replaced: null,
    };
  });
  const candidates = culprits.flatMap((one) => (one === null ? [] : [one.change]));
  return brokenReport({ incidents: [{ ...incident({ candidates }), phases }] });
}
