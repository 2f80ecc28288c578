import { type Interval, without } from '../interval.ts';
import type { TrailSelection } from '../records/cloudtrail/selection.ts';
import type { TrailStatus } from '../records/item.ts';
import type { LogCoverage } from './log-coverage.ts';
import { RECORDED_SERVICES } from './recorded-service.ts';

/** What was answered when AWS was asked about a trail; `trail` is its ARN, null where the answer does not say. */
export interface TrailAnswers {
  readonly selectors: readonly { readonly trail: string | null; readonly selection: TrailSelection }[];
  readonly statuses: readonly { readonly trail: string | null; readonly status: TrailStatus }[];
}

/**
 * The coverage without what the trails of an account do not record, and without the time in which one of them was
 * stopped or could not deliver. An answer speaks for the trail that it names: which of several trails wrote the files
 * in evidence they do not say, so that any of them counts against the logs of its account.
 */
export function withTrailAnswers(
  coverage: readonly LogCoverage[],
  { selectors, statuses }: TrailAnswers,
): LogCoverage[] {
  return coverage.map((log) => {
    const { kind, account } = log.identity;
    if (kind !== 'cloudtrail' || account === null) return log;
    const selections = selectors.filter(({ trail }) => accountOf(trail) === account);
    const off = statuses.filter(({ trail }) => accountOf(trail) === account).flatMap(({ status }) => timeOff(status));
    const vouched = Object.fromEntries(
      RECORDED_SERVICES.flatMap((service) => {
        const isBlind =
          service !== 'other' && selections.length > 0 && !selections.some(({ selection }) => selection[service]);
        const rest = isBlind ? [] : (log.vouched[service] ?? []).flatMap((stretch) => without(stretch, off));
        return rest.length > 0 ? [[service, rest] as const] : [];
      }),
    );
    return { ...log, vouched };
  });
}

/** `arn:aws:cloudtrail:<region>:<account>:trail/<name>` */
function accountOf(trail: string | null): string | null {
  return trail?.split(':')[4] ?? null;
}

/** The answer tells the last stop and the last start only. */
function timeOff({ isLogging, stoppedAt, startedAt, lastDelivery, error }: TrailStatus): Interval[] {
  const end = Number.POSITIVE_INFINITY;
  const off: Interval[] = [];
  if (stoppedAt !== null) off.push({ from: stoppedAt, to: isLogging ? Math.max(startedAt ?? end, stoppedAt) : end });
  if (error !== null) off.push({ from: lastDelivery ?? Number.NEGATIVE_INFINITY, to: end });
  return off;
}
