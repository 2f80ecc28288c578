import { counted } from '../../display/quantities.ts';
import type { ReportCause, ReportChange, ReportDelivery, ReportIncident, ReportRemedy } from '../contract.ts';
import { candidateBlocks } from './candidates.ts';
import { actorFields, callOf, diffLines, recordFields, who } from './change.ts';
import { BLANK, type Block, field, heading, type Inline, line, span } from './page.ts';
import { repairOf } from './repair.ts';
import { asSentence } from './sentence.ts';
import { CONFIDENCES, DECISIONS, LINKS } from './words.ts';

export interface IncidentPosition {
  /** Counted from the oldest, 1. */
  readonly number: number;
  readonly of: number;
  /** No report ever arrived, so that nothing was broken by a change. */
  readonly neverWorked: boolean;
}

/** One incident: when, what, who, why; then what else came into question, and how it ended or can be ended. */
export function incidentBlocks(incident: ReportIncident, position: IncidentPosition): Block[] {
  const repair = repairOf(incident);
  const title = position.of === 1 ? 'INCIDENT' : `INCIDENT ${position.number} of ${position.of}`;
  return [
    heading(`${title}, ${incident.status}`),
    ...section('When', whenFields(incident, position)),
    ...section('What', whatFields(incident, position)),
    ...(incident.culprit === null ? [] : section('Who', actorFields(incident.culprit.change.actor))),
    ...section('Why', incident.cause === null ? noCause() : causeFields(incident.cause)),
    ...section('Candidates', candidateBlocks(incident)),
    ...(incident.restoredBy === null ? [] : section('Restored by', restoredFields(incident.restoredBy))),
    ...(incident.stillDenied === null ? [] : section('Still denied', stillDeniedFields(incident.stillDenied))),
    ...(incident.remedy === null ? [] : section('Remedy', remedyBlocks(incident.remedy))),
    ...(repair === null ? [] : section('Remedy', [line(4, repair)])),
  ];
}

function section(title: string, blocks: readonly Block[]): Block[] {
  return [BLANK, line(2, span('strong', title)), ...blocks];
}

function whenFields(incident: ReportIncident, { neverWorked }: IncidentPosition): Block[] {
  const { firstMissedRun, lastMissedRun, deniedAttempts, window } = incident;
  const fields = [
    field('last delivery', deliveryText(incident.lastDelivery, 'none seen'), 4),
    field(neverWorked ? 'first due' : 'broke', windowText(window.after, window.before), 4),
  ];
  const runs =
    firstMissedRun === null
      ? 'none yet'
      : firstMissedRun.run === lastMissedRun?.run || lastMissedRun === null
        ? firstMissedRun.run
        : `${firstMissedRun.run} to ${lastMissedRun.run}`;
  fields.push(field('missed', [span('strong', counted(incident.missedRuns, 'run')), `: ${runs}`], 4));
  if (deniedAttempts !== null) {
    const { count, first, last } = deniedAttempts;
    const span = first === last ? first : `${first} to ${last}`;
    fields.push(field('refused', `${counted(count, 'attempt')} by S3 to write, ${span}`, 4));
  }
  fields.push(field('next delivery', deliveryText(incident.nextDelivery, 'none yet'), 4));
  return fields;
}

function deliveryText(delivery: ReportDelivery | null, absent: string): string {
  if (delivery === null) return absent;
  if (delivery.deliveredAt === null) return `run ${delivery.run}, arrival time not known`;
  return `${delivery.deliveredAt} (run ${delivery.run})`;
}

function windowText(after: string | null, before: string | null): string {
  if (after === null && before === null) return 'at a time that the evidence does not tell';
  if (after === null) return `not later than ${before}`;
  if (before === null) return `after ${after}`;
  return `after ${after}, not later than ${before}`;
}

function whatFields(incident: ReportIncident, { neverWorked }: IncidentPosition): Block[] {
  const { culprit } = incident;
  if (culprit === null) {
    return [
      neverWorked
        ? line(4, 'Nothing arrived before, so no change need have broken it.')
        : line(4, span('warn', 'No change can be named as the one that broke it.')),
    ];
  }
  const { change, confidence, reasons } = culprit;
  const { words, meaning, tone } = CONFIDENCES[confidence];
  return [
    field('change', [span('strong', `${callOf(change)} at ${change.time}`)], 4),
    // The cause, further down, mostly says the same.
    ...(change.reason === '' || change.reason === incident.cause?.explanation
      ? []
      : [field('effect', asSentence(change.reason), 4)]),
    field('confidence', [span(tone, words), `: ${reasons.length === 0 ? meaning : reasons.join('; ')}`], 4),
    ...(change.diff.length === 0 ? [] : [field('difference', '', 4), ...diffLines(change.diff, 6)]),
    ...recordFields(change),
  ];
}

function causeFields(cause: ReportCause): Block[] {
  const fields = [
    line(4, asSentence(cause.explanation)),
    field('link', `${LINKS[cause.link]}: ${DECISIONS[cause.decision]}`, 4),
  ];
  if (cause.statement !== null) {
    const { sid, index } = cause.statement;
    fields.push(
      field('statement', sid === null ? `without Sid, Statement[${index}]` : `${sid}, Statement[${index}]`, 4),
    );
  }
  if (cause.conditionKeys.length > 0) fields.push(field('condition keys', cause.conditionKeys.join(', '), 4));
  return fields;
}

function noCause(): Block[] {
  return [line(4, span('warn', 'The evidence does not tell. See the warnings and what the logs cover, below.'))];
}

function restoredFields(change: ReportChange): Block[] {
  return [
    field('change', [span('good', callOf(change)), ` at ${change.time}`], 4),
    field('by', who(change.actor), 4),
    ...(change.reason === '' ? [] : [field('effect', asSentence(change.reason), 4)]),
    ...(change.diff.length === 0 ? [] : [field('difference', '', 4), ...diffLines(change.diff, 6)]),
    ...recordFields(change),
  ];
}

function stillDeniedFields(still: { change: ReportChange | null; cause: ReportCause }): Block[] {
  const lead: Inline = 'What broke first is allowed again, but another link denies the delivery now.';
  const change =
    still.change === null
      ? []
      : [
          field('change', `${callOf(still.change)} at ${still.change.time}`, 4),
          field('by', who(still.change.actor), 4),
        ];
  return [line(4, span('bad', lead)), ...change, ...causeFields(still.cause)];
}

function remedyBlocks(remedy: ReportRemedy): Block[] {
  return [
    line(4, asSentence(remedy.description)),
    ...diffLines(remedy.diff ?? [], 6),
    ...(remedy.warnings ?? []).map((warning) => line(4, span('warn', `Careful: ${warning}`))),
    line(4, span('dim', 'Evaluated against the delivery: it is allowed with this document. Nothing was applied.')),
    BLANK,
    { kind: 'json', indent: 4, document: remedy.document },
  ];
}
