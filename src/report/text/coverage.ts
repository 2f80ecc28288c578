import { apart, type Block, heading, line, type Span, span } from '../../display/page.ts';
import { counted, elapsed } from '../../display/quantities.ts';
import { groupedBy } from '../../groups.ts';
import type { CauseLink, CoverageEntry } from '../contract.ts';
import { COVERAGE_KINDS, LINKS } from './words.ts';

/** Gaps told one by one for each log; more are counted. */
const SHOWN_GAPS = 6;

/**
 * Per link of the delivery path: which logs record its changes, from when to when, with which gaps, and which
 * were not given. Links that rest on the same logs are told together. What is not covered is not known.
 */
export function coverageBlocks(coverage: readonly CoverageEntry[]): Block[] {
  const groups = linkGroups(coverage).map(({ title, entries }) => [
    line(2, span('strong', title)),
    ...entries.flatMap(logBlocks),
  ]);
  return [
    heading('WHAT THE EVIDENCE COVERS'),
    ...(coverage.length === 0 ? [line(2, span('warn', 'Nothing.'))] : apart(groups)),
  ];
}

interface LinkGroup {
  readonly title: string;
  readonly entries: readonly CoverageEntry[];
}

function linkGroups(coverage: readonly CoverageEntry[]): LinkGroup[] {
  const logsOf = (link: CauseLink) => coverage.filter(({ links }) => links.includes(link));
  const recorded = (Object.keys(LINKS) as CauseLink[]).filter((link) => logsOf(link).length > 0);
  const byLogs = groupedBy(recorded, (link) =>
    logsOf(link)
      .map((entry) => coverage.indexOf(entry))
      .join(' '),
  );
  const groups: LinkGroup[] = [...byLogs.values()].map((links) => ({
    title: `Changes of the ${enumerated(links.map((link) => LINKS[link]))}`,
    entries: links.slice(0, 1).flatMap(logsOf),
  }));
  const rest = coverage.filter((entry) => entry.links.length === 0);
  return rest.length === 0 ? groups : [...groups, { title: 'Arrivals of reports', entries: rest }];
}

function logBlocks(entry: CoverageEntry): Block[] {
  const kind = COVERAGE_KINDS[entry.kind];
  const name = entry.source.toLowerCase().includes(kind.toLowerCase()) ? entry.source : `${kind}: ${entry.source}`;
  return [
    line(4, ['- ', name]),
    ...(isNotGiven(entry)
      ? [line(6, span('bad', 'NOT GIVEN: changes that it would show are not known'))]
      : [line(6, [coveredWords(entry), ...gapWords(entry)]), ...gapLines(entry)]),
    ...(entry.note === null ? [] : [line(6, span('dim', entry.note))]),
  ];
}

function gapLines({ gaps }: CoverageEntry): Block[] {
  const left = gaps.length - SHOWN_GAPS;
  return [
    ...gaps
      .slice(0, SHOWN_GAPS)
      .map(({ from, to }) => line(6, span('warn', `gap: ${from} to ${to} (${elapsed(from, to)})`))),
    ...(left > 0 ? [line(6, span('warn', `and ${counted(left, 'more gap')}`))] : []),
  ];
}

/** A listing stands among what is covered only where it was given, be it empty. */
export function isNotGiven({ kind, from }: CoverageEntry): boolean {
  return kind !== 'listing' && from === null;
}

/** What is told of a time, where that is not all that happened. */
export const COVERED: Readonly<Partial<Record<CoverageEntry['kind'], string>>> = {
  listing: 'objects of ',
  'config-item': 'captures of ',
};

/** What a log or listing holds, from when to when; a listing says no more than the times of its objects. */
export function coveredWords({ kind, from, to }: CoverageEntry): string {
  if (from === null || to === null) return kind === 'listing' ? 'no object' : 'not given';
  const what = COVERED[kind] ?? '';
  return from === to
    ? `${what}${from}${kind === 'listing' ? '' : ' only: one moment is no span of time'}`
    : `${what}${from} to ${to}`;
}

/** A listing has no gaps to speak of: its period is that of its objects. Nor have moments. */
export function noGapWords({ kind, from, to }: CoverageEntry): string {
  return kind === 'listing' || kind === 'config-item' || from === to ? '' : 'none seen';
}

function gapWords(entry: CoverageEntry): (string | Span)[] {
  if (entry.gaps.length > 0) return [', ', span('warn', counted(entry.gaps.length, 'gap'))];
  return noGapWords(entry) === '' ? [] : [', no gaps'];
}

function enumerated(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
