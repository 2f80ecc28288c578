import { placeOf } from '../../display/place.ts';
import { counted } from '../../display/quantities.ts';
import type { EvidenceRef, Report, TimelineEntry } from '../contract.ts';
import { ROLES, responsibilityOf } from '../culprits.ts';
import { stretches } from '../text/stretches.ts';
import { emptyTimeline, TIMELINE_KINDS } from '../text/words.ts';
import { codeCell, escapeMarkdown } from './escape-markdown.ts';
import { table } from './table.ts';

/** Of a stretch of entries of one routine kind, so many are told at each end. */
const TOLD_AT_EACH_END = 2;

/** The timeline as a table, oldest first, long routine stretches folded. */
export function timelineSection(report: Report): string {
  if (report.timeline.length === 0) return `## Timeline\n\n${emptyTimeline(report)}`;
  const rows = stretches(report.timeline, TOLD_AT_EACH_END).flatMap(({ first, folded: { length: folded }, last }) => [
    ...first.map((entry) => row(report, entry)),
    ...(folded === 0
      ? []
      : [
          ['...', '', `*${counted(folded, 'more entry', 'more entries')} of this sort, with no change in between*`, ''],
        ]),
    ...last.map((entry) => row(report, entry)),
  ]);
  return `## Timeline\n\n${table(['Time (UTC)', 'What', 'Event', 'Evidence'], rows)}`;
}

function row(report: Report, entry: TimelineEntry): string[] {
  const answered = entry.change === undefined ? null : responsibilityOf(report, entry.change);
  const title = escapeMarkdown(entry.title);
  const [first] = entry.evidence;
  const more = entry.evidence.length > 1 ? ` and ${entry.evidence.length - 1} more` : '';
  return [
    entry.time,
    TIMELINE_KINDS[entry.kind],
    answered === null ? title : `**${ROLES[answered.role].lead}** ${title}`,
    first === undefined ? '' : `${codeCell(shortPlace(first))}${more}`,
  ];
}

/** The file's own name: whole paths would drown the table. */
function shortPlace(ref: EvidenceRef): string {
  return placeOf(ref, ref.source.slice(ref.source.lastIndexOf('/') + 1));
}
