import { scaleUtc } from 'd3-scale';
import { utcDay } from 'd3-time';
import type { CoverageEntry, Report } from '../contract.ts';
import { type PathState, pathStates } from '../path-states.ts';
import { timelineSpan } from '../timeline-span.ts';
import { html, type Markup } from './markup.ts';
import { LANES, type Lane, LOOKS, type Mark, marksOf, NAME_WIDTH, roleOfLook } from './timeline-marks.ts';

const LEFT = 226;
/** Room is left for half of the last tick's label. */
const RIGHT = 1152;
const LANE_Y: Readonly<Record<Lane, number>> = { runs: 50, changes: 118, sessions: 152, denied: 180 };
/** The lowest edge of what is drawn for the lanes; the coverage of the logs lies below. */
const LANES_HEIGHT = 218;
/** Logs drawn; the table below the picture has all. */
const SHOWN_LOGS = 8;

/** The timeline as SVG, in viewBox units, drawn without a DOM. Each mark links to its row, `#e<index>`. */
export function timelinePicture(report: Report, looks: readonly number[]): Markup {
  const [from, to] = extent(report);
  const scale = scaleUtc().domain([from, to]).range([LEFT, RIGHT]);
  const x = (time: number) => Math.round(Math.min(RIGHT, Math.max(LEFT, scale(time))) * 10) / 10;
  const bar: Bar = (a, b, y, tall, look, label) =>
    html`<rect class="${look}" data-a="${a}" data-b="${b}" x="${x(a)}" y="${y}" width="${Math.max(0, Math.round((x(b) - x(a)) * 10) / 10)}" height="${tall}"><title>${label}</title></rect>`;
  const logs = report.coverage.slice(0, SHOWN_LOGS);
  const height = LANES_HEIGHT + logs.length * 22;
  const states = joined(
    pathStates(report, from, Math.min(to, Date.parse(report.generatedAt))),
    (to - from) / (RIGHT - LEFT),
  );
  const marks = drawn(marksOf(report, looks, x));
  const named = namedOf(marks);
  return html`<svg id="picture" viewBox="0 0 1200 ${height}" role="group" aria-label="Timeline; the table below says the same" data-from="${from}" data-to="${to}" data-left="${LEFT}" data-right="${RIGHT}">
<defs><pattern id="stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="bad" width="7" height="7"/><rect class="ground" width="1.5" height="7"/></pattern></defs>
${report.incidents.map(({ phases }) => html`<g class="incident">${phases.map(({ window }, index) => bar(window.after === null ? from : Date.parse(window.after), window.before === null ? to : Date.parse(window.before), 24, height - 26, 'shade', `${phases.length === 1 ? 'incident window' : `window of phase ${index + 1}`}: after ${window.after ?? 'an unknown time'}, not later than ${window.before ?? 'an unknown time'}`))}</g>`)}
<g id="ticks">${ticksOf(from, to).map(({ at, label }) => html`<g data-tick="${at}" transform="translate(${x(at)} 0)"><line class="grid" y1="20" y2="${height}"/><text class="dim" y="14" text-anchor="middle">${label}</text></g>`)}</g>
${(Object.keys(LANES) as Lane[]).map((lane) => html`<text x="4" y="${LANE_Y[lane] + 4}">${LANES[lane]}</text>`)}
<text x="4" y="88">Delivery path</text>
${states.map(({ from: a, to: b, state }) => bar(a, b, 76, 16, PATH_LOOKS[state], `${PATH_WORDS[state]}, ${iso(a)} to ${iso(b)}`))}
<text x="4" y="212" class="dim">What the logs cover</text>
${logs.map((entry, index) => logBar(entry, LANES_HEIGHT + index * 22, bar))}
<g id="marks">${marks.map((mark) => markOf(mark, report, named.has(mark)))}</g>
</svg>`;
}

type Bar = (from: number, to: number, y: number, tall: number, look: string, label: string) => Markup;

interface DrawnState extends Omit<PathState, 'state'> {
  readonly state: PathState['state'] | 'mixed';
}

const PATH_LOOKS: Readonly<Record<DrawnState['state'], string>> = {
  allowed: 'good',
  denied: 'shut',
  unknown: 'hollow',
  mixed: 'warn',
};

const PATH_WORDS: Readonly<Record<DrawnState['state'], string>> = {
  allowed: 'allowed',
  denied: 'denied',
  unknown: 'not known',
  mixed: 'allowed and denied in turns',
};

/** Stretches that are too short to be seen, in the milliseconds of one unit, become one with their neighbours. */
function joined(states: readonly PathState[], unitMs: number): DrawnState[] {
  const found: DrawnState[] = [];
  for (const state of states) {
    const last = found.at(-1);
    const isShort = state.to - state.from < unitMs;
    const wasShort = last !== undefined && (last.state === 'mixed' || last.to - last.from < unitMs);
    // One that is short between long ones stays: it may be the whole incident.
    if (last !== undefined && isShort && wasShort) found[found.length - 1] = { ...last, to: state.to, state: 'mixed' };
    else found.push(state);
  }
  return found;
}

