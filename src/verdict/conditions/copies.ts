import { configurationAt } from '../../delivery-path/configuration-state.ts';
import { formatInstant } from '../../instant.ts';
import { type Call, describeDifferences, isDisputed } from '../../sightings/call.ts';
import { filesOf } from '../checklist/need.ts';
import type { Suspect } from '../culprit.ts';
import type { Condition, Limit } from './condition.ts';

/** Neither the configuration in force at the run nor, of a change to it, the one before is told differently by copies. */
export const configurationIsSettled: Condition = ({ timeline, suspect, judged }) => {
  const { configuration } = timeline;
  const index = configuration.steps.findIndex(({ call }) => call === suspect.call);
  const step = [
    configurationAt(configuration, judged.run.time),
    configurationAt(configuration, judged.run.write.from),
    ...configuration.steps.slice(Math.max(0, index - 1), Math.max(0, index)),
  ].find(({ told, call }) => told !== null && call !== suspect.call);
  if (step?.call == null) return null;
  return {
    atMost: 'possible',
    reason: `copies of ${step.call.eventName} at ${formatInstant(step.call.time)} contradict each other: whether this report was due, and where, is not settled`,
    ...trailFile(suspect, step.call),
  };
};

/** No copy of the evidence contradicts it. */
export const copiesAgree: Condition = ({ suspect }) => {
  const { contradiction } = suspect.call;
  if (contradiction === null) return null;
  const { differences } = contradiction;
  return {
    atMost: isDisputed(suspect.call) ? 'possible' : 'probable',
    reason: `copies of this call contradict each other in ${describeDifferences(differences)}`,
    ...trailFile(suspect, suspect.call),
  };
};

/** Where copies contradict each other, this tells which is true. */
export function trailFile({ link, place }: Suspect, { time }: Call): Required<Pick<Limit, 'liftedBy' | 'needs'>> {
  return {
    liftedBy: 'the file of the trail itself, verified by its digest',
    needs: [filesOf(link, place, { from: time, to: time })],
  };
}
