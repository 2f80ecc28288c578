import type { Report, ReportChange, ReportIncident } from './contract.ts';

/** Whether two descriptions are of one call: reports name a change in several places. */
export function sameChange(a: ReportChange, b: ReportChange): boolean {
  return (
    a === b ||
    (a.time === b.time && a.eventName === b.eventName && a.eventId === b.eventId && a.requestId === b.requestId)
  );
}

/** The incident that a change is held responsible for; null for any other change. */
export function incidentCausedBy(report: Report, change: ReportChange): ReportIncident | null {
  return report.incidents.find(({ culprit }) => culprit !== null && sameChange(culprit.change, change)) ?? null;
}
