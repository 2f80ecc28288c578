import { scaleUtc } from 'd3-scale';
import { utcDay } from 'd3-time';
import type { Report, TimelineEntry } from '../contract.ts';
import { incidentCausedBy } from '../culprits.ts';
import { pathStates } from '../path-states.ts';
import { html, type Markup } from './markup.ts';

const LEFT = 226;
const RIGHT = 1190;
/** Up to so many entries each has its mark, which zooming in sets apart from its neighbours. */
const SINGLE_MARKS = 1_500;
/** Above that, marks nearer than this, in units of the picture, are drawn as one. */
const APART = 7;

export type Lane = 'runs' | 'changes' | 'sessions' | 'denied';

export const LANES: Readonly<Record<Lane, string>> = {
  runs: 'Deliveries and missed runs',
  changes: 'Changes',
  sessions: 'Sessions',
  denied: 'Denied attempts',
};

const Y: Readonly<Record<Lane, number>> = { runs: 50, changes: 118, sessions: 152, denied: 180 };

export function laneOf(kind: TimelineEntry['kind']): Lane {
  if (kind === 'delivery' || kind === 'missed-run') return 'runs';
  if (kind === 'denied-attempt') return 'denied';
  return kind === 'session' ? 'sessions' : 'changes';
}

/** The timeline as SVG, in viewBox units, drawn without a DOM. Each mark links to its row, `#e<index>`. */
export function timelinePicture(report: Report): Markup {
  const [from, to] = extent(report);
  const scale = scaleUtc().domain([from, to]).range([LEFT, RIGHT]);
  const x = (time: number) => Math.round(Math.min(RIGHT, Math.max(LEFT, scale(time))) * 10) / 10;
  const covers = report.coverage.slice(0, 8);
  const height = 218 + covers.length * 22;
  const rect = (a: number, b: number, y: number, tall: number, look: string, label: string) =>
    html`<rect class="${look}" data-a="${a}" data-b="${b}" x="${x(a)}" y="${y}" width="${Math.max(0, x(b) - x(a))}" height="${tall}"><title>${label}</title></rect>`;
  return html`<svg id="picture" viewBox="0 0 1200 ${height}" role="group" aria-label="Timeline; the table below says the same" data-from="${from}" data-to="${to}" data-left="${LEFT}" data-right="${RIGHT}">
${report.incidents.map(({ window }) => rect(window.after === null ? from : Date.parse(window.after), window.before === null ? to : Date.parse(window.before), 24, height - 26, 'shade', `incident window: after ${window.after ?? 'an unknown time'}, not later than ${window.before ?? 'an unknown time'}`))}
${ticksOf(from, to).map((tick) => html`<g data-tick="1" transform="translate(${x(tick.at)} 0)"><line class="grid" y1="20" y2="${height}"/><text class="dim" y="14" text-anchor="${x(tick.at) > 1_150 ? 'end' : 'middle'}">${tick.label}</text></g>`)}
${(Object.keys(LANES) as Lane[]).map((lane) => html`<text x="4" y="${Y[lane] + 4}">${LANES[lane]}</text>`)}
<text x="4" y="88">Delivery path</text>
${pathStates(report, from, Math.min(to, Date.parse(report.generatedAt))).map(({ from: a, to: b, state }) => html`${rect(a, b, 76, 16, state === 'allowed' ? 'good' : state === 'denied' ? 'bad' : 'hollow', `${state === 'unknown' ? 'not known' : state}, ${iso(a)} to ${iso(b)}`)}`)}
<text x="4" y="212" class="dim">What the logs cover</text>
${covers.map((entry, index) => {
  const y = 218 + index * 22;
  const brief = entry.source.replace(' of account ', ' ').replace(' in ', ' ');
  const name = brief.length > 36 ? `${brief.slice(0, 16)}…${brief.slice(-18)}` : brief;
  const bar =
    entry.from === null || entry.to === null
      ? html`<text x="${LEFT + 4}" y="${y + 12}" class="dim">not given</text>`
      : rect(
          Date.parse(entry.from),
          Date.parse(entry.to),
          y + 3,
          9,
          'cover',
          `${entry.source}: ${entry.from} to ${entry.to}`,
        );
  return html`<text x="4" y="${y + 12}" class="dim">${name}</text>${bar}${entry.gaps.map((gap) => rect(Date.parse(gap.from), Date.parse(gap.to), y + 1, 13, 'shade', `gap ${gap.from} to ${gap.to}`))}`;
})}
${marksOf(report, x)}
</svg>`;
}

