import { common, type Interval, united, without } from '../interval.ts';
import type { TrailSelection } from '../records/cloudtrail/selection.ts';
import { type TrailStatus, timeOff } from '../records/cloudtrail/trail-status.ts';
import type { TrailName } from '../records/item.ts';
import type { LogCoverage } from './log-coverage.ts';
import { RECORDED_SERVICES, type RecordedService } from './recorded-service.ts';

/** What was answered when AWS was asked about trails. */
export interface TrailAnswers {
  readonly selectors: readonly (TrailName & { readonly selection: TrailSelection })[];
  readonly statuses: readonly (TrailName & { readonly status: TrailStatus })[];
}

/**
 * The coverage without what the trails of an account do not record, and without the time in which one of them was
 * stopped or could not deliver. Where it is known which trails wrote the files in evidence, what one of them recorded is
 * recorded. Else an answer speaks for the trail that it names, and which of several wrote the files it does not say, so
 * that any of them counts against the logs of its account.
 */
export function withTrailAnswers(coverage: readonly LogCoverage[], answers: TrailAnswers): LogCoverage[] {
  return coverage.map((log) => {
    const { kind, account, region } = log.identity;
    if (kind !== 'cloudtrail' || account === null) return log;
    const isTaken = ({ takenFor }: TrailName) => takenFor?.account === account && takenFor.region === region;
    const isOfAccount = ({ trail, takenFor }: TrailName) => takenFor === null && accountOf(trail) === account;
    const selections = answers.selectors.filter(isOfAccount);
    const off = answers.statuses.filter(isOfAccount).flatMap(({ status }) => timeOff(status));
    const writers = {
      selectors: answers.selectors.filter(isTaken),
      statuses: answers.statuses.filter(isTaken),
    };
    const vouched = Object.fromEntries(
      RECORDED_SERVICES.flatMap((service) => {
        const isBlind =
          service !== 'other' && selections.length > 0 && !selections.some(({ selection }) => selection[service]);
        const told = isBlind ? [] : (log.vouched[service] ?? []).flatMap((stretch) => without(stretch, off));
        const rest = common(united(told), recordedBy(writers, service));
        return rest.length > 0 ? [[service, rest] as const] : [];
      }),
    );
    return { ...log, vouched };
  });
}

/** The time in which one of the trails recorded a service; all time where no trail is known. */
function recordedBy({ selectors, statuses }: TrailAnswers, service: RecordedService): Interval[] {
  const trails = new Set([...selectors, ...statuses].map(({ trail }) => trail));
  if (trails.size === 0) return [ALWAYS];
  const recorded = [...trails].flatMap((trail) => {
    const selections = selectors.filter((one) => one.trail === trail);
    const isBlind =
      service !== 'other' && selections.length > 0 && !selections.some(({ selection }) => selection[service]);
    const off = statuses.filter((one) => one.trail === trail).flatMap(({ status }) => timeOff(status));
    return isBlind ? [] : without(ALWAYS, off);
  });
  return united(recorded);
}

const ALWAYS: Interval = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** `arn:aws:cloudtrail:<region>:<account>:trail/<name>` */
function accountOf(trail: string | null): string | null {
  return trail?.split(':')[4] ?? null;
}
