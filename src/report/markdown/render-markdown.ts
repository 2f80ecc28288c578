import { byteSize, count, counted } from '../../display/quantities.ts';
import { asSentence } from '../../display/sentence.ts';
import type { CoverageEntry, EvidenceEntry, Report } from '../contract.ts';
import { adviceOn } from '../finding-page.ts';
import { coveredWords, isNotGiven, noGapWords } from '../text/coverage.ts';
import { inferredMembers } from '../text/inferred.ts';
import { statusWords } from '../text/phase-words.ts';
import { asOfWords, COVERAGE_KINDS, LINKS, meaningOf, OUTCOMES } from '../text/words.ts';
import { codeCell, escapeMarkdown } from './escape-markdown.ts';
import { incidentSection } from './incident.ts';
import { missingSection } from './missing.ts';
import { policyChangesSection } from './policy-changes.ts';
import { table } from './table.ts';
import { timelineSection } from './timeline.ts';

/**
 * The report for a ticket or a pull request, in Markdown that GitHub and Jira read: headings, tables, fenced blocks,
 * nothing else. Long routine stretches of the timeline and long lists of files are folded; the JSON report has them.
 */
export function renderMarkdown(report: Report): string {
  const outcome = OUTCOMES[report.outcome];
  // Newest first, as one reads a ticket.
  const incidents = report.incidents
    .map((incident, index) =>
      incidentSection(incident, {
        number: index + 1,
        of: report.incidents.length,
        status: statusWords(incident, report),
      }),
    )
    .reverse();
  const sections = [
    `# S3 Inventory delivery: ${outcome.words.toLowerCase()}`,
    escapeMarkdown(asSentence(report.summary)),
    `**Status:** ${meaningOf(report)}. **As of** ${asOfWords(report)}.`,
    ...inferredMembers(report).map(({ what, why }) => `**Inferred:** ${what}: ${escapeMarkdown(why)}.`),
    ...incidents,
    policyChangesSection(report),
    timelineSection(report),
    coverageSection(report.coverage),
    missingSection(report),
    evidenceSection(report.evidence),
    warningSection(report),
    `Written by ${report.tool.name} ${escapeMarkdown(report.tool.version)}. All times are UTC.`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function coverageSection(coverage: readonly CoverageEntry[]): string {
  const rows = coverage.map((entry) => [
    escapeMarkdown(entry.source),
    COVERAGE_KINDS[entry.kind],
    isNotGiven(entry) ? '**not given**' : coveredWords(entry),
    entry.gaps.length === 0
      ? noGapWords(entry)
      : entry.gaps
          .slice(0, 3)
          .map(({ from, to }) => `${from} to ${to}`)
          .join('; ') + (entry.gaps.length > 3 ? `; ${count(entry.gaps.length - 3)} more` : ''),
    entry.links.length === 0 ? 'arrivals' : entry.links.map((link) => LINKS[link]).join(', '),
    escapeMarkdown(entry.note ?? ''),
  ]);
  const head = ['Log', 'Kind', 'Covers', 'Gaps', 'Tells of', 'Note'];
  return `## What the evidence covers\n\n${rows.length === 0 ? 'Nothing.' : table(head, rows)}`;
}

/** Above so many sources, only those with something to remark are named. */
const SHOWN_SOURCES = 20;

export function evidenceSection(evidence: readonly EvidenceEntry[]): string {
  const isRemarkable = (entry: EvidenceEntry) => entry.rejected > 0 || (entry.failure ?? null) !== null;
  const shown = evidence.length <= SHOWN_SOURCES ? evidence : evidence.filter(isRemarkable).slice(0, SHOWN_SOURCES);
  const bytes = evidence.reduce((total, entry) => total + entry.bytes, 0);
  const records = evidence.reduce((total, entry) => total + entry.records, 0);
  const total = `${counted(evidence.length, 'source')}, ${byteSize(bytes)}, ${counted(records, 'record')}. The SHA-256 of each is in the JSON and HTML reports.`;
  const rows = shown.map((entry) => [
    codeCell(entry.source),
    escapeMarkdown(entry.kind),
    count(entry.records),
    count(entry.rejected),
    escapeMarkdown(entry.failure ?? ''),
    codeCell(entry.sha256.slice(0, 12)),
  ]);
  const head = ['Source', 'Kind', 'Records', 'Rejected', 'Remark', 'SHA-256'];
  return `## Evidence\n\n${total}${rows.length === 0 ? '' : `\n\n${table(head, rows)}`}`;
}

export function warningSection({ warnings }: Pick<Report, 'warnings'>): string {
  if (warnings.length === 0) return '';
  const lines = warnings.map(({ code, message }) => `- ${escapeMarkdown(asSentence(message))} (${codeCell(code)})`);
  const advice = adviceOn(warnings).map(({ code, why, todo }) => [
    codeCell(code),
    escapeMarkdown(why),
    escapeMarkdown(todo),
  ]);
  const told = advice.length === 0 ? '' : `\n\n${table(['Code', 'Why it matters', 'What to do'], advice)}`;
  return `## Warnings\n\n${lines.join('\n')}${told}`;
}