interface Mark {
  readonly lane: Lane;
  readonly at: number;
  readonly x: number;
  readonly look: string;
  readonly shape: string;
  readonly isCulprit: boolean;
  readonly entry: TimelineEntry;
  readonly ids: string[];
}

function marksOf(report: Report, x: (time: number) => number): Markup[] {
  const apart = report.timeline.length > SINGLE_MARKS ? APART : 0;
  const last = new Map<string, Mark>();
  const marks: Mark[] = [];
  report.timeline.forEach((entry, index) => {
    const at = Date.parse(entry.time);
    const isCulprit = entry.change !== undefined && incidentCausedBy(report, entry.change) !== null;
    const [look, shape] = appearance(entry);
    const lane = laneOf(entry.kind);
    const place = isCulprit ? `culprit ${index}` : `${lane} ${look} ${shape}`;
    const before = last.get(place);
    if (before !== undefined && x(at) - before.x < apart) {
      before.ids.push(`e${index}`);
      return;
    }
    const mark: Mark = { lane, at, x: x(at), look, shape, isCulprit, entry, ids: [`e${index}`] };
    last.set(place, mark);
    marks.push(mark);
  });
  // The culprit is drawn last, above its neighbours.
  return [...marks.filter((mark) => !mark.isCulprit), ...marks.filter((mark) => mark.isCulprit)].map((mark) => {
    const lead = mark.isCulprit ? 'culprit: ' : mark.ids.length === 1 ? '' : `${mark.ids.length} entries from `;
    const label = `${lead}${mark.entry.time} ${mark.entry.title}`;
    const flag = mark.isCulprit
      ? html`<text y="-11" text-anchor="${mark.x > 1000 ? 'end' : 'start'}" font-weight="bold">culprit</text>`
      : null;
    return html`<a href="#${mark.ids[0] ?? ''}" tabindex="-1" data-lane="${mark.lane}" data-t="${mark.at}" data-y="${Y[mark.lane]}" data-ids="${mark.ids.join(' ')}" aria-label="${label}" transform="translate(${mark.x} ${Y[mark.lane]})"><path class="${mark.look}" d="${mark.isCulprit ? 'M0-9 9 0 0 9-9 0Z' : mark.shape}"/>${flag}<title>${label}</title></a>`;
  });
}

const DOT = 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z';
const CROSS = 'M-5-3-3-5 0-2 3-5 5-3 2 0 5 3 3 5 0 2-3 5-5 3-2 0Z';
const DIAMOND = 'M0-6 6 0 0 6-6 0Z';
const BAR = 'M-1.5-8H1.5V8H-1.5Z';

function appearance({ kind, change }: TimelineEntry): [look: string, shape: string] {
  if (kind === 'delivery') return ['good', DOT];
  if (kind === 'missed-run') return ['bad', CROSS];
  if (kind === 'denied-attempt') return ['bad', BAR];
  if (kind === 'session') return ['hollow', DOT];
  const looks = { breaks: 'bad', restores: 'good', 'no-effect': 'plain', undetermined: 'warn', failed: 'hollow' };
  return [looks[change?.assessment ?? 'undetermined'], DIAMOND];
}

/** Whole UTC days around everything that the timeline tells. */
function extent(report: Report): [from: number, to: number] {
  const end = Date.parse(report.generatedAt);
  let first = end;
  let last = end;
  for (const entry of report.timeline) {
    first = Math.min(first, Date.parse(entry.time));
    last = Math.max(last, Date.parse(entry.time));
  }
  const from = utcDay.floor(new Date(first));
  return [Number(from), Number(utcDay.offset(utcDay.floor(new Date(last)), 1))];
}

function ticksOf(from: number, to: number): { at: number; label: string }[] {
  // The scale keeps to round steps and so may give twice what is asked for: more than there is room to label.
  const all = scaleUtc().domain([from, to]).ticks(8);
  const ticks = all.filter((_, index) => index % Math.ceil(all.length / 9) === 0);
  const isWithinDays = to - from < 4 * 86_400_000;
  return ticks.map((tick) => ({
    at: Number(tick),
    label: isWithinDays ? iso(Number(tick)).slice(5, 16).replace('T', ' ') : iso(Number(tick)).slice(0, 10),
  }));
}

function iso(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
