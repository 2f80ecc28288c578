import type { Report, ReportPhase } from './contract.ts';
import { roleOf } from './culprits.ts';
import type { Survey } from './survey/contract.ts';

/** `broken`: a broken delivery is itself a reason to fail, as in a cron job. */
export type FailOn = 'broken' | null;

/**
 * The exit code of `investigate` for a finished report.
 *
 * - 0: answered. No incident, or every phase of each has a proven or probable culprit, or a cause that needs none.
 * - 3: the evidence does not suffice.
 * - 4: delivery is broken, and `failOn` asks to be told so. Outranks 3.
 */
export function exitCodeOf(report: Report, options: { readonly failOn: FailOn }): 0 | 3 | 4 {
  if (options.failOn === 'broken' && report.outcome === 'broken') return 4;
  return isAnswered(report) ? 0 : 3;
}

/** That of the worst of its cases. */
export function exitCodeOfSurvey({ reports }: Survey, options: { readonly failOn: FailOn }): 0 | 3 | 4 {
  const codes = reports.map((report) => exitCodeOf(report, options));
  return codes.includes(4) ? 4 : codes.includes(3) ? 3 : 0;
}

function isAnswered(report: Report): boolean {
  const phases = report.incidents.flatMap((incident) => incident.phases);
  switch (report.outcome) {
    case 'indeterminate':
      return false;
    case 'never-delivered':
      // What never worked was not broken by anyone: its cause alone is the answer.
      return phases.length > 0 && phases.every((it) => hasCulprit(it) || hasKnownCause(it));
    case 'broken':
    case 'stopped-by-configuration':
      // Of a bucket or configuration that is not there now, no run need be known.
      return phases.length > 0 && phases.every(hasCulprit);
    case 'delivering':
    case 'recovered':
    case 'pending-first-delivery':
      return phases.every(hasCulprit);
    default:
      return report.outcome satisfies never;
  }
}

function hasCulprit({ culprit }: ReportPhase): boolean {
  return culprit !== null && roleOf(culprit) === 'culprit';
}

function hasKnownCause({ cause }: ReportPhase): boolean {
  return cause !== null && cause.decision !== 'unknown';
}
