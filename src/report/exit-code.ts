import type { Report, ReportIncident } from './contract.ts';

/** `broken`: a broken delivery is itself a reason to fail, as in a cron job. */
export type FailOn = 'broken' | null;

/**
 * The exit code of `investigate` for a finished report.
 *
 * - 0: answered. No incident, or each has a proven or probable culprit, or a cause that needs none.
 * - 3: the evidence does not suffice.
 * - 4: delivery is broken, and `failOn` asks to be told so. Outranks 3.
 */
export function exitCodeOf(report: Report, options: { readonly failOn: FailOn }): 0 | 3 | 4 {
  if (options.failOn === 'broken' && report.outcome === 'broken') return 4;
  return isAnswered(report) ? 0 : 3;
}

function isAnswered(report: Report): boolean {
  switch (report.outcome) {
    case 'indeterminate':
      return false;
    case 'never-delivered':
      // What never worked was not broken by anyone: its cause alone is the answer.
      return report.incidents.length > 0 && report.incidents.every((it) => hasCulprit(it) || hasKnownCause(it));
    case 'delivering':
    case 'broken':
    case 'recovered':
    case 'stopped-by-configuration':
    case 'pending-first-delivery':
      return report.incidents.every(hasCulprit);
    default:
      return report.outcome satisfies never;
  }
}

function hasCulprit(incident: ReportIncident): boolean {
  return incident.culprit !== null && incident.culprit.confidence !== 'possible';
}

function hasKnownCause(incident: ReportIncident): boolean {
  return incident.cause !== null && incident.cause.decision !== 'unknown';
}
