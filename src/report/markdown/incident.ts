import { counted } from '../../display/quantities.ts';
import { asSentence } from '../../display/sentence.ts';
import type { ReportChange, ReportIncident } from '../contract.ts';
import { type Answerable, answerableFor, sameChange } from '../culprits.ts';
import { alsoRefusedLines } from '../text/also-refused.ts';
import { callOf, who } from '../text/change.ts';
import { brokeWords, judgedWords, missedRuns, roleWords } from '../text/phase-words.ts';
import { ASSESSMENTS, LINKS } from '../text/words.ts';
import { answerRows, difference } from './answer.ts';
import { codeBlock, codeCell, codeSpan, escapeMarkdown } from './escape-markdown.ts';
import { phaseParts } from './phases.ts';
import { remedySection } from './remedy.ts';
import { table } from './table.ts';

/** One incident: when, what, who and why as a table, then the difference, the candidates and the remedy. */
export function incidentSection(
  incident: ReportIncident,
  position: { number: number; of: number; status: string },
): string {
  const title = position.of === 1 ? 'Incident' : `Incident ${position.number} of ${position.of}`;
  const answers = answerableFor(incident);
  const isOfPhases = incident.phases.length > 1;
  const parts = [
    `## ${title}, ${position.status}`,
    table(
      ['Question', 'Answer'],
      [...whenRows(incident), ...(isOfPhases ? [] : answerRows(answers[0] ?? null, incident.cause)), nextRow(incident)],
    ),
    ...(isOfPhases ? phaseParts(incident, answers) : answers.map((answer) => difference(answer, '###'))),
    candidates(incident, answers),
    incident.restoredBy === null ? '' : restored(incident.restoredBy),
    incident.stillDenied === null ? '' : stillDenied(incident, incident.stillDenied),
    alsoRefused(incident),
    remedySection(incident),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function alsoRefused(incident: ReportIncident): string {
  const lines = alsoRefusedLines(incident).map((words) => `- ${escapeMarkdown(words)}`);
  return lines.length === 0 ? '' : `### Also refused in this bucket since\n\n${lines.join('\n')}`;
}

function whenRows(incident: ReportIncident): string[][] {
  const { deniedAttempts } = incident;
  const runs = missedRuns(incident);
  const rows = [
    ['When', when(incident)],
    ['Missed', `${counted(incident.missedRuns, 'run')}${runs === null ? '' : `: ${codeCell(runs)}`}`],
  ];
  if (deniedAttempts === null) return rows;
  const { count, first, last } = deniedAttempts;
  return [...rows, ['Refused', `${counted(count, 'attempt')} by S3, ${first} to ${last}`]];
}

function nextRow({ nextDelivery: next }: ReportIncident): string[] {
  const words = next === null ? 'none seen' : `${next.deliveredAt ?? 'arrival not known'} (run ${codeCell(next.run)})`;
  return ['Next delivery', words];
}

function when({ window, lastDelivery }: ReportIncident): string {
  const last =
    lastDelivery === null
      ? 'no delivery seen before'
      : `last delivery ${lastDelivery.deliveredAt ?? 'at an unknown time'}`;
  return `${brokeWords({ window, lastDelivery })} (${last})`;
}

function candidates(incident: ReportIncident, answers: readonly Answerable[]): string {
  if (incident.candidates.length === 0) return '### Candidates\n\nNo change was seen inside the window.';
  const rows = incident.candidates.map((change) => {
    const answer = answers.find((one) => sameChange(one.change, change));
    return [
      change.time,
      codeCell(callOf(change)),
      answer === undefined ? ASSESSMENTS[change.assessment].words : `**${judgedWords(answer, incident)}**`,
      escapeMarkdown(change.reason),
      escapeMarkdown(who(change.actor)),
    ];
  });
  return `### Candidates\n\n${table(['Time (UTC)', 'Call', 'Judged', 'Reason', 'By'], rows)}`;
}

function restored(change: ReportChange): string {
  const diff = change.diff.length === 0 ? '' : `\n\n${codeBlock('diff', change.diff)}`;
  return `### Restored by\n\n${codeSpan(callOf(change))} at ${change.time}, by ${escapeMarkdown(who(change.actor))}.${diff}`;
}

function stillDenied(incident: ReportIncident, { change, cause }: NonNullable<ReportIncident['stillDenied']>): string {
  const answer = change === null ? undefined : answerableFor(incident).find((one) => sameChange(one.change, change));
  const role = answer === undefined ? '' : ` (${roleWords(answer)})`;
  const by = change === null ? '' : ` Since ${codeSpan(callOf(change))} at ${change.time}${role}.`;
  const lead =
    incident.phases.length === 1
      ? 'What broke first is allowed again, but the'
      : 'What stopped delivery first is not what stops it now: the';
  return `### Still denied\n\n${lead} ${LINKS[cause.link]} denies the delivery now: ${escapeMarkdown(asSentence(cause.explanation))}${by}`;
}
