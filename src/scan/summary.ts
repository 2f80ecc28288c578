import { placeInSource } from '../display/place.ts';
import { count, counted } from '../display/quantities.ts';
import { toldTogether } from '../display/told-together.ts';
import { describeRemarks } from '../sources/archive/remarks.ts';
import type { SourceKind, SourceTally } from '../sources/tally.ts';
import type { ScanCounts, ScanOptions } from './scan.ts';

/** Kinds of sources whose content could not be used at all, and why unless the source says more. */
const UNREAD: ReadonlyMap<SourceKind, string> = new Map([
  ['empty', 'it is empty'],
  ['not-recognised', 'no known kind of evidence'],
  ['unreadable', 'it cannot be opened'],
]);

/** One line over the whole scan: how much was read, how much was not, how much matched. */
export function scanSummary(tallies: readonly SourceTally[], counts: ScanCounts): string {
  const rejected = tallies.reduce((sum, tally) => sum + tally.rejected, 0);
  const unread = tallies.filter((tally) => UNREAD.has(tally.kind)).length;
  const parts = [
    counted(tallies.filter(isNoArchive).length, 'source'),
    `${counted(counts.accessLog + counts.cloudTrail, 'log record')} parsed`,
    `${count(rejected)} rejected`,
    `${counted(unread, 'source')} not read`,
    `${count(counts.matched)} matched`,
  ];
  return `scan: ${parts.join(', ')}`;
}

/** One line for each source that was not read whole, or for many that have the same to say, and for what the filter cannot see. */
export function scanRemarks(
  tallies: readonly SourceTally[],
  counts: ScanCounts,
  filter: ScanOptions['filter'],
): readonly string[] {
  const remarkable = tallies.flatMap((tally) => {
    const remark = remarkOn(tally);
    return remark === null ? [] : [{ source: tally.source, remark }];
  });
  const remarks = toldTogether(remarkable, ({ remark }) => remark).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { source, remark } = first;
    return [
      group.length === 1
        ? `${source}: ${remark}`
        : `${counted(group.length, 'source')}: ${remark}; the first is ${source}`,
    ];
  });
  if (filter.status?.kind === 'http' && counts.cloudTrail > 0) {
    const records = counted(counts.cloudTrail, 'CloudTrail record has', 'CloudTrail records have');
    remarks.push(`${records} no HTTP status and cannot match one; use --status failed or --status ok`);
  }
  return remarks;
}

/** Nothing of the evidence could be read: there is no answer, not even "none". */
export function nothingRead(tallies: readonly SourceTally[]): boolean {
  return tallies.filter(isNoArchive).every((tally) => UNREAD.has(tally.kind) || isAllRejected(tally));
}

/** Access logs have lines that were passed over uncounted, and one that can be read, or they would not be known as such. */
function isAllRejected({ kind, records, rejected }: SourceTally): boolean {
  return kind !== 'access-log' && records === 0 && rejected > 0;
}

/** An archive is told by its members. */
function isNoArchive({ kind }: SourceTally): boolean {
  return kind !== 'archive';
}

/** Without the name of the source. */
function remarkOn(tally: SourceTally): string | null {
  const unread = UNREAD.get(tally.kind);
  if (unread !== undefined) return `not read: ${tally.failure ?? unread}`;
  const parts = [
    ...(tally.rejected === 0 ? [] : [`${counted(tally.rejected, 'record')} rejected${firstReject(tally)}`]),
    ...(tally.failure === null ? [] : [`reading stopped early: ${tally.failure}`]),
    ...describeRemarks(tally.remarks),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

function firstReject(tally: SourceTally): string {
  const [first] = tally.rejects;
  if (first === undefined) return '';
  return ` (${tally.rejected > 1 ? 'first: ' : ''}${placeInSource(first)}, ${first.reason})`;
}
