import { placeOf } from '../../display/place.ts';
import { counted } from '../../display/quantities.ts';
import type { EvidenceRef, Report, TimelineEntry } from '../contract.ts';
import { ROLES, responsibilityOf } from '../culprits.ts';
import { emptyTimeline, TIMELINE_KINDS } from '../text/words.ts';
import { codeCell, escapeMarkdown } from './escape-markdown.ts';
import { table } from './table.ts';

/** Of a stretch of entries of one routine kind, so many are told at each end. */
const TOLD_AT_EACH_END = 2;

const ROUTINE: ReadonlySet<TimelineEntry['kind']> = new Set(['delivery', 'missed-run', 'denied-attempt']);

/** The timeline as a table, oldest first, long routine stretches folded. */
export function timelineSection(report: Report): string {
  if (report.timeline.length === 0) return `## Timeline\n\n${emptyTimeline(report)}`;
  const rows = stretches(report.timeline).flatMap((stretch) => {
    const folded = stretch.length - 2 * TOLD_AT_EACH_END;
    if (folded < 2) return stretch.map((entry) => row(report, entry));
    return [
      ...stretch.slice(0, TOLD_AT_EACH_END).map((entry) => row(report, entry)),
      ['...', '', `*${counted(folded, 'more entry', 'more entries')} of this sort, with no change in between*`, ''],
      ...stretch.slice(-TOLD_AT_EACH_END).map((entry) => row(report, entry)),
    ];
  });
  return `## Timeline\n\n${table(['Time (UTC)', 'What', 'Event', 'Evidence'], rows)}`;
}

/** Consecutive deliveries, or consecutive misses and refusals, together; what somebody did alone. */
function stretches(timeline: readonly TimelineEntry[]): TimelineEntry[][] {
  const found: TimelineEntry[][] = [];
  for (const entry of timeline) {
    const last = found.at(-1);
    const isSameSort =
      last?.[0] !== undefined &&
      ROUTINE.has(entry.kind) &&
      ROUTINE.has(last[0].kind) &&
      (last[0].kind === 'delivery') === (entry.kind === 'delivery');
    if (isSameSort) last.push(entry);
    else found.push([entry]);
  }
  return found;
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
