import { count, counted, fromTo } from '../../display/quantities.ts';
import type { ReportIncident, ReportOtherRefusals } from '../contract.ts';

/** So many are named; the JSON report has them all. */
const SHOWN = 6;

/** What the change stopped besides, one line each; none where nothing else was refused. */
export function alsoRefusedLines({ alsoRefused }: ReportIncident): readonly string[] {
  const left = alsoRefused.length - SHOWN;
  return [
    ...alsoRefused.slice(0, left === 1 ? undefined : SHOWN).map(otherWords),
    ...(left > 1 ? [`and ${count(left)} more deliveries: see the JSON report`] : []),
  ];
}

function otherWords({
  delivery,
  sourceBucket,
  configurationId,
  count: refused,
  first,
  last,
}: ReportOtherRefusals): string {
  const of = sourceBucket === null ? '' : ` of ${sourceBucket} (${configurationId ?? 'unknown'})`;
  return `${delivery}${of}: ${counted(refused, 'write')} refused, ${fromTo(first, last)}`;
}
