import { createHash } from 'node:crypto';
import { byteSize, count } from '../../display/quantities.ts';
import { asSentence } from '../../display/sentence.ts';
import type { CoverageEntry, Report } from '../contract.ts';
import { COVERED, coveredWords, isNotGiven, noGapWords } from '../text/coverage.ts';
import { inferredMembers } from '../text/inferred.ts';
import { statusWords } from '../text/phase-words.ts';
import { asOfWords, COVERAGE_KINDS, emptyTimeline, LINKS, meaningOf, OUTCOMES, TIMELINE_KINDS } from '../text/words.ts';
import { cards } from './cards.ts';
import { incidentSection } from './incident.ts';
import { type Content, html, Markup } from './markup.ts';
import { missingSection } from './missing.ts';
import { moment, places, type SourceNumbers } from './parts.ts';
import { policyChangesSection } from './policy-changes.ts';
import { SCRIPT } from './script.ts';
import { STYLES } from './styles.ts';
import { LANES, LOOKS, laneOf, looksOf } from './timeline-marks.ts';
import { timelinePicture } from './timeline-picture.ts';

/**
 * The report as one HTML file that loads nothing: the verdict, four cards and the picture first, the proof below.
 * It reads without JavaScript and prints. Its Content-Security-Policy allows its own style and script by their
 * hashes and nothing else.
 */
export function renderHtml(report: Report): string {
  const outcome = OUTCOMES[report.outcome];
  const newest = report.incidents.at(-1);
  const tone = outcome.tone === 'good' ? 'good' : outcome.tone === 'bad' ? 'bad' : 'warn';
  const sources: SourceNumbers = new Map(report.evidence.map(({ source }, index) => [source, index]));
  const looks = looksOf(report);
  const { configurationId, sourceBucket, destinationBucket } = report.case;
  const subject = `Inventory ${configurationId ?? '(unknown)'} of ${sourceBucket ?? '(unknown)'} to ${destinationBucket ?? '(unknown)'}`;
  const policy = `default-src 'none'; style-src '${hashOf(STYLES)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${outcome.words}: ${subject}</title><style>${new Markup(STYLES)}</style></head>
<body><header><h1>${subject}</h1><p><span class="badge ${tone}">${outcome.words}</span> ${meaningOf(report)}, as of ${asOfWords(report)}</p>${inferredLines(report)}</header>
<main><p id="verdict">${asSentence(report.summary)}</p>
${newest === undefined ? null : cards(newest, report.incidents.length)}
${policyChangesSection(report, sources)}
${timelineSection(report, looks)}
${[...report.incidents].map((incident, index) => incidentSection(incident, { number: index + 1, of: report.incidents.length, status: statusWords(incident, report) }, sources)).reverse()}
${tableSection(report, looks, sources)}
${coverageSection(report)}
${missingSection(report)}
${evidenceSection(report)}
<h2>Warnings</h2>${report.warnings.length === 0 ? html`<p>None.</p>` : html`<ul>${report.warnings.map(({ code, message }) => html`<li>${asSentence(message)} <span class="dim">${code}</span></li>`)}</ul>`}
</main><footer class="dim"><p>${report.tool.name} ${report.tool.version}. All times are UTC.</p></footer><script>${new Markup(SCRIPT)}</script></body></html>
`;
  return page.text;
}

