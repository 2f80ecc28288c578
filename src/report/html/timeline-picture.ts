import { scaleUtc } from 'd3-scale';
import { utcDay } from 'd3-time';
import { DAY, formatInstant } from '../../instant.ts';
import type { CoverageEntry, Report, ReportLinkHistory } from '../contract.ts';
import { timelineSpan } from '../timeline-span.ts';
import { html, type Markup } from './markup.ts';
import { type PhaseShade, phaseShades } from './phase-shades.ts';
import {
  APART,
  LANES,
  type Lane,
  LOOKS,
  type Mark,
  marksOf,
  NAME_WIDTH,
  RUN_ROW_HEIGHT,
  roleOfLook,
  runRows,
  shownLanes,
} from './timeline-marks.ts';

const LEFT = 226;
/** Room is left for half of the last tick's label. */
const RIGHT = 1152;
/** Ticks and the names of phases lie above. */
const TOP = 44;
/** Logs drawn; the table below the picture has all. */
const SHOWN_LOGS = 8;
/** The name of a phase is written where its shade is as wide, its number where it is as wide as that. */
export const PHASE_NAME_WIDTH = 84;
export const PHASE_NUMBER_WIDTH = 16;

/** The timeline as SVG, in viewBox units, drawn without a DOM. Each mark links to its row, `#e<index>`. */
export function timelinePicture(report: Report, looks: readonly number[]): Markup {
  const [from, to] = extent(report);
  const scale = scaleUtc().domain([from, to]).range([LEFT, RIGHT]);
  const x = (time: number) => Math.round(Math.min(RIGHT, Math.max(LEFT, scale(time))) * 10) / 10;
  const bar: Bar = (a, b, y, tall, look, label) =>
    html`<rect class="${look}" data-a="${a}" data-b="${b}" x="${x(a)}" y="${y}" width="${widthOf(x(a), x(b))}" height="${tall}"><title>${label}</title></rect>`;
  const { middles, end: logsTop } = placed(shownLanes(report));
  const logs = report.coverage.slice(0, SHOWN_LOGS);
  const height = logsTop + (logs.length === 0 ? 0 : 20) + logs.length * 22;
  const unitMs = (to - from) / (RIGHT - LEFT);
  const known = Math.min(to, Date.parse(report.generatedAt));
  const marks = drawn(marksOf(report, looks, x));
  const named = namedOf(marks);
  const rows = runRows(report);
  return html`<svg id="picture" viewBox="0 0 1200 ${height}" role="group" aria-label="Timeline; the table below says the same" data-from="${from}" data-to="${to}" data-left="${LEFT}" data-right="${RIGHT}" data-lanes="${JSON.stringify(middles)}">
<defs><pattern id="stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="bad" width="7" height="7"/><rect class="ground" width="1.5" height="7"/></pattern></defs>
${report.incidents.map((incident) => html`<g class="incident">${phaseShades(incident, report).map((shade) => [bar(shade.from, shade.to, 20, height - 22, 'shade', shade.title), phaseName(shade, x)])}</g>`)}
<g id="ticks">${ticksOf(from, to).map(({ at, label }) => html`<g data-tick="${at}" transform="translate(${x(at)} 0)"><line class="grid" y1="20" y2="${height}"/><text class="dim" y="14" text-anchor="middle">${label}</text></g>`)}</g>
${Object.entries(middles).map(([lane, y]) => html`<text x="4" y="${y + 4}">${capital(LANES[lane as Lane])}</text>`)}
${report.path.map(({ link, states }) => {
  const y = middles[link];
  return y === undefined
    ? null
    : joined(stretches(states, from, known), unitMs).map(({ from: a, to: b, state }) =>
        bar(
          a,
          b,
          y - 6,
          12,
          LINK_LOOKS[state],
          `${LANES[link]}: ${LINK_WORDS[state]}, ${formatInstant(a)} to ${formatInstant(b)}`,
        ),
      );
})}
${logs.length === 0 ? null : html`<text x="4" y="${logsTop + 12}" class="dim">What the logs cover</text>`}
${logs.map((entry, index) => logBar(entry, logsTop + 20 + index * 22, bar))}
<g id="marks">${marks.map((mark) => markOf(mark, report, { isNamed: named.has(mark), middle: middles[mark.lane] ?? 0, row: rows[mark.entries[0] ?? 0] ?? 0 }))}</g>
</svg>`;
}

type Bar = (from: number, to: number, y: number, tall: number, look: string, label: string) => Markup;

/** The middle of each lane, and where the last one ends. */
function placed(lanes: readonly Lane[]): { middles: Partial<Record<Lane, number>>; end: number } {
  const middles: Partial<Record<Lane, number>> = {};
  let top = TOP;
  for (const lane of lanes) {
    const tall = lane === 'runs' ? 40 : APART[lane] === undefined ? 42 : 28;
    middles[lane] = top + tall / 2;
    top += tall;
  }
  return { middles, end: top };
}

