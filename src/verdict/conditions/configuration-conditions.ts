import { isConfigurationChange } from '../../delivery-path/configuration-state.ts';
import type { DeniedAttempt } from '../../delivery-path/delivery.ts';
import { linkName } from '../../delivery-path/link.ts';
import { DAY, type Instant } from '../../instant.ts';
import type { Interval } from '../../interval.ts';
import type { ExplainedRun } from '../../timeline/explain-run.ts';
import type { Run } from '../../timeline/runs.ts';
import { trailOf, trailWords } from '../checklist/need.ts';
import type { Incident } from '../incident.ts';
import type { Condition, ConditionSubject, Limit } from './condition.ts';
import { stretch } from './coverage-conditions.ts';

/*
 * A configuration that was stopped explains a run whatever else is denied. Where its changes are not seen, what else
 * there is tells whether S3 still tried to write.
 */

/**
 * The configuration is today what the calls seen left, or the last run was refused: then it was in force up to that. Beside
 * a call on it, or where none is seen, what is so today matters only where it explains a run as well.
 */
export const configurationAsFound: Condition = (subject) => {
  const { timeline, suspect, phase, incident } = subject;
  const isChanged = timeline.configuration.unseenState !== null && !isConfigurationChange(suspect.call, timeline.case);
  const explainsToo = phase.runs.some(
    ({ explanations }) =>
      explanations.length > 1 && explanations.some((it) => it.kind === 'not-due' && it.basis === 'document'),
  );
  if (!isChanged && !explainsToo) return null;
  const { run: last } = phase.runs[phase.runs.length - 1] ?? phase.runs[0];
  if (isShownTried(last, incident)) return null;
  return {
    atMost: isChanged ? 'possible' : 'probable',
    reason: `no call seen left the ${timeline.case.profile.words.configuration} as it is now: it was changed unseen, and may have stopped these runs`,
    ...configurationTrail(subject, { from: incident.window.after ?? suspect.call.time, to: timeline.case.now }),
  };
};

/** So many days before an outage a log that is held against it holds a write. */
const LATELY: number = 7 * DAY;

/**
 * Access logs are best effort: of a run or two the line may be lost, of an outage that goes on not all. Where none was
 * refused before them and others are behind them, two tell.
 */
const FEWEST = 3;
const FEWEST_AT_FIRST = 2;

/**
 * The log that holds S3's writes holds the refused ones of a denial as well. Several runs in a row without one, while
 * nobody watched the configuration, leave open whether S3 tried at all.
 */
export const writesWentOn: Condition = (subject) => {
  const { timeline, incident, suspect } = subject;
  const { written, until } = timeline.writeLog;
  const { writer } = timeline.case.profile;
  const after = incident.window.after ?? suspect.call.time;
  const isLogged = incident.denied.length > 0 || written.some((at) => at >= after - LATELY && at <= after);
  if (until === null || !isLogged) return null;
  const [first, last] = longestUnrefused(subject, until) ?? [];
  if (first === undefined || last === undefined) return null;
  const from = incident.denied.findLast(({ time }) => time < first.write.to)?.time ?? after;
  return unwatched(
    subject,
    { from, to: last.time },
    `of the runs from ${first.name} to ${last.name} the log that holds the writes of ${writer.short} has no refused one`,
  );
};

/** What is written into a bucket that is gone leaves no trace in any log: whether S3 tried, only the configuration tells. */
export const configurationOfGoneBucket: Condition = (subject) => {
  const { incident, suspect, judged } = subject;
  if (isShownTried(judged.run, incident) || !isBucketGone(subject, judged.run)) return null;
  const from = incident.window.after ?? suspect.call.time;
  return unwatched(
    subject,
    { from, to: judged.run.time },
    'what is written into a bucket that is not there leaves no trace',
  );
};

/** S3 was refused in the day that a report takes, for this run or the next, or the console says so: it still wrote. */
function isShownTried(run: Run, { denied }: Incident): boolean {
  const isNear = ({ time }: DeniedAttempt): boolean => time >= run.time && time <= run.time + DAY;
  return run.reportedFailed || run.denied.length > 0 || denied.some(isNear);
}

function isBucketGone({ timeline, suspect }: ConditionSubject, run: Run): boolean {
  return timeline.paths.at(suspect.place).at(run.write.from).links['destination-bucket'].state === 'denied';
}

function unwatched(subject: ConditionSubject, interval: Interval, untold: string): Limit | null {
  const { timeline, suspect } = subject;
  const { profile } = timeline.case;
  const [gap] = timeline.unseen('configuration', suspect.place, interval);
  if (gap === undefined || isConfigurationChange(suspect.call, timeline.case)) return null;
  return {
    atMost: 'possible',
    reason: `${untold}, and no trail in evidence covers changes of the ${linkName('configuration', profile)} ${stretch(gap)}, which may have stopped them`,
    ...configurationTrail(subject, gap),
  };
}

/**
 * The ends of the longest row of runs without a refusal that reaches up to the phase or into it, of which the log goes on
 * for the day that a report takes; undefined where it is too short. Of a run that was not due, or had no bucket, none is
 * refused.
 */
function longestUnrefused(subject: ConditionSubject, until: Instant): readonly [Run, Run] | undefined {
  const { incident, phase, before } = subject;
  const isUnrefused = ({ run, explanations }: ExplainedRun): boolean =>
    !isShownTried(run, incident) &&
    run.time + DAY <= until &&
    explanations.every((it) => it.kind !== 'not-due' || it.basis === 'document') &&
    !isBucketGone(subject, run);
  const earlier = before.flatMap(({ runs }) => runs);
  let row: ExplainedRun[] = earlier.slice(earlier.findLastIndex((run) => !isUnrefused(run)) + 1);
  let longest = row;
  for (const member of phase.runs) {
    row = isUnrefused(member) ? [...row, member] : [];
    if (row.length > longest.length) longest = row;
  }
  const [first, last] = [longest[0]?.run, longest[longest.length - 1]?.run];
  const isOfOne = incident.denied.length === 0 && incident.nextDelivery === null;
  const isAtFirst = first === incident.missed[0] && incident.denied.length > 0;
  const fewest = isOfOne ? 1 : isAtFirst ? FEWEST_AT_FIRST : FEWEST;
  return longest.length < fewest || first === undefined || last === undefined ? undefined : [first, last];
}

function configurationTrail(
  { timeline, suspect: { place } }: ConditionSubject,
  interval: Interval,
): Required<Pick<Limit, 'liftedBy' | 'needs'>> {
  return {
    liftedBy: `${trailWords('configuration', place, timeline.logSubject)}, for that time; or the refused writes of these runs`,
    needs: [trailOf('configuration', place, interval)],
  };
}
