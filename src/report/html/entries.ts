import { counted, fromTo } from '../../display/quantities.ts';
import type { Report, TimelineEntry } from '../contract.ts';
import { emptyTimeline, TIMELINE_KINDS } from '../text/words.ts';
import { html, type Markup } from './markup.ts';
import type { PageScope } from './page-scope.ts';
import { moment, places } from './parts.ts';
import { rawRecords } from './raw-records.ts';
import { LANES, LOOKS, laneOf, shownLanes } from './timeline-marks.ts';
import { timelinePicture } from './timeline-picture.ts';

/** The picture with what moves it. */
export function timelineSection(report: Report, looks: readonly number[]): Markup {
  if (report.timeline.length === 0) return html`<h2 id="timeline">Timeline</h2><p>${emptyTimeline(report)}</p>`;
  const acts = [
    ['all', 'Everything'],
    ['incident', 'Incident'],
    ['in', 'Zoom in'],
    ['out', 'Zoom out'],
    ['back', 'Earlier'],
    ['on', 'Later'],
  ];
  return html`<h2 id="timeline">Timeline</h2><div class="tools js" hidden>${acts.map(([act, name]) => html`<button type="button" data-act="${act ?? ''}">${name ?? ''}</button>`)}</div>
<div class="scroll" id="scroll" tabindex="0" role="region" aria-label="Timeline picture" aria-describedby="keys">${timelinePicture(report, looks)}</div>
<p class="dim">Bars: a run, from its folder time to ● its arrival, or to ✖ where it was refused or should have arrived. ◆ change ▮ refused write. A link of the path: solid allowed, striped denied, hollow not known. Shaded: runs are missing. <span id="keys" class="js" hidden>Keys: arrows go from mark to mark, + and - zoom, [ and ] move, 0 shows everything, Enter opens the entry.</span></p>
<p id="detail" class="js" aria-live="polite" hidden>Point at a mark, or use the keys, to read it here.</p>`;
}

/** All entries, deliveries folded: where all is well they are nearly all there is. */
export function entriesSection(report: Report, looks: readonly number[], scope: PageScope): Markup | null {
  const { timeline } = report;
  if (timeline.length === 0) return null;
  const row = (entry: TimelineEntry, index: number) => entryRow(entry, { index, look: looks[index] ?? 0, scope });
  const numbered = timeline.map((entry, index) => ({ entry, index }));
  const arrived = numbered.filter(({ entry }) => entry.kind === 'delivery');
  const others = numbered.filter(({ entry }) => entry.kind !== 'delivery');
  const lanes = shownLanes(report).map(
    (lane) => html`<label><input type="checkbox" data-lane="${lane}" checked> ${LANES[lane]}</label>`,
  );
  return html`<h2 id="all">All entries</h2><div class="tools js" hidden><label>Filter <input type="search" id="text"></label>${lanes}<span id="shown" role="status"></span></div>
<table class="entries">${HEAD}<tbody id="entries">${others.map(({ entry, index }) => row(entry, index))}</tbody></table>${arrived.length === 0 ? null : html`<details class="fold"><summary>${arrivedWords(arrived.map(({ entry }) => entry))}</summary><table class="entries">${HEAD}<tbody id="delivered">${arrived.map(({ entry, index }) => row(entry, index))}</tbody></table></details>`}<p><button type="button" id="more" hidden>Show more</button></p>`;
}

const HEAD = html`<thead><tr><th>Time (UTC)</th><th>What</th><th>Event</th><th>Evidence</th></tr></thead>`;

function arrivedWords(deliveries: readonly TimelineEntry[]): string {
  const [first, last] = [deliveries[0]?.time ?? '', deliveries.at(-1)?.time ?? ''];
  return `${counted(deliveries.length, 'delivery', 'deliveries')}, ${fromTo(first, last)}`;
}

function entryRow(
  entry: TimelineEntry,
  { index, look, scope }: { readonly index: number; readonly look: number; readonly scope: PageScope },
): Markup {
  const { lead, color } = LOOKS[look] ?? {};
  const title =
    lead === undefined ? html`${entry.title}` : html`<strong class="${color ?? ''}">${lead}</strong> ${entry.title}`;
  const records = entry.kind === 'denied-attempt' ? rawRecords(entry.evidence, scope) : [];
  const from = entry.run === undefined ? null : html` data-from="${entry.run.from}"`;
  return html`<tr id="e${index}" data-lane="${laneOf(entry)}" data-look="${look}"${from}><td class="now"><a href="#e${index}">${moment(entry.time)}</a></td><td>${TIMELINE_KINDS[entry.kind]}</td><td>${records.length === 0 ? title : html`<span class="event">${title}</span>${records}`}</td><td>${places(entry.evidence, scope, 1)}</td></tr>
`;
}
