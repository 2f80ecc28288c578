import { isConfigurationChange } from '../../delivery-path/configuration-state.ts';
import type { DeniedAttempt } from '../../delivery-path/delivery.ts';
import { linkName } from '../../delivery-path/link.ts';
import { DAY, type Instant } from '../../instant.ts';
import type { Interval } from '../../interval.ts';
import { trailOf, trailWords } from '../checklist/need.ts';
import type { Incident } from '../incident.ts';
import type { PhaseRun } from '../phases.ts';
import type { Condition, ConditionSubject, Limit } from './condition.ts';
import { stretch } from './coverage-conditions.ts';

/*
 * A configuration that was stopped explains a run whatever else is denied. Where its changes are not seen, what else
 * there is tells whether S3 still tried to write.
 */

/** The configuration is today what the calls seen left, or the last run was refused: then it was in force up to that. */
export const configurationAsFound: Condition = (subject) => {
  const { timeline, suspect, phase, incident } = subject;
  const { configuration } = timeline;
  if (configuration.unseenState === null || isConfigurationChange(suspect.call, timeline.case)) return null;
  const last = phase.runs[phase.runs.length - 1] ?? phase.runs[0];
  if (isShownTried(last, incident)) return null;
  return {
    atMost: 'possible',
    reason: `the ${timeline.case.profile.words.configuration} is not as the calls seen left it: it was changed unseen, and may have stopped these runs`,
    ...configurationTrail(subject, { from: incident.window.after ?? suspect.call.time, to: timeline.case.now }),
  };
};

/** So many days before an outage a log that is held against it holds a write. */
const LATELY: number = 7 * DAY;

/** Access logs are best effort: of a run or two the line may be lost, of an outage that goes on not all. */
const FEWEST = 3;

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
  if (first === undefined || last === undefined || isBucketGone(subject, first)) return null;
  const from = incident.denied.findLast(({ time }) => time < first.run.write.to)?.time ?? after;
  return unwatched(
    subject,
    { from, to: last.run.time },
    `of the runs from ${first.run.name} to ${last.run.name} the log that holds the writes of ${writer.short} has no refused one`,
  );
};

/** What is written into a bucket that is gone leaves no trace in any log: whether S3 tried, only the configuration tells. */
export const configurationOfGoneBucket: Condition = (subject) => {
  const { incident, suspect, judged } = subject;
  if (isShownTried(judged, incident) || !isBucketGone(subject, judged)) return null;
  const from = incident.window.after ?? suspect.call.time;
  return unwatched(
    subject,
    { from, to: judged.run.time },
    'what is written into a bucket that is not there leaves no trace',
  );
};

/** S3 was refused in the day that a report takes, for this run or the next, or the console says so: it still wrote. */
function isShownTried({ run }: PhaseRun, { denied }: Incident): boolean {
  const isNear = ({ time }: DeniedAttempt): boolean => time >= run.time && time <= run.time + DAY;
  return run.reportedFailed || run.denied.length > 0 || denied.some(isNear);
}

function isBucketGone({ timeline, suspect }: ConditionSubject, { run }: PhaseRun): boolean {
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

/** The ends of the longest row of runs without a refusal, of which the log goes on for the day that a report takes; undefined where it is too short. */
function longestUnrefused(
  { incident, phase }: ConditionSubject,
  until: Instant,
): readonly [PhaseRun, PhaseRun] | undefined {
  let [longest, row]: [PhaseRun[], PhaseRun[]] = [[], []];
  for (const member of phase.runs) {
    const { run, fit } = member;
    row = isShownTried(member, incident) ? [] : fit === 'definite' && run.time + DAY <= until ? [...row, member] : row;
    if (row.length > longest.length) longest = row;
  }
  const [first, last] = [longest[0], longest[longest.length - 1]];
  const fewest = incident.denied.length === 0 && incident.nextDelivery === null ? 1 : FEWEST;
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
