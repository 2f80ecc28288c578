import { BLANK, type Block, heading, line, type Span, span } from '../../display/page.ts';
import { counted, elapsed } from '../../display/quantities.ts';
import type { CauseLink, CoverageEntry } from '../contract.ts';
import { COVERAGE_KINDS, LINKS } from './words.ts';

/** Gaps told one by one for each log; more are counted. */
const SHOWN_GAPS = 6;

/**
 * Per link of the delivery path: which logs record its changes, from when to when, with which gaps, and which
 * were not given. Links that rest on the same logs are told together. What is not covered is not known.
 */
export function coverageBlocks(coverage: readonly CoverageEntry[]): Block[] {
  const blocks: Block[] = [heading('WHAT THE EVIDENCE COVERS')];
  if (coverage.length === 0) return [...blocks, line(2, span('warn', 'Nothing.'))];
  linkGroups(coverage).forEach(({ title, entries }, index) => {
    if (index > 0) blocks.push(BLANK);
    blocks.push(line(2, span('strong', title)), ...entries.flatMap(logBlocks));
  });
  return blocks;
}

interface LinkGroup {
  readonly title: string;
  readonly entries: readonly CoverageEntry[];
}

function linkGroups(coverage: readonly CoverageEntry[]): LinkGroup[] {
  const byLogs = new Map<string, { links: CauseLink[]; entries: CoverageEntry[] }>();
  for (const link of Object.keys(LINKS) as CauseLink[]) {
    const entries = coverage.filter((entry) => entry.links.includes(link));
    if (entries.length === 0) continue;
    const logs = entries.map((entry) => coverage.indexOf(entry)).join(' ');
    const group = byLogs.get(logs);
    if (group === undefined) byLogs.set(logs, { links: [link], entries });
    else group.links.push(link);
  }
  const groups: LinkGroup[] = [...byLogs.values()].map(({ links, entries }) => ({
    title: `Changes of the ${enumerated(links.map((link) => LINKS[link]))}`,
    entries,
  }));
  const rest = coverage.filter((entry) => entry.links.length === 0);
  return rest.length === 0 ? groups : [...groups, { title: 'Arrivals of reports', entries: rest }];
}

function logBlocks(entry: CoverageEntry): Block[] {
  const kind = COVERAGE_KINDS[entry.kind];
  const name = entry.source.toLowerCase().includes(kind.toLowerCase()) ? entry.source : `${kind}: ${entry.source}`;
  const blocks: Block[] = [line(4, ['- ', name])];
  if (isNotGiven(entry)) blocks.push(line(6, span('bad', 'NOT GIVEN: changes that it would show are not known')));
  else {
    blocks.push(
      line(6, [coveredWords(entry), ...gapWords(entry)]),
      ...entry.gaps
        .slice(0, SHOWN_GAPS)
        .map(({ from, to }) => line(6, span('warn', `gap: ${from} to ${to} (${elapsed(from, to)})`))),
    );
    if (entry.gaps.length > SHOWN_GAPS) {
      blocks.push(line(6, span('warn', `and ${counted(entry.gaps.length - SHOWN_GAPS, 'more gap')}`)));
    }
  }
  return entry.note === null ? blocks : [...blocks, line(6, span('dim', entry.note))];
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