function widthOf(a: number, b: number): number {
  return Math.max(0, Math.round((b - a) * 10) / 10);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** As wide as its shade, or in short, or not at all; as in the page's script. */
function phaseName({ from, to, name, short }: PhaseShade, x: (time: number) => number): Markup {
  const wide = x(to) - x(from);
  const words = wide >= PHASE_NAME_WIDTH ? name : wide >= PHASE_NUMBER_WIDTH ? short : '';
  return html`<text class="name" data-name="${name}" data-short="${short}" data-a="${from}" data-b="${to}" x="${x(from)}" dx="4" y="33">${words}</text>`;
}

type LinkState = ReportLinkHistory['states'][number]['state'];

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly state: LinkState | 'mixed';
}

const LINK_LOOKS: Readonly<Record<Stretch['state'], string>> = {
  allowed: 'good',
  denied: 'shut',
  depends: 'hollow',
  unknown: 'hollow',
  'not-applicable': 'none',
  mixed: 'warn',
};

const LINK_WORDS: Readonly<Record<Stretch['state'], string>> = {
  allowed: 'allowed',
  denied: 'denied',
  depends: 'decides by what is not known',
  unknown: 'not known',
  'not-applicable': 'not in use',
  mixed: 'changed too often to be drawn',
};

function stretches(states: ReportLinkHistory['states'], start: number, end: number): Stretch[] {
  const at = (index: number): number => {
    const state = states[index];
    return state === undefined ? end : state.from === null ? start : Math.max(start, Date.parse(state.from));
  };
  return states.flatMap(({ state }, index) => {
    const [from, to] = [at(index), Math.min(end, at(index + 1))];
    return from < to ? [{ from, to, state }] : [];
  });
}

/** Stretches that are too short to be seen, in the milliseconds of one unit, become one with their neighbours. */
function joined(states: readonly Stretch[], unitMs: number): Stretch[] {
  const found: Stretch[] = [];
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
  const taken: [lane: Lane, from: number, to: number][] = [];
  const named = new Set<Mark>();
  for (const mark of marks.toReversed()) {
    if (roleOfLook(mark.look) === null) continue;
    const from = isOnTheRight(mark) ? mark.x - NAME_WIDTH : mark.x;
    if (taken.some(([lane, a, b]) => lane === mark.lane && from < b && from + NAME_WIDTH > a)) continue;
    taken.push([mark.lane, from, from + NAME_WIDTH]);
    named.add(mark);
  }
  return named;
}

/** There a name stands before its mark. */
function isOnTheRight({ x }: Mark): boolean {
  return x > 1_000;
}

interface Placing {
  readonly isNamed: boolean;
  readonly middle: number;
  /** Of a run, its row: -1, 0 or 1. */
  readonly row: number;
}

function markOf(mark: Mark, report: Report, { isNamed, middle, row }: Placing): Markup {
  const { lane, x, from, to, look, entries } = mark;
  const [first = 0] = entries;
  const entry = report.timeline[first];
  const role = roleOfLook(look);
  const isOne = entries.length === 1;
  const lead = role !== null ? `${role}: ` : isOne ? '' : `${entries.length} entries from `;
  const size = APART[lane] === undefined && !isOne ? String(entries.length) : '';
  const words = role === null ? size : isNamed ? role : '';
  const label = `${lead}${entry?.time ?? ''} ${entry?.title ?? ''}`;
  const color = LOOKS[look]?.color ?? '';
  const y = middle + (isOne ? row * RUN_ROW_HEIGHT : 0);
  return html`<a href="#e${first}" tabindex="-1" data-lane="${lane}" aria-label="${label}" transform="translate(${x} ${y})"><rect class="run ${color}" x="${Math.round((from - x) * 10) / 10}" y="-2" width="${widthOf(from, to)}" height="4"/><path class="${color}" d="${LOOKS[look]?.path ?? ''}"/><text y="${role === null ? 19 : -11}" text-anchor="${role === null ? 'middle' : isOnTheRight(mark) ? 'end' : 'start'}">${words}</text><title>${label}</title></a>`;
}

/** Whole UTC days around everything that the timeline tells; of what takes less than two days, a little around it. */
function extent(report: Report): [from: number, to: number] {
  const { from, to } = timelineSpan(report);
  if (to - from < 2 * DAY) {
    const margin = Math.max(30_000, Math.round((to - from) / 20));
    return [from - margin, to + margin];
  }
  return [Number(utcDay.floor(new Date(from))), Number(utcDay.offset(utcDay.floor(new Date(to)), 1))];
}

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
  if (step >= DAY) return text.slice(0, 10);
  return text.slice(5, step >= 60_000 ? 16 : 19).replace('T', ' ');
}
