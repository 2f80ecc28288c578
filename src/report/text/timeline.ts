import { count } from '../../display/quantities.ts';
import type { TimelineEntry } from '../contract.ts';
import { type Block, heading, line, type Span, span, type Tone } from './page.ts';
import { ASSESSMENTS, TIMELINE_KINDS } from './words.ts';

/** From this many of the same routine entry in a row, the ones in the middle are counted instead of told. */
const RUN_TO_FOLD = 4;

/** The timeline, oldest first. Unbroken runs of deliveries, missed runs and refusals are folded. */
export function timelineBlocks(timeline: readonly TimelineEntry[]): Block[] {
  if (timeline.length === 0) return [heading('TIMELINE'), line(2, 'Nothing was seen.')];
  const blocks: Block[] = [heading('TIMELINE')];
  for (const group of routineGroups(timeline)) {
    const [first, ...rest] = group;
    const last = rest.at(-1);
    if (first === undefined) continue;
    if (last === undefined || group.length < RUN_TO_FOLD) {
      blocks.push(...group.map(entryRow));
      continue;
    }
    blocks.push(
      entryRow(first),
      row('', span('dim', '...'), span('dim', `${count(group.length - 2)} more, without interruption`)),
      entryRow(last),
    );
  }
  return blocks;
}

/** Consecutive entries of one routine kind together; anything else stands alone. */
function routineGroups(timeline: readonly TimelineEntry[]): TimelineEntry[][] {
  const groups: TimelineEntry[][] = [];
  for (const entry of timeline) {
    const group = groups.at(-1);
    if (group?.[0]?.kind === entry.kind && isRoutine(entry)) group.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

function isRoutine(entry: TimelineEntry): boolean {
  return entry.kind === 'delivery' || entry.kind === 'missed-run' || entry.kind === 'denied-attempt';
}

function entryRow(entry: TimelineEntry): Block {
  if (entry.change === undefined) {
    const tone = TONES[entry.kind] ?? 'plain';
    return row(entry.time, span(tone, TIMELINE_KINDS[entry.kind]), entry.title);
  }
  const { words, tone } = ASSESSMENTS[entry.change.assessment];
  return row(entry.time, span(tone, words), entry.title);
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
