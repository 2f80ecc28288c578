import { type Block, line, span } from '../../display/page.ts';
import { counted, elapsed } from '../../display/quantities.ts';
import type { Report, ReportIncident } from '../contract.ts';
import { brokeWords, missedRuns, windowWords } from '../text/phase-words.ts';
import { destinationOf, meaningOf, OUTCOMES } from '../text/words.ts';
import { row } from './rows.ts';

/** In a line: the outcome, and how much is missing. */
export function stateLine(report: Report): Block {
  const { words, tone } = OUTCOMES[report.outcome];
  const incident = report.incidents.at(-1);
  return line(0, [
    span(tone, words),
    span('strong', `: ${incident === undefined ? meaningOf(report) : sizeWords(report, incident)}`),
  ]);
}

/** `10 daily reports missing, 10 d 22 h since the last one`. */
function sizeWords(report: Report, incident: ReportIncident): string {
  const missing = `${counted(incident.missedRuns, `${scheduleWord(report, incident)}report`)} missing`;
  switch (report.outcome) {
    case 'recovered':
      return `${missing}, and back since ${incident.nextDelivery?.deliveredAt ?? `run ${incident.nextDelivery?.run ?? 'not known'}`}`;
    case 'delivering':
    case 'pending-first-delivery':
      return `${missing}, ${meaningOf(report)}`;
    case 'never-delivered':
      return `${missing}, none has ever arrived`;
    case 'indeterminate':
      return `${missing}; what became of later ones is not in evidence`;
    case 'broken':
    case 'stopped-by-configuration': {
      const since = elapsed(incident.lastDelivery?.deliveredAt ?? null, report.asOf.time);
      return since === null ? `${missing}, and no earlier one in evidence` : `${missing}, ${since} since the last one`;
    }
    default:
      return report.outcome satisfies never;
  }
}

/** How often they come, where that did not change on the way. */
function scheduleWord({ case: { frequency } }: Report, { phases }: ReportIncident): string {
  if (frequency === null || phases.some(({ cause }) => cause?.decision === 'rescheduled')) return '';
  return frequency === 'Daily' ? 'daily ' : 'weekly ';
}

/** `daily-full of acme-lake to s3://acme-reports/inv`. */
export function caseLine({ case: found }: Report): Block {
  return row(
    'INVENTORY',
    `${found.configurationId ?? '(configuration not known)'} of ${found.sourceBucket ?? '(source not known)'} to ${destinationOf(found) ?? '(destination not known)'}`,
    2,
  );
}

/** When it broke, as far as is known, which runs are missing, and how it ended. */
export function whenRow(incident: ReportIncident, { outcome }: Report): Block {
  const { nextDelivery, deniedAttempts } = incident;
  const runs = missedRuns(incident);
  const broke = outcome === 'never-delivered' ? windowWords(incident.window) : brokeWords(incident);
  return row(
    'WHEN',
    [
      broke,
      ...(runs === null ? [] : [`${runs === incident.firstMissedRun?.run ? 'run' : 'runs'} ${runs}`]),
      ...(deniedAttempts === null ? [] : [`S3 was refused ${counted(deniedAttempts.count, 'write')}`]),
      ...(nextDelivery === null
        ? []
        : [`back with run ${nextDelivery.run}, ${nextDelivery.deliveredAt ?? 'at a time not known'}`]),
    ].join('; '),
    3,
  );
}
