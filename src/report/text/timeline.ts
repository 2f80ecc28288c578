import { type Block, heading, line, type Span, span, type Tone } from '../../display/page.ts';
import { count } from '../../display/quantities.ts';
import type { Report, TimelineEntry } from '../contract.ts';
import { callOf, whoBriefly } from './change.ts';
import { stripBlocks } from './strip.ts';
import { ASSESSMENTS, emptyTimeline, TIMELINE_KINDS } from './words.ts';

/** Of a longer stretch of routine entries, the ends are told and the middle is counted. */
const TOLD_AT_EACH_END = 1;

/**
 * The timeline as a picture, then as a list, oldest first. Stretches of deliveries and stretches of missed runs and
 * refusals are folded.
 */
export function timelineBlocks(report: Report, page: Parameters<typeof stripBlocks>[1]): Block[] {
  const { timeline } = report;
  if (timeline.length === 0) return [heading('TIMELINE'), line(2, emptyTimeline(report))];
  return [heading('TIMELINE'), ...stripBlocks(report, page), ...stretches(timeline).flatMap(stretchBlocks)];
}

/** Consecutive routine entries of one sort together; anything else stands alone. */
function stretches(timeline: readonly TimelineEntry[]): TimelineEntry[][] {
  const found: TimelineEntry[][] = [];
  for (const entry of timeline) {
    const stretch = found.at(-1);
    const sort = ROUTINE[entry.kind];
    if (stretch?.[0] !== undefined && sort !== null && ROUTINE[stretch[0].kind] === sort) stretch.push(entry);
    else found.push([entry]);
  }
  return found;
}

/** What happens again and again, of its own accord; null for what somebody did. */
const ROUTINE: Readonly<Record<TimelineEntry['kind'], 'delivering' | 'failing' | null>> = {
  delivery: 'delivering',
  'missed-run': 'failing',
  'denied-attempt': 'failing',
  'policy-change': null,
  'key-change': null,
  'configuration-change': null,
  'bucket-change': null,
  session: null,
  'captured-state': null,
};

function stretchBlocks(stretch: readonly TimelineEntry[]): Block[] {
  const folded = stretch.slice(TOLD_AT_EACH_END, -TOLD_AT_EACH_END);
  // A fold takes a line too.
  if (folded.length < 2) return stretch.map(entryRow);
  return [
    ...stretch.slice(0, TOLD_AT_EACH_END).map(entryRow),
    row('', span('dim', '...'), span('dim', `${foldedWords(folded)}, with no change in between`)),
    ...stretch.slice(-TOLD_AT_EACH_END).map(entryRow),
  ];
}

/** `12 more delivered`, `8 more missed and 8 more denied`. */
function foldedWords(folded: readonly TimelineEntry[]): string {
  const kinds = [...new Set(folded.map(({ kind }) => kind))].sort();
  return kinds
    .map((kind) => `${count(folded.filter((entry) => entry.kind === kind).length)} more ${TIMELINE_KINDS[kind]}`)
    .join(' and ');
}

function entryRow(entry: TimelineEntry): Block {
  if (entry.change === undefined) {
    const tone = TONES[entry.kind] ?? 'plain';
    return row(entry.time, span(tone, TIMELINE_KINDS[entry.kind]), entry.title);
  }
  const { words, tone } = ASSESSMENTS[entry.change.assessment];
  return row(entry.time, span(tone, words), `${callOf(entry.change)} by ${whoBriefly(entry.change.actor)}`);
}

const TONES: Partial<Record<TimelineEntry['kind'], Tone>> = {
  delivery: 'good',
  'missed-run': 'bad',
  'denied-attempt': 'bad',
  session: 'dim',
};

function row(time: string, label: Span, content: string | Span): Block {
  return {
    kind: 'row',
    indent: 2,
    cells: [
      { width: 22, content: time },
      { width: 15, content: label },
    ],
    content,
  };
}