function logBar(entry: CoverageEntry, y: number, bar: Bar): Markup {
  const brief = entry.source.replace(' of account ', ' ').replace(' in ', ' ');
  const name = brief.length > 36 ? `${brief.slice(0, 16)}…${brief.slice(-18)}` : brief;
  const covered =
    entry.from === null || entry.to === null
      ? html`<text x="${LEFT + 4}" y="${y + 12}" class="dim">not given</text>`
      : bar(
          Date.parse(entry.from),
          Date.parse(entry.to),
          y + 3,
          9,
          'cover',
          `${entry.source}: ${entry.from} to ${entry.to}`,
        );
  const gaps = entry.gaps.map((gap) =>
    bar(Date.parse(gap.from), Date.parse(gap.to), y + 1, 13, 'gap', `gap ${gap.from} to ${gap.to}`),
  );
  return html`<text x="4" y="${y + 12}" class="dim">${name}</text>${covered}${gaps}`;
}

/** Suspects are drawn above their neighbours, and culprits last. As in the page's script. */
function drawn(marks: readonly Mark[]): Mark[] {
  const rank = ({ look }: Mark) => (roleOfLook(look) === null ? 0 : look);
  return marks.toSorted((a, b) => rank(a) - rank(b));
}

/** The culprits and suspects whose names have room beside each other; what was drawn last goes first. */
function namedOf(marks: readonly Mark[]): ReadonlySet<Mark> {
  const taken: [from: number, to: number][] = [];
  const named = new Set<Mark>();
  for (const mark of marks.toReversed()) {
    if (roleOfLook(mark.look) === null) continue;
    const from = isOnTheRight(mark) ? mark.x - NAME_WIDTH : mark.x;
    if (taken.some(([a, b]) => from < b && from + NAME_WIDTH > a)) continue;
    taken.push([from, from + NAME_WIDTH]);
    named.add(mark);
  }
  return named;
}

/** There a name stands before its mark. */
function isOnTheRight({ x }: Mark): boolean {
  return x > 1_000;
}

function markOf(mark: Mark, report: Report, isNamed: boolean): Markup {
  const { lane, x, look, entries } = mark;
  const [first = 0] = entries;
  const entry = report.timeline[first];
  const role = roleOfLook(look);
  const lead = role !== null ? `${role}: ` : entries.length === 1 ? '' : `${entries.length} entries from `;
  const size = lane === 'changes' && entries.length > 1 ? String(entries.length) : '';
  const words = role === null ? size : isNamed ? role : '';
  const label = `${lead}${entry?.time ?? ''} ${entry?.title ?? ''}`;
  return html`<a href="#e${first}" tabindex="-1" data-lane="${lane}" aria-label="${label}" transform="translate(${x} ${LANE_Y[lane]})"><path class="${LOOKS[look]?.color ?? ''}" d="${LOOKS[look]?.path ?? ''}"/><text y="${role === null ? 19 : -11}" text-anchor="${role === null ? 'middle' : isOnTheRight(mark) ? 'end' : 'start'}">${words}</text><title>${label}</title></a>`;
}

/** Whole UTC days around everything that the timeline tells; of what takes less than two days, a little around it. */
function extent(report: Report): [from: number, to: number] {
  const { from, to } = timelineSpan(report);
  if (to - from < 2 * DAY_MS) {
    const margin = Math.max(30_000, Math.round((to - from) / 20));
    return [from - margin, to + margin];
  }
  return [Number(utcDay.floor(new Date(from))), Number(utcDay.offset(utcDay.floor(new Date(to)), 1))];
}

const DAY_MS = 86_400_000;

function ticksOf(from: number, to: number): { at: number; label: string }[] {
  const scale = scaleUtc().domain([from, to]);
  // The scale keeps to round steps and so may give twice what is asked for: more than there is room to label.
  const all = scale.ticks(8);
  const ticks = all.filter((_, index) => index % Math.ceil(all.length / 9) === 0);
  const step = ticks.length < 2 ? to - from : Number(ticks[1]) - Number(ticks[0]);
  return ticks.map((tick) => ({ at: Number(tick), label: tickLabel(Number(tick), step) }));
}

/** Days, and times where a step is shorter; as in the page's script. */
function tickLabel(at: number, step: number): string {
  const text = new Date(at).toISOString();
  if (step >= DAY_MS) return text.slice(0, 10);
  return text.slice(5, step >= 60_000 ? 16 : 19).replace('T', ' ');
}

function iso(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
