import { BLANK, type Block, type Inline, line, type Span, span, type Tone, verbatim } from '../../display/page.ts';
import type { Report } from '../contract.ts';
import { type Role, responsibilityOf } from '../culprits.ts';
import { pathStates } from '../path-states.ts';
import { timelineSpan } from '../timeline-span.ts';
import {
  ARROWS,
  type Arrow,
  ASCII,
  arrowCells,
  axis,
  type Cell,
  CHANGES,
  entryCells,
  pathCells,
  REFUSED,
  RUNS,
  type Scale,
  type Sign,
  UNICODE,
  windowCells,
} from './strip-cells.ts';

/**
 * The timeline as a picture of characters, a lane a line: reports, whether the delivery path was open, changes,
 * refused writes, and the windows of the incidents' phases. One column stands for a stretch of time and shows the gravest
 * of what fell into it. Nothing for a report of no or one moment.
 */
export function stripBlocks(report: Report, page: Page): Block[] {
  const picture = pictureOf(report, page, page.width - INDENT - LABEL - 1);
  if (picture === null) return [];
  const { lanes, signs, pointing } = picture;
  const refused = report.timeline.filter(({ kind }) => kind === 'denied-attempt');
  return [
    verbatim(INDENT, [' '.repeat(LABEL), span('dim', picture.axis)]),
    ...laneBlocks(INDENT, LABEL, [
      ['reports', lanes.reports],
      ['delivery path', lanes.path],
      ['changes', lanes.changes],
      ...(picture.arrows.length === 0 ? [] : ([['', pointing.cells]] as Lanes)),
      ...(refused.length === 0
        ? []
        : ([['refused writes', entryCells(refused, REFUSED, signs, picture.scale)]] as Lanes)),
      ...(report.incidents.length === 0
        ? []
        : ([['broke within', windowCells(report.incidents, signs, picture.scale)]] as Lanes)),
    ]),
    ...legend(signs, pointing.unnamed),
    BLANK,
  ];
}

/**
 * The same in three lanes, of which the changes have the arrows among them, under their dates: for a first look.
 *
 * @param label columns in front of the picture
 */
export function shortStripBlocks(report: Report, page: Page, label: number): readonly [axis: Block, ...Block[]] | null {
  const picture = pictureOf(report, page, page.width - label - 1);
  if (picture === null) return null;
  const { lanes, arrows, signs } = picture;
  const changes = [...lanes.changes];
  for (const { role, column } of arrows.toSorted((a, b) => ARROWS[a.role].rank - ARROWS[b.role].rank)) {
    changes[column] = { sign: signs[role], tone: ARROWS[role].tone };
  }
  return [
    verbatim(0, [' '.repeat(label), span('dim', picture.axis)]),
    ...laneBlocks(0, label, [
      ['reports', lanes.reports],
      ['path', lanes.path],
      ['changes', changes],
    ]),
  ];
}

interface Page {
  readonly width: number;
  readonly unicode: boolean;
}

type Lanes = readonly (readonly [name: string, cells: readonly Cell[]])[];

function laneBlocks(indent: number, label: number, lanes: Lanes): Block[] {
  return lanes.map(([name, cells]) => verbatim(indent, [span('dim', name.padEnd(label)), ...spansOf(cells)]));
}

/** What every strip has; null for a report of no or one moment. */
function pictureOf(report: Report, { unicode }: Page, columns: number) {
  const { from, to } = timelineSpan(report);
  if (to <= from) return null;
  const signs = unicode ? UNICODE : ASCII;
  const scale: Scale = {
    columns,
    columnOf: (time) => Math.min(columns - 1, Math.floor(((time - from) / (to - from)) * columns)),
    timeOf: (column) => from + ((to - from) * column) / columns,
  };
  const arrows = report.timeline.flatMap(({ time, change }): Arrow[] => {
    const answered = change === undefined ? null : responsibilityOf(report, change);
    return answered === null ? [] : [{ time, role: answered.role, column: scale.columnOf(Date.parse(time)) }];
  });
  return {
    signs,
    scale,
    arrows,
    axis: axis(scale, signs),
    pointing: arrowCells(arrows, signs, scale),
    lanes: {
      reports: entryCells(report.timeline, RUNS, signs, scale),
      path: pathCells(pathStates(report, from, to), signs, scale),
      changes: entryCells(report.timeline, CHANGES, signs, scale),
    },
  };
}

const INDENT = 2;
const LABEL = 16;

/** What the signs mean; the arrows, on a line of their own, only where one of them stands without its name. */
function legend(signs: Readonly<Record<Sign, string>>, unnamed: ReadonlySet<Role>): Block[] {
  const entry = (sign: Sign, tone: Tone, words: string): (string | Span)[] => [span(tone, signs[sign]), ` ${words}  `];
  const arrows = (['culprit', 'suspect'] as const).filter((role) => unnamed.has(role));
  return [
    line(INDENT + LABEL, [
      ...entry('delivered', 'good', 'delivered'),
      ...entry('missed', 'bad', 'missed'),
      ...entry('allowed', 'good', 'allowed'),
      ...entry('denied', 'bad', 'denied'),
      ...entry('unknown', 'dim', 'not known'),
      ...entry('change', 'plain', 'change'),
    ]),
    ...(arrows.length === 0
      ? []
      : [
          line(
            INDENT + LABEL,
            arrows.flatMap((role) => entry(role, ARROWS[role].tone, role)),
          ),
        ]),
  ];
}

/** Neighbours of one tone together. */
function spansOf(cells: readonly Cell[]): Inline & readonly Span[] {
  const spans: Span[] = [];
  for (const { sign, tone } of cells) {
    const last = spans.at(-1);
    if (last?.tone === tone) spans[spans.length - 1] = { text: last.text + sign, tone };
    else spans.push({ text: sign, tone });
  }
  return spans;
}
