import type { Tone } from '../../display/page.ts';
import { DAY } from '../../instant.ts';
import type { ReportIncident, TimelineEntry } from '../contract.ts';
import type { Role } from '../culprits.ts';
import type { PathState } from '../path-states.ts';

/** What stands in the columns of a strip, lane by lane. */

export interface Scale {
  readonly columns: number;
  /** The column of a time, in milliseconds; below 0 for what lies before the picture. */
  readonly columnOf: (time: number) => number;
  /** The time at which a column begins. */
  readonly timeOf: (column: number) => number;
}

export interface Cell {
  readonly sign: string;
  readonly tone: Tone;
}

const EMPTY: Cell = { sign: ' ', tone: 'plain' };

export type Sign =
  | 'delivered'
  | 'missed'
  | 'allowed'
  | 'denied'
  | 'unknown'
  | 'change'
  | Role
  | 'refused'
  | 'tick'
  | 'begin'
  | 'within'
  | 'end'
  | 'moment';

export const UNICODE: Readonly<Record<Sign, string>> = {
  delivered: '●',
  missed: '×',
  allowed: '█',
  denied: '░',
  unknown: '?',
  change: '◆',
  culprit: '▲',
  suspect: '△',
  refused: '▪',
  tick: '│',
  begin: '├',
  within: '─',
  end: '┤',
  moment: '┼',
};

export const ASCII: Readonly<Record<Sign, string>> = {
  delivered: 'o',
  missed: 'x',
  allowed: '=',
  denied: '#',
  unknown: '?',
  change: '*',
  culprit: '^',
  suspect: '~',
  refused: '!',
  tick: '|',
  begin: '[',
  within: '-',
  end: ']',
  moment: '|',
};

/** What an entry shows, gravest first: of several in one column the first in this order stands there. */
type Lane = readonly { readonly of: (entry: TimelineEntry) => boolean; readonly sign: Sign; readonly tone: Tone }[];

export const RUNS: Lane = [
  { of: ({ kind }) => kind === 'missed-run', sign: 'missed', tone: 'bad' },
  { of: ({ kind }) => kind === 'delivery', sign: 'delivered', tone: 'good' },
];

export const CHANGES: Lane = [
  { of: ({ change }) => change?.assessment === 'breaks', sign: 'change', tone: 'bad' },
  { of: ({ change }) => change?.assessment === 'restores', sign: 'change', tone: 'good' },
  { of: ({ change }) => change?.assessment === 'undetermined', sign: 'change', tone: 'warn' },
  { of: ({ change }) => change?.assessment === 'no-effect', sign: 'change', tone: 'plain' },
  { of: ({ change }) => change?.assessment === 'failed', sign: 'change', tone: 'dim' },
];

export const REFUSED: Lane = [{ of: ({ kind }) => kind === 'denied-attempt', sign: 'refused', tone: 'bad' }];

export function entryCells(
  timeline: readonly TimelineEntry[],
  lane: Lane,
  signs: Readonly<Record<Sign, string>>,
  { columns, columnOf }: Scale,
): Cell[] {
  const ranks = new Array<number>(columns).fill(lane.length);
  for (const entry of timeline) {
    const rank = lane.findIndex(({ of }) => of(entry));
    const column = columnOf(Date.parse(entry.time));
    if (rank >= 0 && rank < (ranks[column] ?? -1)) ranks[column] = rank;
  }
  return ranks.map((rank) => {
    const shown = lane[rank];
    return shown === undefined ? EMPTY : { sign: signs[shown.sign], tone: shown.tone };
  });
}

