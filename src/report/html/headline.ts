import { counted } from '../../display/quantities.ts';
import type { CauseDecision, Report, ReportIncident } from '../contract.ts';
import { roleOf } from '../culprits.ts';

/** What happened, in a line: the title of the page. */
export function headline(report: Report): string {
  const { outcome, incidents } = report;
  const newest = incidents.at(-1);
  const reports = `Inventory reports${nameOf(report)}`;
  const missing = newest === undefined ? '' : `: ${counted(newest.missedRuns, 'report')} missing`;
  switch (outcome) {
    case 'broken':
      return newest?.lastDelivery == null
        ? `${reports} do not arrive${missing}`
        : `${reports} stopped${dayOf(newest)}${missing}`;
    case 'recovered':
      return `${reports} stopped${dayOf(newest)} and arrive again${missing.replace(' missing', ' missed')}`;
    case 'stopped-by-configuration':
      return `${reports} ${STOPPED[newest?.phases.at(-1)?.cause?.decision ?? 'unknown']}${dayOf(newest)}${missing}`;
    case 'never-delivered':
      return `No inventory report${nameOf(report)} ever arrived${missing}`;
    case 'pending-first-delivery':
      return `The first inventory report${nameOf(report)} is not due yet`;
    case 'delivering':
      return `${reports} arrive as scheduled`;
    case 'indeterminate':
      return `Whether inventory reports${nameOf(report)} arrive cannot be told`;
    default:
      return outcome satisfies never;
  }
}

function nameOf({ case: { sourceBucket } }: Report): string {
  return sourceBucket === null ? '' : ` of ${sourceBucket}`;
}

/** The day of the change that stopped them, else that of the first run that did not arrive. */
function dayOf(incident: ReportIncident | undefined): string {
  const { culprit, firstMissedRun } = incident ?? {};
  if (culprit != null && roleOf(culprit) === 'culprit') return ` on ${culprit.change.time.slice(0, 10)}`;
  return firstMissedRun == null ? '' : ` with the run of ${firstMissedRun.run.slice(0, 10)}`;
}

const STOPPED: Readonly<Record<CauseDecision, string>> = {
  disabled: 'were switched off',
  deleted: 'were switched off',
  moved: 'were sent elsewhere',
  rescheduled: 'were made weekly',
  'explicit-deny': 'stopped',
  'implicit-deny': 'stopped',
  'unusable-key': 'stopped',
  unknown: 'stopped',
};
