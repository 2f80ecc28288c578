import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseOptions } from '../../src/case/case.ts';
import { investigate } from '../../src/library/investigate.ts';
import type { Report } from '../../src/report/contract.ts';
import { exitCodeOfSurvey } from '../../src/report/exit-code.ts';
import reportSchema from '../../src/report/report.schema.json' with { type: 'json' };
import type { Survey } from '../../src/report/survey/contract.ts';
import { renderSurveyHtml } from '../../src/report/survey/html/render-survey-html.ts';
import { renderSurveyJson } from '../../src/report/survey/render-survey-json.ts';
import { renderSurveyMarkdown } from '../../src/report/survey/render-survey-markdown.ts';
import { renderSurveyText } from '../../src/report/survey/render-survey-text.ts';
import surveySchema from '../../src/report/survey/survey.schema.json' with { type: 'json' };
import { caseName } from '../../src/report/survey/words.ts';
import { writeFolder } from '../fabricate/folder.ts';
import { CLOSES_A, CLOSES_C, DISABLES, evidenceOf, type Member, members, NOW, SHUTS_OUT } from './organisation.ts';

const ALL = members();
let folder: string;
let survey: Survey;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inventory-forensics-survey-'));
  await writeFolder(folder, evidenceOf(ALL));
  survey = await surveyed({});
});
afterAll(() => rm(folder, { recursive: true }));

function answered(asked: CaseOptions): Promise<Report | Survey> {
  return investigate([folder], { case: { now: Date.parse(NOW), ...asked }, clock: Date.parse(NOW) });
}

async function surveyed(asked: CaseOptions): Promise<Survey> {
  const answer = await answered(asked);
  if (!('reports' in answer)) throw new TypeError('one case, not several');
  return answer;
}

const named = ({ source, id }: Member) => `${source}/${id}`;
const withFate = (...fates: Member['fate'][]) => ALL.filter(({ fate }) => fates.includes(fate)).map(named);

function outcomes(): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { outcome, case: subject } of survey.reports) {
    found[outcome] = [...(found[outcome] ?? []), caseName(subject)];
  }
  return found;
}