/** What nobody gave, on the first screen: a wrong guess must not be mistaken for a fact. */
function inferredLines(report: Report): Markup | null {
  const members = inferredMembers(report);
  return members.length === 0
    ? null
    : html`<p class="dim">Inferred: ${members.map(({ what, why }, index) => html`${index === 0 ? '' : '; '}${what} (${why})`)}</p>`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function timelineSection(report: Report, looks: readonly number[]): Markup {
  if (report.timeline.length === 0) return html`<h2 id="timeline">Timeline</h2><p>${emptyTimeline(report)}</p>`;
  const acts = [
    ['all', 'Everything'],
    ['incident', 'Incident'],
    ['in', 'Zoom in'],
    ['out', 'Zoom out'],
    ['back', 'Earlier'],
    ['on', 'Later'],
  ];
  return html`<h2 id="timeline">Timeline</h2><div class="tools js" hidden>${acts.map(([act, name]) => html`<button type="button" data-act="${act ?? ''}">${name ?? ''}</button>`)}</div>
<div class="scroll" id="scroll" tabindex="0" role="region" aria-label="Timeline picture" aria-describedby="keys">${timelinePicture(report, looks)}</div>
<p class="dim">● delivered ✖ missed ◆ change ▮ refused write; delivery path: solid allowed, striped denied, hollow not known; shaded: when it broke. <span id="keys" class="js" hidden>Keys: arrows go from mark to mark, + and - zoom, [ and ] move, 0 shows everything, Enter opens the entry.</span></p>
<p id="detail" class="js" aria-live="polite" hidden>Point at a mark, or use the keys, to read it here.</p>`;
}

function tableSection(report: Report, looks: readonly number[], sources: SourceNumbers): Markup | null {
  if (report.timeline.length === 0) return null;
  const rows = report.timeline.map((entry, index) => {
    const look = looks[index] ?? 0;
    const { lead, color } = LOOKS[look] ?? {};
    const title =
      lead === undefined ? html`${entry.title}` : html`<strong class="${color ?? ''}">${lead}</strong> ${entry.title}`;
    return html`<tr id="e${index}" data-lane="${laneOf(entry.kind)}" data-look="${look}"><td class="now"><a href="#e${index}">${moment(entry.time)}</a></td><td>${TIMELINE_KINDS[entry.kind]}</td><td>${title}</td><td>${places(entry.evidence, sources, 1)}</td></tr>
`;
  });
  return html`<h2>All entries</h2><div class="tools js" hidden><label>Filter <input type="search" id="text"></label>${Object.entries(LANES).map(([lane, name]) => html`<label><input type="checkbox" data-lane="${lane}" checked> ${name}</label>`)}<span id="shown" role="status"></span></div>
<table class="entries"><thead><tr><th>Time (UTC)</th><th>What</th><th>Event</th><th>Evidence</th></tr></thead><tbody id="entries">${rows}</tbody></table><p><button type="button" id="more" hidden>Show more</button></p>`;
}

function coverageSection({ coverage }: Report): Markup {
  const rows = coverage.map(
    (entry) =>
      html`<tr><td>${entry.source}<br><span class="dim">${COVERAGE_KINDS[entry.kind]}</span></td><td>${covered(entry)}</td><td>${entry.gaps.length === 0 ? noGapWords(entry) : entry.gaps.map(({ from, to }) => html`${moment(from)} to ${moment(to)}<br>`)}</td><td>${entry.links.length === 0 ? 'arrivals of reports' : entry.links.map((link) => LINKS[link]).join(', ')}</td><td>${entry.note}</td></tr>`,
  );
  if (rows.length === 0) return html`<h2>What the evidence covers</h2><p>Nothing: no log and no listing was given.</p>`;
  return html`<h2>What the evidence covers</h2><p>What is not covered is not known.</p><table class="covers"><thead><tr><th>Log</th><th>Covers</th><th>Gaps</th><th>Tells changes of</th><th>Note</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function covered(entry: CoverageEntry): Content {
  if (isNotGiven(entry)) return html`<strong class="warn">not given</strong>`;
  if (entry.from === null || entry.from === entry.to) return coveredWords(entry);
  return html`${COVERED[entry.kind] ?? ''}${moment(entry.from)} to ${moment(entry.to)}`;
}

function evidenceSection({ evidence }: Report): Markup {
  const rows = evidence.map(
    (entry, index) =>
      html`<tr id="s${index}"><td>${entry.source}<br><code class="dim">${entry.sha256}</code></td><td>${entry.kind}</td><td>${byteSize(entry.bytes)}</td><td>${count(entry.records)}</td><td>${count(entry.rejected)}${entry.failure == null ? null : html`<br>${entry.failure}`}</td></tr>`,
  );
  if (rows.length === 0) return html`<h2>Evidence</h2><p>None was given.</p>`;
  return html`<h2>Evidence</h2><table class="sources"><thead><tr><th>Source and SHA-256</th><th>Kind</th><th>Size</th><th>Records</th><th>Rejected</th></tr></thead><tbody>${rows}</tbody></table>`;
}
