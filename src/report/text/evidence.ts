import { type Block, heading, line, type Span, span, verbatim } from '../../display/page.ts';
import { placeInSource } from '../../display/place.ts';
import { byteSize, counted } from '../../display/quantities.ts';
import { toldTogether } from '../../display/told-together.ts';
import type { EvidenceEntry } from '../contract.ts';

/** Of one kind, more than one source are added up. */
const SHOWN_OF_A_KIND = 1;

/** So many that could not be read are told one by one. */
const SHOWN_UNREAD = 12;

/** Column of the kinds; the longest is `inventory-configuration`. */
const KIND_WIDTH = 25;

/** What it holds is told in entries of its own. */
const ARCHIVE = 'archive';

/** Kinds that say that nothing could be read. */
export const UNREAD: ReadonlySet<string> = new Set(['empty', 'not-recognised', 'unreadable']);

/**
 * What was read: each source, or one line for many of a kind. A source with rejects and a source that could not be
 * read to its end are always named, those that could not be read at all as long as they are few or differ in why.
 */
export function evidenceBlocks(evidence: readonly EvidenceEntry[]): Block[] {
  if (evidence.length === 0) return [heading('EVIDENCE'), line(2, 'None.')];
  const kinds = [...new Set(evidence.map((entry) => entry.kind))];
  const read = kinds.filter((kind) => !UNREAD.has(kind));
  const unread = kinds.filter((kind) => UNREAD.has(kind));
  return [
    heading('EVIDENCE'),
    ...(evidence.length > SHOWN_UNREAD ? [sumOf(evidence, [...read, ...unread])] : []),
    ...[...read, ...unread].flatMap((kind) =>
      kindBlocks(
        kind,
        evidence.filter((entry) => entry.kind === kind),
      ),
    ),
    line(2, span('dim', 'Every source with its SHA-256 is in the JSON and HTML reports.')),
  ];
}

/** How much there is of each kind, in front of what may be a long list. */
function sumOf(evidence: readonly EvidenceEntry[], kinds: readonly string[]): Block {
  const sums = kinds.map((kind) => `${evidence.filter((entry) => entry.kind === kind).length} ${kind}`);
  return line(2, `In all ${counted(evidence.length, 'source')}: ${sums.join(', ')}`);
}

function kindBlocks(kind: string, entries: readonly EvidenceEntry[]): Block[] {
  if (UNREAD.has(kind)) {
    const groups = entries.length <= SHOWN_UNREAD ? entries.map((entry) => [entry]) : toldTogether(entries, whyUnread);
    return groups.flatMap(unreadBlocks);
  }
  if (entries.length <= SHOWN_OF_A_KIND) return entries.flatMap(sourceBlocks);
  const sum = (of: (entry: EvidenceEntry) => number) => entries.reduce((total, entry) => total + of(entry), 0);
  const from = entries.reduce<string | null>((first, { from }) => earlier(first, from), null);
  const to = entries.reduce<string | null>((last, { to }) => later(last, to), null);
  const rejected = sum((entry) => entry.rejected);
  return [
    row(kind, [
      counted(entries.length, 'file'),
      `, ${byteSize(sum((entry) => entry.bytes))}, ${counted(
        sum((entry) => entry.records),
        'record',
      )}`,
      rejected === 0 ? ', none rejected' : span('warn', `, ${counted(rejected, 'rejected', 'rejected')}`),
      ...period(from, to),
    ]),
    ...entries.filter(needsNaming).flatMap(sourceBlocks),
  ];
}

function needsNaming(entry: EvidenceEntry): boolean {
  return entry.rejected > 0 || (entry.failure ?? null) !== null || entry.remarks !== undefined;
}

function sourceBlocks(entry: EvidenceEntry): Block[] {
  const name = entry.kind.padEnd(KIND_WIDTH) + entry.source;
  const blocks = [verbatim(2, span('plain', name))];
  blocks.push(
    row('', [
      byteSize(entry.bytes),
      ...(entry.kind === ARCHIVE ? [] : [`, ${counted(entry.records, 'record')}`]),
      ...(entry.rejected === 0 ? [] : [span('warn', `, ${counted(entry.rejected, 'rejected', 'rejected')}`)]),
      ...period(entry.from, entry.to),
    ]),
  );
  for (const reject of entry.rejects ?? []) {
    blocks.push(row('', [span('warn', `${placeInSource(reject)}: ${reject.reason}`)]));
  }
  const untold = entry.rejected - (entry.rejects?.length ?? 0);
  if (untold > 0 && (entry.rejects?.length ?? 0) > 0) {
    blocks.push(row('', [span('warn', `and ${counted(untold, 'more reject')}`)]));
  }
  if ((entry.failure ?? null) !== null) {
    blocks.push(row('', [span('bad', `reading stopped early: ${entry.failure}`)]));
  }
  for (const remark of entry.remarks ?? []) blocks.push(row('', [span('warn', remark)]));
  return blocks;
}

/** Sources that gave nothing, all for the same reason. */
function unreadBlocks(group: readonly EvidenceEntry[]): Block[] {
  const [first] = group;
  if (first === undefined) return [];
  const rest = group.length === 1 ? '' : ` and ${counted(group.length - 1, 'more source')}`;
  const bytes = group.reduce((sum, entry) => sum + entry.bytes, 0);
  const size = bytes === 0 ? '' : ` (${byteSize(bytes)}${group.length === 1 ? '' : ' in all'})`;
  return [
    verbatim(2, span('plain', first.kind.padEnd(KIND_WIDTH) + first.source + rest)),
    row('', [span('warn', whyUnread(first)), size]),
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
  if (from === null || to === null) return [];
  return [from === to ? `, ${from}` : `, ${from} to ${to}`];
}

function row(kind: string, content: readonly (string | Span)[]): Block {
  return { kind: 'row', indent: 2, cells: [{ width: KIND_WIDTH, content: span('dim', kind) }], content };
}

function earlier(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && Date.parse(b) < Date.parse(a)) ? b : a;
}

function later(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && Date.parse(b) > Date.parse(a)) ? b : a;
}
