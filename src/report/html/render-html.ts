import { asSentence } from '../../display/sentence.ts';
import type { Report, ReportIncident } from '../contract.ts';
import { inferredMembers } from '../text/inferred.ts';
import { statusWords } from '../text/phase-words.ts';
import { asOfWords, meaningOf, OUTCOMES } from '../text/words.ts';
import { columns } from './columns.ts';
import { contentsBar } from './contents.ts';
import { entriesSection, timelineSection } from './entries.ts';
import { codesSection, coverageSection, evidenceSection, warningSection } from './evidence.ts';
import { headline } from './headline.ts';
import { answerSection, incidentDetails } from './incident.ts';
import { html, type Markup } from './markup.ts';
import { missingSection } from './missing.ts';
import { numbers } from './numbers.ts';
import { wholePage } from './page.ts';
import { type PageScope, pageScope } from './page-scope.ts';
import { preLines } from './parts.ts';
import { policyChangesSection } from './policy-changes.ts';
import { drawnReport, looksOf } from './timeline-marks.ts';

/**
 * The report as one HTML file that loads nothing: what happened, how much, and the fix; what the change did and who
 * made it; the rest is its appendix. It reads without JavaScript and prints.
 */
export function renderHtml(told: Report): string {
  const report = drawnReport(told);
  const { incidents } = report;
  const newest = incidents.at(-1);
  const looks = looksOf(report);
  const scope = pageScope(report);
  const title = headline(report);
  const body = html`<header><h1>${title}</h1><p>${badge(report)} ${subjectOf(report)}: ${meaningOf(report)}, as of ${asOfWords(report)}</p>${inferredLines(report)}</header>
${contentsBar(contents(report))}
<main><p id="verdict">${asSentence(report.summary)}</p>
<p class="tools js" hidden><button type="button" data-copy="summary">Copy summary</button><button type="button" data-link="verdict">Copy link</button></p><pre id="summary" hidden>${preLines(summaryLines(report, title))}</pre>
${numbers(report)}
${warningSection(report.warnings, scope)}
${newest === undefined ? null : html`${columns(newest, incidents.length, scope)}${answerSection(newest, incidents.length, scope)}`}
${policyChangesSection(report, scope)}
<div class="${newest === undefined ? '' : 'appendix'}">${timelineSection(report, looks)}
${incidents.map((incident, index) => incidentSection(incident, index + 1, { report, scope })).reverse()}
${entriesSection(report, looks, scope)}
${coverageSection(report.coverage)}
${missingSection(report, scope)}
${codesSection(report.warnings)}
${evidenceSection(report.evidence)}</div>
</main><footer class="dim"><p>${report.tool.name} ${report.tool.version}. All times are UTC.</p></footer>`;
  return wholePage(title, body);
}

export function badge({ outcome }: Pick<Report, 'outcome'>): Markup {
  const { words, tone } = OUTCOMES[outcome];
  return html`<span class="badge ${tone === 'good' || tone === 'bad' ? tone : 'warn'}">${words}</span>`;
}

export function subjectOf({ case: { configurationId, sourceBucket, destinationBucket } }: Report): string {
  return `Inventory ${configurationId ?? '(unknown)'} of ${sourceBucket ?? '(unknown)'} to ${destinationBucket ?? '(unknown)'}`;
}

/** The newest is told above, but for its candidates; the others whole. */
function incidentSection(
  incident: ReportIncident,
  number: number,
  { report, scope }: { readonly report: Report; readonly scope: PageScope },
): Markup {
  const of = report.incidents.length;
  const title = of === 1 ? 'Incident' : `Incident ${number} of ${of}`;
  const whole =
    number === of
      ? null
      : html`${incident.cause === null ? null : html`<p>${asSentence(incident.cause.explanation)}</p>`}${columns(incident, number, scope)}${answerSection(incident, number, scope)}`;
  return html`<section><h2 id="incident-${number}">${title}, ${statusWords(incident, report)}</h2>${whole}${incidentDetails(incident, number, scope)}</section>`;
}

/** What nobody gave, on the first screen: a wrong guess must not be mistaken for a fact. */
function inferredLines(report: Report): Markup | null {
  const members = inferredMembers(report);
  return members.length === 0
    ? null
    : html`<p class="dim">Inferred: ${members.map(({ what, why }, index) => html`${index === 0 ? '' : '; '}${what} (${why})`)}</p>`;
}

function contents(report: Report): Parameters<typeof contentsBar>[0] {
  const { incidents, timeline, coverage, missing, evidence, warnings, policyChanges } = report;
  const of = incidents.length;
  const changes = incidents.at(-1)?.candidates.length ?? 0;
  const entry = (id: string, name: string, count: number | null = null) => ({ id, name, count });
  return [
    warnings.length === 0 ? null : entry('warnings', 'Warnings', warnings.length),
    ...(of === 0
      ? []
      : [entry(`happened-${of}`, 'What happened'), entry(`fix-${of}`, 'Fix'), entry(`change-${of}`, 'Change')]),
    policyChanges.length === 0 ? null : entry('policies', 'Policy changes', policyChanges.length),
    entry('timeline', 'Timeline'),
    of === 0 ? null : entry(`candidates-${of}`, 'Candidates', changes),
    of < 2 ? null : entry(`incident-${of - 1}`, 'Earlier incidents', of - 1),
    timeline.length === 0 ? null : entry('all', 'Entries', timeline.length),
    entry('coverage', 'Coverage', coverage.length),
    missing.length === 0 ? null : entry('missing', 'Missing', missing.length),
    entry('evidence', 'Evidence', evidence.length),
  ];
}

/** What is copied into a message. */
function summaryLines(report: Report, title: string): string[] {
  const remedy = report.incidents.at(-1)?.remedy ?? null;
  const fix =
    remedy === null
      ? []
      : [
          `Fix: ${asSentence(remedy.description)}`,
          ...(remedy.warnings ?? []).map((warning) => `Careful: ${asSentence(warning)}`),
          ...remedy.edits.map(({ command }) => command),
        ];
  return [title, asSentence(report.summary), ...fix, `As of ${asOfWords(report)}.`];
}
