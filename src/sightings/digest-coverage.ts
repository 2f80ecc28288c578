import { HOUR, type Instant } from '../instant.ts';
import { type Interval, united, without } from '../interval.ts';
import type { DigestedTime } from '../verify/check-evidence.ts';
import type { LogCoverage } from './log-coverage.ts';
import { RECORDED_SERVICES, type RecordedService } from './recorded-service.ts';

/**
 * The coverage with what digests shut and open: a silence within an unbroken chain is quiet and nothing else, as long
 * as the trail records the service at all; a missing digest or file is a hole however busy the log is around it.
 * Events are in the files of their hour or of the next: the last hour of a stretch stays open.
 */
export function withDigests(coverage: readonly LogCoverage[], chains: readonly DigestedTime[]): LogCoverage[] {
  return coverage.map((log) => {
    const { kind, account, region } = log.identity;
    const own = chains.filter((chain) => kind === 'cloudtrail' && chain.account === account && chain.region === region);
    if (own.length === 0) return log;
    const whole = own.flatMap((chain) => chain.whole.flatMap((stretch) => delivered(stretch)));
    // What one trail lost, another may have.
    const holes = own.flatMap((chain) => chain.holes).flatMap((hole) => without(hole, whole));
    const vouched = Object.fromEntries(
      RECORDED_SERVICES.flatMap((service) => {
        const known = (log.vouched[service] ?? []).flatMap((stretch) => without(stretch, holes));
        const all = united([...known, ...(isRecorded(service, log) ? whole : [])]);
        return all.length > 0 ? [[service, all] as const] : [];
      }),
    );
    const stretches = united([...without({ from: log.from, to: log.to }, log.gaps), ...whole]);
    const [first, last] = [stretches[0], stretches.at(-1)];
    const from = Math.min(log.from, first?.from ?? log.from);
    const to = Math.max(log.to, last?.to ?? log.to);
    const gaps = united([...without({ from, to }, stretches), ...holes]);
    return { ...log, from, to, gaps, vouched, digests: own.every(({ isSigned }) => isSigned) ? 'signed' : 'hashed' };
  });
}

/** Digests prove the files that were delivered, not that the trail selects a service. */
function isRecorded(service: RecordedService, { hasWrites, has }: LogCoverage): boolean {
  return hasWrites && has.includes(service);
}

function delivered({ from, to }: Interval): Interval[] {
  const until: Instant = to - LATENESS;
  return until > from ? [{ from, to: until }] : [];
}

/** Files are mostly delivered within minutes. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html */
const LATENESS: number = HOUR;
