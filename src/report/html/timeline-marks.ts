import type { Report, TimelineEntry } from '../contract.ts';
import { ROLES, type Role, responsibilityOf } from '../culprits.ts';

export type Lane = 'runs' | 'changes' | 'sessions' | 'denied';

export const LANES: Readonly<Record<Lane, string>> = {
  runs: 'Deliveries and missed runs',
  changes: 'Changes',
  sessions: 'Sessions',
  denied: 'Denied attempts',
};

export function laneOf(kind: TimelineEntry['kind']): Lane {
  if (kind === 'delivery' || kind === 'missed-run') return 'runs';
  if (kind === 'denied-attempt') return 'denied';
  return kind === 'session' ? 'sessions' : 'changes';
}

/**
 * How an entry looks in the picture: colour, shape, and its rank among its neighbours. Several entries of one lane
 * nearer than `APART` are one mark, which looks like the one of highest rank; `apart` looks join only their like.
 */
export interface Look {
  readonly color: string;
  readonly path: string;
  readonly apart?: true;
  /** Whom it marks, and what stands before the title of its entry. It is drawn above its neighbours, with its name. */
  readonly role?: Role;
  readonly lead?: string;
}

const DOT = 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z';
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
  look: number;
  readonly entries: number[];
}

/** Marks of a lane nearer than this, in units of the picture, would cover each other, or the numbers below them. */
export const APART: Readonly<Record<Lane, number>> = { runs: 7, changes: 14, sessions: 7, denied: 7 };

/** The room that the name of a culprit or suspect takes, in units of the picture. */
export const NAME_WIDTH = 58;

/** The entries as marks, in order of time. The page's script does the same for the part that is zoomed into. */
export function marksOf(report: Report, looks: readonly number[], x: (time: number) => number): Mark[] {
  const open = new Map<string, Mark>();
  const marks: Mark[] = [];
  report.timeline.forEach(({ kind, time }, index) => {
    const look = looks[index] ?? 0;
    const lane = laneOf(kind);
    const group = LOOKS[look]?.apart === true ? `${lane} ${look}` : lane;
    const at = x(Date.parse(time));
    const before = open.get(group);
    if (before !== undefined && at - before.x < APART[lane]) {
      before.entries.push(index);
      before.look = Math.max(before.look, look);
      return;
    }
    const mark: Mark = { lane, x: at, look, entries: [index] };
    open.set(group, mark);
    marks.push(mark);
  });
  return marks;
}
