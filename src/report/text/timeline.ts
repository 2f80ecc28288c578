import { type Block, heading, line, row, type Span, span, type Tone } from '../../display/page.ts';
import { count } from '../../display/quantities.ts';
import type { Report, TimelineEntry } from '../contract.ts';
import { callOf, whoBriefly } from './change.ts';
import { type Stretch, stretches } from './stretches.ts';
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
  return [
    heading('TIMELINE'),
    ...stripBlocks(report, page),
    ...stretches(timeline, TOLD_AT_EACH_END).flatMap(stretchBlocks),
  ];
}

function stretchBlocks({ first, folded, last }: Stretch): Block[] {
  return [
    ...first.map(entryRow),
    ...(folded.length === 0
      ? []
      : [timeRow('', span('dim', '...'), span('dim', `${foldedWords(folded)}, with no change in between`))]),
    ...last.map(entryRow),
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
    return timeRow(entry.time, span(tone, TIMELINE_KINDS[entry.kind]), entry.title);
  }
  const { words, tone } = ASSESSMENTS[entry.change.assessment];
  return timeRow(entry.time, span(tone, words), `${callOf(entry.change)} by ${whoBriefly(entry.change.actor)}`);
}

const TONES: Partial<Record<TimelineEntry['kind'], Tone>> = {
  delivery: 'good',
  'missed-run': 'bad',
  'denied-attempt': 'bad',
  session: 'dim',
};

function timeRow(time: string, label: Span, content: string | Span): Block {
  const cells = [
    { width: 22, content: time },
    { width: 15, content: label },
  ];
  return row(2, cells, content);
}
