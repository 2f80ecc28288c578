import { compareText } from '../../order.ts';
import type { Report, ReportChange, ReportWarning } from '../contract.ts';
import type { Survey, SurveyGroup } from './contract.ts';
import { warningName } from './words.ts';

/** Puts the reports of one reading together; evidence, and what all say of it, is told once. */
export function assembleSurvey(reports: readonly [Report, ...Report[]]): Survey {
  const [first] = reports;
  return {
    schemaVersion: '1',
    kind: 'survey',
    generatedAt: first.generatedAt,
    tool: first.tool,
    asOf: first.asOf,
    reports: reports.map((report) => ({ ...report, evidence: [] })),
    groups: groupsOf(reports),
    evidence: first.evidence,
    warnings: sharedWarnings(reports),
  };
}

/** Those that every report has: they are of the evidence, not of a case. */
function sharedWarnings([first, ...others]: readonly [Report, ...Report[]]): readonly ReportWarning[] {
  const texts = others.map(({ warnings }) => new Set(warnings.map(warningName)));
  return first.warnings.filter((warning) => texts.every((known) => known.has(warningName(warning))));
}

function groupsOf(reports: readonly Report[]): readonly SurveyGroup[] {
  const groups = new Map<
    string,
    { change: ReportChange; phases: SurveyGroup['phases'][number][]; runs: number; now: number }
  >();
  reports.forEach(({ incidents }, report) => {
    incidents.forEach(({ phases, status }, incident) => {
      phases.forEach(({ culprit, runs }, phase) => {
        if (culprit === null) return;
        const { change } = culprit;
        const name = nameOf(change);
        const group = groups.get(name) ?? { change, phases: [], runs: 0, now: 0 };
        group.phases.push({ report, incident, phase });
        group.runs += runs.count;
        if (status === 'ongoing' && phase === phases.length - 1) group.now += 1;
        groups.set(name, group);
      });
    });
  });
  return [...groups.values()]
    .sort(
      (a, b) =>
        b.now - a.now ||
        b.phases.length - a.phases.length ||
        b.runs - a.runs ||
        compareText(nameOf(a.change), nameOf(b.change)),
    )
    .map(({ change, phases }) => ({ change, phases }));
}

/** One call, in whichever reports it stands. */
function nameOf({ time, eventName, operation, bucket, keyArn, eventId, requestId }: ReportChange): string {
  return [time, eventId, requestId, eventName, operation, bucket, keyArn].map((part) => part ?? '').join('\n');
}
