import { type Block, heading, type Inline, line, row, type Span, span, verbatim } from '../../display/page.ts';
import { placeInSource } from '../../display/place.ts';
import { byteSize, count, counted, fromTo } from '../../display/quantities.ts';
import { toldTogether } from '../../display/told-together.ts';
import { groupedBy } from '../../groups.ts';
import type { EvidenceEntry } from '../contract.ts';

/** Of one kind, more than one source are added up. */
const SHOWN_OF_A_KIND = 1;

/** So many that could not be read are told one by one. */
const SHOWN_UNREAD = 12;

/** Column of the kinds; the longest is `inventory-configuration`. */
const KIND_WIDTH = 25;

/** What it holds is told in entries of its own. */
const ARCHIVE = 'archive';

/** Whether something of this kind could be read, and is no archive, whose members are told by themselves. */
export function isReadKind(kind: string): boolean {
  return kind !== ARCHIVE && !isUnread(kind);
}

function isUnread(kind: string): boolean {
  return UNREAD_WORDS.has(kind);
}

/**
 * What was read: each source, or one line for many of a kind. A source with rejects and a source that could not be
 * read to its end are always named, those that could not be read at all as long as they are few or differ in why.
 */
export function evidenceBlocks(evidence: readonly EvidenceEntry[]): Block[] {
  if (evidence.length === 0) return [heading('EVIDENCE'), line(2, 'None.')];
  const kinds = [...groupedBy(evidence, ({ kind }) => kind)].sort(
    ([a], [b]) => Number(isUnread(a)) - Number(isUnread(b)),
  );
  const sums = kinds.map(([kind, entries]) => `${entries.length} ${kind}`).join(', ');
  return [
    heading('EVIDENCE'),
    // How much there is of each kind, in front of what may be a long list.
    ...(evidence.length > SHOWN_UNREAD ? [line(2, `In all ${counted(evidence.length, 'source')}: ${sums}`)] : []),
    ...kinds.flatMap(([kind, entries]) => kindBlocks(kind, entries)),
    line(2, span('dim', 'Every source with its SHA-256 is in the JSON and HTML reports.')),
  ];
}

function kindBlocks(kind: string, entries: readonly EvidenceEntry[]): Block[] {
  if (isUnread(kind)) {
    const groups = entries.length <= SHOWN_UNREAD ? entries.map((entry) => [entry]) : toldTogether(entries, whyUnread);
    return groups.flatMap(unreadBlocks);
  }
  if (entries.length <= SHOWN_OF_A_KIND) return entries.flatMap(sourceBlocks);
  const sum = (of: 'bytes' | 'records' | 'rejected') => entries.reduce((total, entry) => total + entry[of], 0);
  const from = entries.reduce<string | null>((first, { from }) => earlier(first, from), null);
  const to = entries.reduce<string | null>((last, { to }) => later(last, to), null);
  return [
    sourceRow(kind, [
      `${counted(entries.length, 'file')}, ${byteSize(sum('bytes'))}, ${counted(sum('records'), 'record')}`,
      sum('rejected') === 0 ? ', none rejected' : rejectedSpan(sum('rejected')),
      ...period(from, to),
    ]),
    ...entries.filter(needsNaming).flatMap(sourceBlocks),
  ];
}

function needsNaming({ rejected, failure = null, remarks }: EvidenceEntry): boolean {
  return rejected > 0 || failure !== null || remarks !== undefined;
}

function sourceBlocks(entry: EvidenceEntry): Block[] {
  const { kind, source, bytes, records, rejected, rejects = [], failure = null, remarks = [] } = entry;
  const untold = rejected - rejects.length;
  return [
    verbatim(2, kind.padEnd(KIND_WIDTH) + source),
    sourceRow('', [
      byteSize(bytes),
      ...(kind === ARCHIVE ? [] : [`, ${counted(records, 'record')}`]),
      ...(rejected === 0 ? [] : [rejectedSpan(rejected)]),
      ...period(entry.from, entry.to),
    ]),
    ...rejects.map((reject) => sourceRow('', [span('warn', `${placeInSource(reject)}: ${reject.reason}`)])),
    ...(untold > 0 && rejects.length > 0
      ? [sourceRow('', [span('warn', `and ${counted(untold, 'more reject')}`)])]
      : []),
    ...(failure === null ? [] : [sourceRow('', [span('bad', `reading stopped early: ${failure}`)])]),
    ...remarks.map((remark) => sourceRow('', [span('warn', remark)])),
  ];
}

function rejectedSpan(rejected: number): Span {
  return span('warn', `, ${count(rejected)} rejected`);
}

/** Sources that gave nothing, all for the same reason. */
function unreadBlocks(group: readonly EvidenceEntry[]): Block[] {
  const [first] = group;
  if (first === undefined) return [];
  const rest = group.length === 1 ? '' : ` and ${counted(group.length - 1, 'more source')}`;
  const bytes = group.reduce((sum, entry) => sum + entry.bytes, 0);
  const size = bytes === 0 ? '' : ` (${byteSize(bytes)}${group.length === 1 ? '' : ' in all'})`;
  return [
    verbatim(2, first.kind.padEnd(KIND_WIDTH) + first.source + rest),
    sourceRow('', [span('warn', whyUnread(first)), size]),
  ];
}

/** Why a source gave nothing, in a few words. */
export function whyUnread(entry: EvidenceEntry): string {
  return entry.failure ?? UNREAD_WORDS.get(entry.kind) ?? 'not read';
}

const UNREAD_WORDS: ReadonlyMap<string, string> = new Map([
  ['empty', 'holds nothing'],
  ['not-recognised', 'is none of the kinds of evidence that are known'],
  ['unreadable', 'could not be read'],
]);

function period(from: string | null, to: string | null): string[] {
  return from === null || to === null ? [] : [`, ${fromTo(from, to)}`];
}

function sourceRow(kind: string, content: Inline): Block {
  return row(2, [{ width: KIND_WIDTH, content: span('dim', kind) }], content);
}

function earlier(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && Date.parse(b) < Date.parse(a)) ? b : a;
}

function later(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && Date.parse(b) > Date.parse(a)) ? b : a;
}