/** A column in which the path was shut for any part says so; else it says what held in its middle. */
export function pathCells(states: readonly PathState[], signs: Readonly<Record<Sign, string>>, scale: Scale): Cell[] {
  const tones: Readonly<Record<PathState['state'], Tone>> = { allowed: 'good', denied: 'bad', unknown: 'dim' };
  return Array.from({ length: scale.columns }, (_, column): Cell => {
    const [begin, end] = [scale.timeOf(column), scale.timeOf(column + 1)];
    const middle = (begin + end) / 2;
    const isShut = states.some(({ state, from, to }) => state === 'denied' && from < end && to > begin);
    const held = states.find(({ from, to }) => from <= middle && middle < to);
    const state = isShut ? 'denied' : (held?.state ?? 'unknown');
    return { sign: signs[state], tone: tones[state] };
  });
}

export interface Arrow {
  readonly time: string;
  readonly role: Role;
  readonly column: number;
}

export const ARROWS: Readonly<Record<Role, { readonly tone: Tone; readonly rank: number }>> = {
  culprit: { tone: 'bad', rank: 1 },
  suspect: { tone: 'warn', rank: 0 },
};

/**
 * Below the changes: an arrow to each culprit and suspect, a culprit's before a suspect's, and its name and time
 * beside it where there is room. `unnamed` are the roles of arrows that stand without.
 */
export function arrowCells(
  arrows: readonly Arrow[],
  signs: Readonly<Record<Sign, string>>,
  { columns }: Scale,
): { readonly cells: readonly Cell[]; readonly unnamed: ReadonlySet<Role> } {
  const cells = new Array<Cell>(columns).fill(EMPTY);
  const write = (column: number, text: string, tone: Tone) => {
    for (const [index, sign] of [...text].entries()) cells[column + index] = { sign, tone };
  };
  const isFree = (column: number, length: number) =>
    column >= 0 && column + length <= columns && cells.slice(column, column + length).every((cell) => cell === EMPTY);
  const ranked = arrows.toSorted((a, b) => ARROWS[b.role].rank - ARROWS[a.role].rank);
  for (const { column, role } of ranked.toReversed()) write(column, signs[role], ARROWS[role].tone);
  const unnamed = new Set<Role>();
  for (const { time, role, column } of ranked) {
    const words = `${role}, ${time}`;
    const { tone } = ARROWS[role];
    if (isFree(column + 1, words.length + 1)) write(column + 1, ` ${words}`, tone);
    else if (isFree(column - words.length - 1, words.length + 1)) write(column - words.length - 1, `${words} `, tone);
    else unnamed.add(role);
  }
  return { cells, unnamed };
}

export function windowCells(
  incidents: readonly ReportIncident[],
  signs: Readonly<Record<Sign, string>>,
  { columns, columnOf }: Scale,
): Cell[] {
  const cells = new Array<Cell>(columns).fill(EMPTY);
  for (const { window } of incidents.flatMap(({ phases }) => phases)) {
    const first = window.after === null ? 0 : Math.max(0, columnOf(Date.parse(window.after)));
    const last = window.before === null ? columns - 1 : Math.max(0, columnOf(Date.parse(window.before)));
    for (let column = first; column <= last; column += 1) {
      const sign =
        first === last ? signs.moment : column === first ? signs.begin : column === last ? signs.end : signs.within;
      cells[column] = { sign, tone: 'warn' };
    }
  }
  return cells;
}

/** A date where its column begins, as many as there is room for. */
export function axis({ columns, timeOf }: Scale, signs: Readonly<Record<Sign, string>>): string {
  const isWithinDays = timeOf(columns) - timeOf(0) < 6 * DAY;
  const width = isWithinDays ? 20 : 14;
  const count = Math.max(1, Math.floor(columns / width));
  const labels = Array.from({ length: count }, (_, index) => {
    const column = Math.round((index * columns) / count);
    const next = Math.round(((index + 1) * columns) / count);
    const time = new Date(timeOf(column)).toISOString();
    const text = isWithinDays ? `${time.slice(0, 10)} ${time.slice(11, 16)}` : time.slice(0, 10);
    return `${signs.tick}${text}`.padEnd(next - column);
  });
  return labels.join('').trimEnd();
}
