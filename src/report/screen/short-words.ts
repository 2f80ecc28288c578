import { counted, fromTo } from '../../display/quantities.ts';
import type { ReportChange, ReportPhase } from '../contract.ts';

/** `DisableKey on key 1f0c7b52-...`: the ARN of a key says no more here than its id. */
export function callWords({ eventName, bucket, keyArn }: ReportChange): string {
  const key = keyArn?.split(':key/')[1];
  const target = bucket ?? (key === undefined ? keyArn : `key ${key}`);
  return target === null ? eventName : `${eventName} on ${target}`;
}

/** `3 runs, 2026-02-10 to 2026-02-12`. */
export function runDays({ first, last, count }: ReportPhase['runs']): string {
  const dayOf = (run: string) => /^\d{4}-\d{2}-\d{2}(?=T)/.exec(run)?.[0] ?? run;
  return `${counted(count, 'run')}, ${fromTo(dayOf(first), dayOf(last))}`;
}
