import { counted } from '../../display/quantities.ts';
import { shellOption } from '../../display/shell-word.ts';
import { compareText } from '../../order.ts';
import type { Outcome, Report, ReportCase, ReportCulprit, ReportPhase, ReportWarning } from '../contract.ts';
import { type Role, roleOf } from '../culprits.ts';
import { CONFIDENCES, OUTCOMES } from '../text/words.ts';
import type { Survey, SurveyGroup } from './contract.ts';

/** The wording of a survey, the same for every reader. What comes from logs is not escaped yet. */

/** `acme-lake/daily-full`, as the keys of its reports have it. */
export function caseName({ sourceBucket, configurationId }: ReportCase): string {
  return `${sourceBucket ?? 'unknown bucket'}/${configurationId ?? 'unknown configuration'}`;
}

/** The same for two warnings that say the same. */
export function warningName({ code, message }: ReportWarning): string {
  return `${code}\n${message}`;
}

/** In a word each, what needs somebody first. */
export const STATES: Readonly<Record<Outcome, { readonly word: string; readonly order: number }>> = {
  broken: { word: 'broken', order: 0 },
  'never-delivered': { word: 'never came', order: 1 },
  'stopped-by-configuration': { word: 'stopped', order: 2 },
  indeterminate: { word: 'cannot tell', order: 3 },
  recovered: { word: 'recovered', order: 4 },
  'pending-first-delivery': { word: 'waiting', order: 5 },
  delivering: { word: 'delivering', order: 6 },
};

/** The reports with their index, what needs somebody first. */
export function inOrderOfNeed({ reports }: Survey): readonly { readonly report: Report; readonly index: number }[] {
  return reports
    .map((report, index) => ({ report, index }))
    .sort(
      (a, b) =>
        STATES[a.report.outcome].order - STATES[b.report.outcome].order ||
        compareText(caseName(a.report.case), caseName(b.report.case)) ||
        a.index - b.index,
    );
}

/** One sentence: how many there are, how they do, how many changes answer for it. */
export function surveySentence(survey: Survey): string {
  const { reports, groups } = survey;
  const counts = Object.entries(STATES).flatMap(([outcome, { word }]) => {
    const many = reports.filter((report) => report.outcome === outcome).length;
    return many === 0 ? [] : `${many} ${word}`;
  });
  const suspects = groups.filter((group) => roleOfGroup(survey, group) === 'suspect').length;
  const culprits = groups.length - suspects;
  const answers = [
    ...(culprits === 0 ? [] : [`${counted(culprits, 'change is', 'changes are')} named as what stopped them`]),
    ...(suspects === 0 ? [] : [`${counted(suspects, 'change is', 'changes are')} suspected`]),
  ];
  const answer = answers.length === 0 ? 'No change is named as what stopped any of them' : answers.join(', ');
  return `${counted(reports.length, 'inventory', 'inventories')} in this evidence: ${counts.join(', ')}. ${answer}.`;
}

/** What a group's change is called: a suspect where it is no more for any inventory. */
export function roleOfGroup(survey: Survey, group: SurveyGroup): Role {
  return stoppedBy(survey, group).some(({ culprit }) => roleOf(culprit) === 'culprit') ? 'culprit' : 'suspect';
}

/** Since when it ails and how many runs are missing; what came last where nothing ails. */
export function extentWords({ incidents, outcome }: Report): string {
  const last = incidents.at(-1);
  if (last === undefined) return OUTCOMES[outcome].meaning;
  const runs = `${counted(last.missedRuns, 'run')} missing`;
  const since = last.firstMissedRun === null ? '' : ` since run ${last.firstMissedRun.run}`;
  return last.nextDelivery === null ? `${runs}${since}` : `${runs}${since}, until run ${last.nextDelivery.run}`;
}

/** The numbers, from 1, of the groups that answer for the last incident of a report. */
export function groupsFor({ groups, reports }: Survey, index: number): readonly number[] {
  const last = (reports[index]?.incidents.length ?? 0) - 1;
  return groups.flatMap(({ phases }, group) =>
    phases.some(({ report, incident }) => report === index && incident === last) ? [group + 1] : [],
  );
}

/** What a group's change did to each inventory that it stopped, each once. */
export function stoppedBy({ reports }: Survey, { phases }: SurveyGroup): readonly StoppedCase[] {
  const cases = new Map<number, StoppedCase>();
  for (const { report: index, incident, phase } of phases) {
    const report = reports[index];
    const found = report?.incidents[incident]?.phases[phase];
    if (report === undefined || found?.culprit == null) continue;
    const known = cases.get(index);
    cases.set(index, {
      report,
      culprit: known?.culprit ?? found.culprit,
      phase: known?.phase ?? found,
      runs: (known?.runs ?? 0) + found.runs.count,
    });
  }
  return [...cases.values()];
}

/** How much of one inventory it stopped, and how surely. */
export function stoppedWords({ report, runs, culprit }: StoppedCase): string {
  return `${caseName(report.case)}: ${counted(runs, 'run')}, ${roleOf(culprit)}, ${CONFIDENCES[culprit.confidence].words}`;
}

export interface StoppedCase {
  readonly report: Report;
  /** Of the first of its phases. */
  readonly culprit: ReportCulprit;
  readonly phase: ReportPhase;
  readonly runs: number;
}

/** How to have one of them told in full. */
export function oneCommand({ sourceBucket, configurationId }: ReportCase): string {
  return `inventory-forensics investigate EVIDENCE${shellOption('source-bucket', sourceBucket)}${shellOption('configuration-id', configurationId)}`;
}
