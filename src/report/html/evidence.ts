import { byteSize, count, counted } from '../../display/quantities.ts';
import { asSentence } from '../../display/sentence.ts';
import { groupedBy } from '../../groups.ts';
import type { CoverageEntry, EvidenceEntry, ReportWarning } from '../contract.ts';
import { adviceOn } from '../finding-page.ts';
import { COVERED, coveredWords, isNotGiven, noGapWords } from '../text/coverage.ts';
import { COVERAGE_KINDS, LINKS } from '../text/words.ts';
import { type Content, html, type Markup } from './markup.ts';
import type { PageScope } from './page-scope.ts';
import { moment } from './parts.ts';

/** Warnings shown at the top; more are folded below them. */
const SHOWN_WARNINGS = 3;

/** What to know before relying on the rest. */
export function warningSection(warnings: readonly ReportWarning[], { id }: PageScope): Markup | null {
  if (warnings.length === 0) return null;
  const line = ({ code, message }: ReportWarning) =>
    html`<li>${asSentence(message)} <a class="dim" href="#code-${code}">${code}</a></li>`;
  const rest = warnings.slice(SHOWN_WARNINGS);
  return html`<section class="warnings" id="${id('warnings')}" aria-label="Warnings"><ul>${warnings.slice(0, SHOWN_WARNINGS).map(line)}</ul>${rest.length === 0 ? null : html`<details><summary>${counted(rest.length, 'more warning')}</summary><ul>${rest.map(line)}</ul></details>`}</section>`;
}

/** What the codes of warnings mean, and what to do; each is linked from its warnings. */
export function codesSection(warnings: readonly ReportWarning[]): Markup | null {
  const rows = adviceOn(warnings).map(
    ({ code, why, todo }) =>
      html`<tr id="code-${code}"><td><code>${code}</code></td><td>${why}</td><td>${todo}</td></tr>`,
  );
  return rows.length === 0
    ? null
    : html`<h2 id="codes">What the warnings mean</h2><table><thead><tr><th>Code</th><th>Why it matters</th><th>What to do</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** Per log: what it covers, with which gaps. */
export function coverageSection(coverage: readonly CoverageEntry[]): Markup {
  const rows = coverage.map(
    (entry) =>
      html`<tr><td>${entry.source}<br><span class="dim">${COVERAGE_KINDS[entry.kind]}</span></td><td>${covered(entry)}</td><td>${entry.gaps.length === 0 ? noGapWords(entry) : entry.gaps.map(({ from, to }) => html`${moment(from)} to ${moment(to)}<br>`)}</td><td>${entry.links.length === 0 ? 'arrivals of reports' : entry.links.map((link) => LINKS[link]).join(', ')}</td><td>${entry.note}</td></tr>`,
  );
  if (rows.length === 0)
    return html`<h2 id="coverage">What the evidence covers</h2><p>Nothing: no log and no listing was given.</p>`;
  return html`<h2 id="coverage">What the evidence covers</h2><p>What is not covered is not known.</p><table class="covers"><thead><tr><th>Log</th><th>Covers</th><th>Gaps</th><th>Tells changes of</th><th>Note</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function covered(entry: CoverageEntry): Content {
  if (isNotGiven(entry)) return html`<strong class="warn">not given</strong>`;
  if (entry.from === null || entry.from === entry.to) return coveredWords(entry);
  return html`${COVERED[entry.kind] ?? ''}${moment(entry.from)} to ${moment(entry.to)}`;
}

/** Every source with its SHA-256, folded, with how much there is of each kind. */
export function evidenceSection(evidence: readonly EvidenceEntry[]): Markup {
  const rows = evidence.map(
    (entry, index) =>
      html`<tr id="s${index}"><td>${entry.source}<br><code class="dim">${entry.sha256}</code></td><td>${entry.kind}</td><td>${byteSize(entry.bytes)}</td><td>${count(entry.records)}</td><td>${count(entry.rejected)}${entry.failure == null ? null : html`<br>${entry.failure}`}</td></tr>`,
  );
  if (rows.length === 0) return html`<h2 id="evidence">Evidence</h2><p>None was given.</p>`;
  return html`<h2 id="evidence">Evidence</h2><details class="fold"><summary>${kindWords(evidence)}</summary><table class="sources"><thead><tr><th>Source and SHA-256</th><th>Kind</th><th>Size</th><th>Records</th><th>Rejected</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}

/** `12 access-log, 3 cloudtrail; 2 records rejected`. */
function kindWords(evidence: readonly EvidenceEntry[]): string {
  const kinds = [...groupedBy(evidence, ({ kind }) => kind)].map(([kind, { length }]) => `${count(length)} ${kind}`);
  const rejected = evidence.reduce((sum, entry) => sum + entry.rejected, 0);
  return `${counted(evidence.length, 'source')}: ${kinds.join(', ')}${rejected === 0 ? '' : `; ${counted(rejected, 'record')} rejected`}`;
}