describe('a survey of sixty configurations', () => {
  it('says of each what it would say of it alone', async () => {
    expect(outcomes()).toEqual({
      broken: withFate('closed-a', 'shut-out', 'closed-c').sort(),
      delivering: withFate('well', 'weekly').sort(),
      'stopped-by-configuration': withFate('disabled'),
      'never-delivered': withFate('never'),
    });
    const picked = [
      'acme-src-00/daily-full',
      'acme-src-02/weekly-audit',
      'acme-src-14/daily-full',
      'acme-src-28/daily-full',
    ];
    for (const [index, report] of survey.reports.entries()) {
      const { sourceBucket, configurationId } = report.case;
      // One of each fate, and every ninth besides.
      if (!picked.includes(caseName(report.case)) && index % 9 !== 0) continue;
      const asked = { sourceBucket: sourceBucket ?? '', configurationId: configurationId ?? '' };
      expect(aside(report)).toEqual(aside((await answered(asked)) as Report));
    }
  });

  it('groups what each change stopped, the one that stops most now first', () => {
    const told = survey.groups.map(({ change, phases }) => ({
      time: change.time,
      stopped: phases.map(({ report }) => caseName(survey.reports[report]?.case as Report['case'])).sort(),
    }));
    expect(told).toEqual([
      { time: CLOSES_A, stopped: withFate('closed-a').sort() },
      { time: CLOSES_C, stopped: withFate('shut-out', 'closed-c').sort() },
      { time: DISABLES, stopped: withFate('disabled') },
      { time: SHUTS_OUT, stopped: withFate('shut-out').sort() },
    ]);
  });

  it('points into its reports', () => {
    for (const { change, phases } of survey.groups) {
      for (const { report, incident, phase } of phases) {
        expect(survey.reports[report]?.incidents[incident]?.phases[phase]?.culprit?.change.eventId).toBe(
          change.eventId,
        );
      }
    }
  });

  it('accuses nobody whose change another case shows to be harmless', () => {
    const accused = new Set(survey.groups.map(({ change }) => change.time));
    expect([...accused].sort()).toEqual([CLOSES_A, DISABLES, SHUTS_OUT, CLOSES_C].sort());
  });

  it('is narrowed by what is named', async () => {
    const ofB = await surveyed({ destinationBucket: 'acme-rep-b' });
    expect(ofB.reports.map(({ case: found }) => caseName(found)).sort()).toEqual(
      withFate('well', 'weekly', 'disabled').sort(),
    );
    expect(ofB.groups.map(({ change }) => change.time)).toEqual([DISABLES]);
  });

  it('calls a change that is no more than possible for all a suspect', () => {
    const lessen = (culprit: Report['incidents'][number]['culprit']) =>
      culprit?.change.time === CLOSES_A ? { ...culprit, confidence: 'possible' as const } : culprit;
    const [closing] = survey.groups;
    const doubted: Survey = {
      ...survey,
      groups: closing === undefined ? [] : [closing],
      reports: survey.reports.map((report) => ({
        ...report,
        incidents: report.incidents.map((incident) => ({
          ...incident,
          phases: incident.phases.map((phase) => ({ ...phase, culprit: lessen(phase.culprit) })),
        })),
      })),
    };
    const page = renderSurveyText(doubted, { color: false, width: 100 }).replaceAll(/\s+/g, ' ');
    expect(page).toContain('1 change is suspected.');
    expect(page).toContain('WHAT MAY HAVE STOPPED THEM');
    expect(page).not.toContain('named as what stopped');
  });

  it('keeps its schema', () => {
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    formats.default(ajv);
    ajv.addSchema(reportSchema);
    const isValid = ajv.compile(surveySchema);
    isValid(JSON.parse(renderSurveyJson(survey)));
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('is a page with a row, a section and the runs of each, and what each change did', () => {
    const page = renderSurveyHtml(survey);
    expect(renderSurveyHtml(structuredClone(survey))).toBe(page);
    const rows = [...page.matchAll(/<tr>.*?href="#case-(\d+)">([^<]+)<.*?<svg(.*?)<\/svg>/gs)];
    expect(rows).toHaveLength(60);
    for (const [, number, name, strip = ''] of rows) {
      const report = survey.reports[Number(number) - 1];
      expect(report && caseName(report.case)).toBe(name);
      expect(page.split(`id="case-${number}"`)).toHaveLength(2);
      const drawn = (what: string) =>
        [...strip.matchAll(/<title>(\d+) runs? (missing|delivered)/g)].reduce(
          (sum, [, many, kind]) => sum + (kind === what ? Number(many) : 0),
          0,
        );
      const told = (kind: string) => report?.timeline.filter((entry) => entry.kind === kind).length;
      expect([drawn('missing'), drawn('delivered')]).toEqual([told('missed-run'), told('delivery')]);
    }
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, address] of page.matchAll(/ href="#([^"]+)"/g)) expect(ids).toContain(address);
    expect(page.match(/<ins class="decides">/g)?.length).toBeGreaterThan(survey.groups.length);
  });

  it('exits with the worst of its cases', () => {
    expect(exitCodeOfSurvey(survey, { failOn: 'broken' })).toBe(4);
    const well = { ...survey, reports: survey.reports.filter(({ outcome }) => outcome === 'delivering') };
    expect(exitCodeOfSurvey(well, { failOn: 'broken' })).toBe(0);
  });

  it('reads as agreed', async () => {
    const here = {
      ...survey,
      evidence: survey.evidence.map((it) => ({ ...it, source: it.source.replace(folder, 'evidence') })),
    };
    await expect(renderSurveyText(here, { color: false, width: 100 })).toMatchFileSnapshot('snapshots/survey.txt');
    await expect(renderSurveyMarkdown(here)).toMatchFileSnapshot('snapshots/survey.md');
  });
});

/** Without the evidence, which is told once, without records, read again for one case only, and without what differs by being named. */
function aside({ evidence: _, records: ___, case: { inferred: __, ...found }, ...report }: Report): object {
  return { ...report, case: found };
}
