import type { CauseLink, Report, TimelineEntry } from '../contract.ts';
import { ROLES, type Role, responsibilityOf } from '../culprits.ts';
import { LINKS } from '../text/words.ts';

/** A row of the picture: runs, refusals, one for each link of the path, and what belongs to none. */
export type Lane = 'runs' | 'denied' | CauseLink | 'other' | 'sessions';

/** All of them, from top to bottom. */
export const LANES: Readonly<Record<Lane, string>> = {
  runs: 'Runs, to arrival or refusal',
  denied: 'Refused writes',
  ...LINKS,
  other: 'Other changes',
  sessions: 'Sessions',
};

export function laneOf({ kind, change }: TimelineEntry): Lane {
  if (kind === 'delivery' || kind === 'missed-run') return 'runs';
  if (kind === 'denied-attempt') return 'denied';
  return kind === 'session' ? 'sessions' : (change?.link ?? 'other');
}

/**
 * The report with its timeline as it is drawn: a run stands where it ended, a missed one where it was refused or should
 * have arrived. At its folder time it would stand before the change that stopped it.
 */
export function drawnReport(report: Report): Report {
  const timeline = report.timeline.map((entry) =>
    entry.kind === 'missed-run' && entry.run !== undefined ? { ...entry, time: entry.run.to } : entry,
  );
  return { ...report, timeline: timeline.sort((a, b) => Date.parse(a.time) - Date.parse(b.time)) };
}

/** The lanes in which there is something to see: an entry, or a link that was denied. */
export function shownLanes({ timeline, path }: Report): Lane[] {
  const used = new Set<Lane>(timeline.map(laneOf));
  for (const { link, states } of path) if (states.some(({ state }) => state === 'denied')) used.add(link);
  return (Object.keys(LANES) as Lane[]).filter((lane) => used.has(lane));
}

/**
 * How an entry looks in the picture: colour, shape, and its rank among its neighbours. Several entries of one lane
 * nearer than `apart` are one mark, which looks like the one of highest rank; `apart` looks join only their like.
 */
export interface Look {
  readonly color: string;
  readonly path: string;
  readonly apart?: true;
  /** Whom it marks, and what stands before the title of its entry. It is drawn above its neighbours, with its name. */
  readonly role?: Role;
  readonly lead?: string;
}

const DOT = 'M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0Z';
const CROSS = 'M-5-3-3-5 0-2 3-5 5-3 2 0 5 3 3 5 0 2-3 5-5 3-2 0Z';
const DIAMOND = 'M0-6 6 0 0 6-6 0Z';
const BIG_DIAMOND = 'M0-9 9 0 0 9-9 0Z';
const BAR = 'M-1.5-8H1.5V8H-1.5Z';

/** By rank, lowest first. Their places in this list stand in the rows of the page, for its script. */
export const LOOKS: readonly Look[] = [
  { color: 'hollow', path: DIAMOND },
  { color: 'plain', path: DIAMOND },
  { color: 'warn', path: DIAMOND },
  { color: 'good', path: DIAMOND },
  { color: 'bad', path: DIAMOND },
  { color: 'warn', path: BIG_DIAMOND, apart: true, role: 'suspect', lead: ROLES.suspect.lead },
  { color: 'bad', path: BIG_DIAMOND, apart: true, role: 'culprit', lead: ROLES.culprit.lead },
  { color: 'hollow', path: DOT },
  { color: 'good', path: DOT },
  { color: 'bad', path: CROSS, apart: true },
  { color: 'bad', path: BAR },
];

const ASSESSED = ['failed', 'no-effect', 'undetermined', 'restores', 'breaks'];

function placeOf(role: Role): number {
  return LOOKS.findIndex((look) => look.role === role);
}

/** The place in `LOOKS` of each entry's look. */
export function looksOf(report: Report): number[] {
  return report.timeline.map(({ kind, change }) => {
    const answered = change === undefined ? null : responsibilityOf(report, change);
    if (answered !== null) return placeOf(answered.role);
    if (kind === 'session') return 7;
    if (kind === 'delivery') return 8;
    if (kind === 'missed-run') return 9;
    if (kind === 'denied-attempt') return 10;
    if (kind === 'captured-state') return 0;
    return ASSESSED.indexOf(change?.assessment ?? 'undetermined');
  });
}

/** The role that a look stands for; null for every other. */
export function roleOfLook(look: number): Role | null {
  return LOOKS[look]?.role ?? null;
}

/** One mark of the picture: the entries, by their places in the timeline, that it stands for. */
export interface Mark {
  readonly lane: Lane;
  readonly x: number;
  /** Where the first run of it began; for all else as `x`. */
  readonly from: number;
  /** The end of the last one. */
  to: number;
  look: number;
  readonly entries: number[];
}

/**
 * Marks of a lane nearer than this, in units of the picture, would cover each other. Where marks have numbers below
 * them, these need more.
 */
export const APART: Readonly<Partial<Record<Lane, number>>> = { runs: 7, sessions: 7, denied: 7 };
export const NUMBERED_APART = 14;

/** Runs last longer than a day: so many lie below each other. The n-th is in row n modulo this. */
export const RUN_ROWS = 3;
export const RUN_ROW_HEIGHT = 9;

/** The room that the name of a culprit or suspect takes, in units of the picture. */
export const NAME_WIDTH = 58;

/** The entries as marks, in order of time. The page's script does the same for the part that is zoomed into. */
export function marksOf(report: Report, looks: readonly number[], x: (time: number) => number): Mark[] {
  const open = new Map<string, Mark>();
  const marks: Mark[] = [];
  report.timeline.forEach((entry, index) => {
    const look = looks[index] ?? 0;
    const lane = laneOf(entry);
    const group = LOOKS[look]?.apart === true ? `${lane} ${look}` : lane;
    const at = x(Date.parse(entry.time));
    const before = open.get(group);
    if (before !== undefined && at - before.x < (APART[lane] ?? NUMBERED_APART)) {
      before.entries.push(index);
      before.look = Math.max(before.look, look);
      before.to = at;
      return;
    }
    const from = entry.run === undefined ? at : x(Date.parse(entry.run.from));
    const mark: Mark = { lane, x: at, from, to: at, look, entries: [index] };
    open.set(group, mark);
    marks.push(mark);
  });
  return marks;
}

/** The row of each run among the runs, by its place in the timeline; in the middle for all else. */
export function runRows(report: Report): readonly number[] {
  let runs = 0;
  return report.timeline.map((entry) => {
    if (laneOf(entry) !== 'runs') return 0;
    runs += 1;
    return ((runs - 1) % RUN_ROWS) - 1;
  });
}
