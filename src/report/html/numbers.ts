import { count, counted, elapsed } from '../../display/quantities.ts';
import type { Report, ReportIncident } from '../contract.ts';
import { answerableFor } from '../culprits.ts';
import { html, type Markup } from './markup.ts';

type Figure = readonly [figure: string, of: string];

/** Four numbers: how much is missing, for how long, how often S3 was refused, and out of how many changes. */
export function numbers(report: Report): Markup {
  const newest = report.incidents.at(-1);
  const figures = newest === undefined ? ofNoIncident(report) : ofIncident(newest, report);
  return html`<dl class="numbers">${figures.map(([figure, of]) => html`<div><dt>${of}</dt><dd>${figure}</dd></div>`)}</dl>`;
}

function ofIncident(incident: ReportIncident, { generatedAt, case: { frequency } }: Report): Figure[] {
  const { missedRuns, lastDelivery, nextDelivery, deniedAttempts, candidates } = incident;
  const gap = elapsed(lastDelivery?.deliveredAt ?? null, nextDelivery?.deliveredAt ?? generatedAt);
  const named = answerableFor(incident).length;
  return [
    [
      count(missedRuns),
      `${frequency === null ? '' : `${frequency.toLowerCase()} `}reports ${nextDelivery === null ? 'missing' : 'missed'}`,
    ],
    [gap ?? 'not known', nextDelivery === null ? 'since the last report' : 'from report to report'],
    [count(deniedAttempts?.count ?? 0), 'refused writes seen'],
    candidates.length === 0
      ? ['0', 'changes seen in the window']
      : [`${count(named)} of ${count(candidates.length)}`, 'changes in the window answer for it'],
  ];
}

function ofNoIncident({ timeline, generatedAt, evidence, coverage }: Report): Figure[] {
  const delivered = timeline.filter(({ kind }) => kind === 'delivery');
  const changes = timeline.filter(({ change }) => change !== undefined);
  return [
    [count(delivered.length), 'reports delivered'],
    [elapsed(delivered.at(-1)?.time ?? null, generatedAt) ?? 'not known', 'since the last report'],
    [count(changes.length), 'changes seen'],
    [count(coverage.length), `logs and listings, in ${counted(evidence.length, 'file')}`],
  ];
}
