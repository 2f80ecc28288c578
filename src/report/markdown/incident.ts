import { counted } from '../../display/quantities.ts';
import type { ReportCause, ReportChange, ReportIncident, ReportRemedy } from '../contract.ts';
import { sameChange } from '../culprits.ts';
import { callOf, who } from '../text/change.ts';
import { repairOf } from '../text/repair.ts';
import { asSentence } from '../text/sentence.ts';
import { ASSESSMENTS, CONFIDENCES, DECISIONS, LINKS } from '../text/words.ts';
import { codeBlock, codeCell, codeSpan, escapeMarkdown } from './escape-markdown.ts';
import { table } from './table.ts';

/** One incident: when, what, who and why as a table, then the difference, the candidates and the remedy. */
export function incidentSection(incident: ReportIncident, position: { number: number; of: number }): string {
  const title = position.of === 1 ? 'Incident' : `Incident ${position.number} of ${position.of}`;
  const { culprit } = incident;
  const repair = repairOf(incident);
  const parts = [
    `## ${title}, ${incident.status}`,
    table(['Question', 'Answer'], answers(incident)),
    culprit === null || culprit.change.diff.length === 0
      ? ''
      : `### What the change did\n\n${codeBlock('diff', culprit.change.diff)}`,
    candidates(incident),
    incident.restoredBy === null ? '' : restored(incident.restoredBy),
    incident.stillDenied === null ? '' : stillDenied(incident.stillDenied),
    incident.remedy === null ? '' : remedySection(incident.remedy),
    repair === null ? '' : `### Remedy\n\n${repair}`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function answers(incident: ReportIncident): string[][] {
  const { culprit, cause, deniedAttempts } = incident;
  const rows = [['When', when(incident)]];
  const runs = runsOf(incident);
  rows.push(['Missed', `${counted(incident.missedRuns, 'run')}${runs === null ? '' : `: ${codeCell(runs)}`}`]);
  if (deniedAttempts !== null) {
    rows.push([
      'Refused',
      `${counted(deniedAttempts.count, 'attempt')} by S3, ${deniedAttempts.first} to ${deniedAttempts.last}`,
    ]);
  }
  if (culprit === null) {
    rows.push(['What', 'No change can be named as the one that broke it.']);
  } else {
    const { change, confidence, reasons } = culprit;
    const { words, meaning } = CONFIDENCES[confidence];
    rows.push(
      ['What', `${codeCell(callOf(change))} at ${change.time}`],
      ['Who', whoCell(change)],
      ['Confidence', `**${words}**: ${escapeMarkdown(reasons.length === 0 ? meaning : reasons.join('; '))}`],
    );
  }
  rows.push(['Why', cause === null ? 'The evidence does not tell.' : causeCell(cause)]);
  const next = incident.nextDelivery;
  rows.push([
    'Next delivery',
    next === null ? 'none yet' : `${next.deliveredAt ?? 'arrival not known'} (run ${codeCell(next.run)})`,
  ]);
  return rows;
}

function when({ window, lastDelivery }: ReportIncident): string {
  const last =
    lastDelivery === null
      ? 'no delivery seen before'
      : `last delivery ${lastDelivery.deliveredAt ?? 'at an unknown time'}`;
  if (window.after === null) return `not later than ${window.before ?? 'an unknown time'} (${last})`;
  return `after ${window.after}, not later than ${window.before ?? 'an unknown time'} (${last})`;
}

function runsOf({ firstMissedRun, lastMissedRun }: ReportIncident): string | null {
  if (firstMissedRun === null) return null;
  return lastMissedRun === null || lastMissedRun.run === firstMissedRun.run
    ? firstMissedRun.run
    : `${firstMissedRun.run} to ${lastMissedRun.run}`;
}

function whoCell({ actor }: ReportChange): string {
  const arn = actor.arn === null ? '' : `, ${codeCell(actor.arn)}`;
  const from = actor.sourceIp === null ? '' : `, from ${codeCell(actor.sourceIp)}`;
  const tool = actor.tool === null ? '' : `, with ${escapeMarkdown(actor.tool)}`;
  return `${escapeMarkdown(who(actor))}${arn}${from}${tool}`;
}

function causeCell(cause: ReportCause): string {
  const statement =
    cause.statement === null
      ? ''
      : `, ${cause.statement.sid === null ? 'statement without Sid' : `statement ${codeCell(cause.statement.sid)}`}, Statement[${cause.statement.index}]`;
  const keys =
    cause.conditionKeys.length === 0 ? '' : ` Condition keys: ${cause.conditionKeys.map(codeCell).join(', ')}.`;
  return `${escapeMarkdown(asSentence(cause.explanation))} Link: ${LINKS[cause.link]}, ${DECISIONS[cause.decision]}${statement}.${keys}`;
}

function candidates(incident: ReportIncident): string {
  if (incident.candidates.length === 0) return '### Candidates\n\nNo change was seen inside the window.';
  const rows = incident.candidates.map((change) => [
    change.time,
    codeCell(callOf(change)),
    incident.culprit !== null && sameChange(change, incident.culprit.change)
      ? '**held responsible**'
      : ASSESSMENTS[change.assessment].words,
    escapeMarkdown(change.reason),
    escapeMarkdown(who(change.actor)),
  ]);
  return `### Candidates\n\n${table(['Time (UTC)', 'Call', 'Judged', 'Reason', 'By'], rows)}`;
}

function restored(change: ReportChange): string {
  const diff = change.diff.length === 0 ? '' : `\n\n${codeBlock('diff', change.diff)}`;
  return `### Restored by\n\n${codeSpan(callOf(change))} at ${change.time}, by ${escapeMarkdown(who(change.actor))}.${diff}`;
}

function stillDenied({ change, cause }: NonNullable<ReportIncident['stillDenied']>): string {
  const by = change === null ? '' : ` Since ${codeSpan(callOf(change))} at ${change.time}.`;
  return `### Still denied\n\nWhat broke first is allowed again, but the ${LINKS[cause.link]} denies the delivery now: ${escapeMarkdown(asSentence(cause.explanation))}${by}`;
}

function remedySection(remedy: ReportRemedy): string {
  const parts = [
    `### Remedy\n\n${escapeMarkdown(asSentence(remedy.description))} Evaluated against the delivery: it is allowed with this document. Nothing was applied.`,
    ...(remedy.warnings ?? []).map((warning) => `**Careful:** ${escapeMarkdown(asSentence(warning))}`),
    remedy.diff === undefined || remedy.diff.length === 0 ? '' : codeBlock('diff', remedy.diff),
    codeBlock('json', JSON.stringify(remedy.document, null, 2).split('\n')),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
