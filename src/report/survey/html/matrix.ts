import { counted, fromTo } from '../../../display/quantities.ts';
import { DAY, earliest, formatDay, latest, startOfUtcDay } from '../../../instant.ts';
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

/** The inventories over time, a row each, what needs somebody first: every run that arrived, and every one that did not. */
export function matrix(survey: Survey): Markup {
  const runs = survey.reports.map(runsOf);
  const days = runs.flat().map(({ day }) => day);
  const [from, last] = [earliest(days) ?? 0, latest(days) ?? 0];
  const changes = survey.groups.map(({ change }, index) => ({ time: Date.parse(change.time), number: index + 1 }));
  const rows = inOrderOfNeed(survey).map(({ report, index }) => {
    const { tone } = OUTCOMES[report.outcome];
    const answers = groupsFor(survey, index);
    const own = changes.filter(({ number }) => answers.includes(number));
    const picture = days.length === 0 ? null : strip(runs[index] ?? [], own, { from, to: last + DAY });
    return html`<tr><td class="${tone === 'good' || tone === 'bad' ? tone : 'warn'}"><strong>${STATES[report.outcome].word}</strong></td><td><a href="#case-${index + 1}">${caseName(report.case)}</a></td><td>${picture}</td><td>${extentWords(report)}${answers.map((number) => html`, <a href="#group-${number}">change ${number}</a>`)}</td></tr>
`;
  });
  const axis =
    days.length === 0
      ? 'Runs'
      : html`<span class="axis"><span>${formatDay(from)}</span><span>${formatDay(last)}</span></span>`;
  return html`<h2 id="matrix">${counted(survey.reports.length, 'inventory', 'inventories')} over time</h2><p class="dim">Low: the run arrived. Tall: it is missing. Line: the change that stopped them.</p><table class="matrix"><thead><tr><th>State</th><th>Inventory</th><th>${axis}</th><th>Missing</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function runsOf({ timeline }: Report): MatrixRun[] {
  return timeline.flatMap(({ kind, run }) => {
    if (run === undefined) return [];
    return [{ day: startOfUtcDay(Date.parse(run.from)), isMissed: kind === 'missed-run' }];
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
      html`<rect class="${isMissed ? 'bad' : 'good'}" x="${x(first)}" y="${isMissed ? 0 : 10}" width="${Math.max(2, x(last + DAY) - x(first))}" height="${isMissed ? 20 : 10}"><title>${counted(count, 'run')} ${isMissed ? 'missing' : 'delivered'}, ${fromTo(formatDay(first), formatDay(last))}</title></rect>`,
  );
  const lines = changes.map(
    ({ time, number }) =>
      html`<rect class="line" x="${Math.max(0, Math.min(997, x(time)))}" y="0" width="3" height="20"><title>change ${number}</title></rect>`,
  );
  return html`<svg class="strip" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">${bars}${lines}</svg>`;
}

interface Stretch {
  readonly first: number;
  last: number;
  readonly isMissed: boolean;
  count: number;
}

/** Runs of one kind on neighbouring days as one; weekly ones stand alone. */
function stretches(runs: readonly MatrixRun[]): Stretch[] {
  const found: Stretch[] = [];
  for (const { day, isMissed } of [...runs].sort((a, b) => a.day - b.day || Number(a.isMissed) - Number(b.isMissed))) {
    const last = found.at(-1);
    if (last !== undefined && last.isMissed === isMissed && day - last.last <= DAY) {
      last.last = day;
      last.count += 1;
    } else found.push({ first: day, last: day, isMissed, count: 1 });
  }
  return found;
}
