import { type Block, field, heading, line, section, span } from '../../display/page.ts';
import { counted, fromTo } from '../../display/quantities.ts';
import { asSentence } from '../../display/sentence.ts';
import type { ReportChange, ReportDelivery, ReportIncident } from '../contract.ts';
import { answerableFor, sameChange } from '../culprits.ts';
import { alsoRefusedLines } from './also-refused.ts';
import { causeFields, changeFields } from './answer.ts';
import { candidateBlocks } from './candidates.ts';
import { actorFields, callOf, diffLines, recordFields, who } from './change.ts';
import { brokeWords, missedRuns, roleWords, stillDeniedWords, windowWords } from './phase-words.ts';
import { phaseSections } from './phases.ts';
import { remedyBlocks } from './remedy.ts';

export interface IncidentPosition {
  /** Counted from the oldest, 1. */
  readonly number: number;
  readonly of: number;
  /** No report ever arrived, so that nothing was broken by a change. */
  readonly neverWorked: boolean;
  /** Whether it goes on, in words. */
  readonly status: string;
}

/** One incident: when, what, who, why; then what else came into question, and how it ended or can be ended. */
export function incidentBlocks(incident: ReportIncident, position: IncidentPosition): Block[] {
  const title = position.of === 1 ? 'INCIDENT' : `INCIDENT ${position.number} of ${position.of}`;
  return [
    heading(`${title}, ${position.status}`),
    ...section('When', whenFields(incident, position)),
    ...(incident.phases.length > 1 ? severalPhases(incident, position) : onePhase(incident, position)),
    ...section('Candidates', candidateBlocks(incident)),
    ...(incident.restoredBy === null ? [] : section('Restored by', restoredFields(incident.restoredBy))),
    ...(incident.stillDenied === null
      ? []
      : section('Still denied', stillDeniedFields(incident, incident.stillDenied))),
    ...(incident.alsoRefused.length === 0
      ? []
      : section(
          'Also refused in this bucket since',
          alsoRefusedLines(incident).map((words) => line(4, words)),
        )),
    ...section('Remedy', remedyBlocks(incident)),
  ];
}

function whenFields(incident: ReportIncident, { neverWorked }: IncidentPosition): Block[] {
  const { deniedAttempts: denied, window } = incident;
  return [
    field('last delivery', deliveryText(incident.lastDelivery), 4),
    field(neverWorked ? 'first due' : 'broke', neverWorked ? windowWords(window) : brokeWords(incident), 4),
    field(
      'missed',
      [span('strong', counted(incident.missedRuns, 'run')), `: ${missedRuns(incident) ?? 'none yet'}`],
      4,
    ),
    ...(denied === null
      ? []
      : [
          field(
            'refused',
            `${counted(denied.count, 'attempt')} by S3 to write, ${fromTo(denied.first, denied.last)}`,
            4,
          ),
        ]),
    field('next delivery', deliveryText(incident.nextDelivery), 4),
  ];
}

function deliveryText(delivery: ReportDelivery | null): string {
  if (delivery === null) return 'none seen';
  if (delivery.deliveredAt === null) return `run ${delivery.run}, arrival time not known`;
  return `${delivery.deliveredAt} (run ${delivery.run})`;
}

function severalPhases(incident: ReportIncident, position: IncidentPosition): Block[] {
  const isUnanswered = incident.phases.every(({ culprit }) => culprit === null);
  return [...phaseSections(incident), ...(isUnanswered ? section('What', noChange(position)) : [])];
}

function onePhase(incident: ReportIncident, position: IncidentPosition): Block[] {
  const [answer] = answerableFor(incident);
  return [
    ...section('What', answer === undefined ? noChange(position) : changeFields(answer)),
    ...(answer === undefined ? [] : section('Who', actorFields(answer.change.actor))),
    ...section('Why', causeFields(incident.cause)),
  ];
}

function noChange({ neverWorked }: IncidentPosition): Block[] {
  return neverWorked
    ? [line(4, 'Nothing arrived before, so no change need have broken it.')]
    : [line(4, span('warn', 'No change can be named as the one that broke it.'))];
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

function stillDeniedFields(incident: ReportIncident, still: NonNullable<ReportIncident['stillDenied']>): Block[] {
  return [
    line(4, span('bad', stillDeniedWords(incident))),
    ...(still.change === null ? [] : deniedSince(still.change, incident)),
    ...causeFields(still.cause),
  ];
}

/** Whoever answers for a phase is told above. */
function deniedSince(change: ReportChange, incident: ReportIncident): Block[] {
  const answer = answerableFor(incident).find((one) => sameChange(one.change, change));
  const call = `${callOf(change)} at ${change.time}`;
  if (answer !== undefined) return [field('since', `${call} (${roleWords(answer)})`, 4)];
  return [field('change', call, 4), field('by', who(change.actor), 4)];
}
