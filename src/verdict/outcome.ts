import type { LinkState } from '../delivery-path/link.ts';
import type { Timeline } from '../timeline/build.ts';
import type { JudgedIncident, Outcome } from './judged-incident.ts';

/** The outcome of the case as a whole: the first line that holds. */
export function outcomeOf(timeline: Timeline, incidents: readonly JudgedIncident[]): Outcome {
  const { runs, configuration } = timeline;
  const known = runs.filter(({ status }) => status === 'delivered' || status === 'missed');
  const delivered = runs.some(({ status }) => status === 'delivered');
  const lastKnown = known[known.length - 1];
  const dueUnknown = runs.some(
    (run) => run.status === 'unknown' && (lastKnown === undefined || run.time > lastKnown.time),
  );
  const last = incidents[incidents.length - 1];
  const isStopped = last !== undefined && last.incident.status === 'ongoing' && isStoppedByConfiguration(last);
  if (!delivered && configuration.creation !== null) {
    if (isStopped) return 'stopped-by-configuration';
    if (lastKnown !== undefined) return 'never-delivered';
    return runs.some(({ status }) => status === 'unknown') ? 'indeterminate' : 'pending-first-delivery';
  }
  if (lastKnown === undefined && last === undefined) return goneNow(timeline) ?? 'indeterminate';
  if (dueUnknown || lastKnown === undefined) return 'indeterminate';
  if (last === undefined) return 'delivering';
  if (last.incident.status === 'recovered') return 'recovered';
  return isStopped ? 'stopped-by-configuration' : 'broken';
}

/** No run is known, but what AWS answers: the configuration is not there, or its destination is not. */
function goneNow({ path, case: { now } }: Timeline): Outcome | null {
  const { links } = path.at(now);
  const isGone = ({ decision, basis }: LinkState): boolean => decision === 'deleted' && basis === 'document';
  if (isGone(links.configuration)) return 'stopped-by-configuration';
  return isGone(links['destination-bucket']) ? 'broken' : null;
}

/** What stops delivery now is the configuration itself, in the last phase. */
function isStoppedByConfiguration({ phases }: JudgedIncident): boolean {
  const last = phases[phases.length - 1];
  return last?.cause?.link === 'configuration' && last.cause.decision !== 'unknown';
}
