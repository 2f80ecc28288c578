import { counted } from '../../../display/quantities.ts';
import type { Report } from '../../contract.ts';
import { html, type Markup } from '../../html/markup.ts';
import { OUTCOMES } from '../../text/words.ts';
import type { Survey } from '../contract.ts';
import { caseName, extentWords, groupsFor, inOrderOfNeed, STATES } from '../words.ts';

/** A run as the matrix draws it. */
interface MatrixRun {
  /** UTC midnight of its folder time. */
  readonly day: number;
  readonly isMissed: boolean;
}

const DAY_MS = 86_400_000;

/** The inventories over time, a row each, what needs somebody first: every run that arrived, and every one that did not. */
export function matrix(survey: Survey): Markup {
  const runs = survey.reports.map(runsOf);
  const days = runs.flat().map(({ day }) => day);
  const from = days.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  const to = days.reduce((most, day) => Math.max(most, day), Number.NEGATIVE_INFINITY) + DAY_MS;
  const changes = survey.groups.map(({ change }, index) => ({ time: Date.parse(change.time), number: index + 1 }));
  const rows = inOrderOfNeed(survey).map(({ report, index }) => {
    const { tone } = OUTCOMES[report.outcome];
    const answers = groupsFor(survey, index);
    const own = changes.filter(({ number }) => answers.includes(number));
    const picture = days.length === 0 ? null : strip(runs[index] ?? [], own, { from, to });
    return html`<tr><td class="${tone === 'good' || tone === 'bad' ? tone : 'warn'}"><strong>${STATES[report.outcome].word}</strong></td><td><a href="#case-${index + 1}">${caseName(report.case)}</a></td><td>${picture}</td><td>${extentWords(report)}${answers.map((number) => html`, <a href="#group-${number}">change ${number}</a>`)}</td></tr>
`;
  });
  const axis =
    days.length === 0
      ? 'Runs'
      : html`<span class="axis"><span>${date(from)}</span><span>${date(to - DAY_MS)}</span></span>`;
  return html`<h2 id="matrix">${counted(survey.reports.length, 'inventory', 'inventories')} over time</h2><p class="dim">Low: the run arrived. Tall: it is missing. Line: the change that stopped them.</p><table class="matrix"><thead><tr><th>State</th><th>Inventory</th><th>${axis}</th><th>Missing</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function runsOf({ timeline }: Report): MatrixRun[] {
  return timeline.flatMap(({ kind, run }) => {
    if (run === undefined) return [];
    return [{ day: Math.floor(Date.parse(run.from) / DAY_MS) * DAY_MS, isMissed: kind === 'missed-run' }];
  });
}

/** Stretches of runs, drawn without a DOM; stretched to the width of its column, as tall as a line. */
function strip(
  runs: readonly MatrixRun[],
  changes: readonly { readonly time: number; readonly number: number }[],
  { from, to }: { readonly from: number; readonly to: number },
): Markup {
  const x = (time: number) => Math.round(((time - from) / (to - from)) * 10_000) / 10;
  const bars = stretches(runs).map(
    ({ first, last, isMissed, count }) =>
      html`<rect class="${isMissed ? 'bad' : 'good'}" x="${x(first)}" y="${isMissed ? 0 : 10}" width="${Math.max(2, x(last + DAY_MS) - x(first))}" height="${isMissed ? 20 : 10}"><title>${counted(count, 'run')} ${isMissed ? 'missing' : 'delivered'}, ${first === last ? date(first) : `${date(first)} to ${date(last)}`}</title></rect>`,
  );
  const lines = changes.map(
    ({ time, number }) =>
      html`<rect class="line" x="${Math.max(0, Math.min(997, x(time)))}" y="0" width="3" height="20"><title>change ${number}</title></rect>`,
  );
  return html`<svg class="strip" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">${bars}${lines}</svg>`;
}

/** Runs of one kind on neighbouring days as one; weekly ones stand alone. */
function stretches(
  runs: readonly MatrixRun[],
): { readonly first: number; last: number; readonly isMissed: boolean; count: number }[] {
  const found: { readonly first: number; last: number; readonly isMissed: boolean; count: number }[] = [];
  for (const { day, isMissed } of [...runs].sort((a, b) => a.day - b.day || Number(a.isMissed) - Number(b.isMissed))) {
    const last = found.at(-1);
    if (last !== undefined && last.isMissed === isMissed && day - last.last <= DAY_MS) {
      last.last = day;
      last.count += 1;
    } else found.push({ first: day, last: day, isMissed, count: 1 });
  }
  return found;
}

function date(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
