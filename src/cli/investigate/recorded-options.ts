import { CASE_MEMBER_NAMES } from '../../case/members.ts';
import type { RecordedOptions } from '../../custody/run-record.ts';
import { formatInstant } from '../../instant.ts';
import type { RawInvestigate, ResolvedInvestigate } from './resolve-investigate.ts';

/** The flags that a report follows from, for a record: as typed, but for times, which are told without the clock. */
export function recordedOptions(raw: RawInvestigate, resolved: ResolvedInvestigate['options']): RecordedOptions {
  const { since, until } = resolved;
  const now = resolved.case.now;
  const asked: Partial<Record<string, string | readonly string[]>> = {
    ...raw,
    now: raw.now === undefined || now === undefined ? undefined : formatInstant(now),
    since: since === null ? undefined : formatInstant(since),
    until: until === null ? undefined : formatInstant(until),
  };
  return Object.fromEntries(
    RECORDED.flatMap((name) => {
      const value = asked[name];
      return value === undefined || value.length === 0 ? [] : [[optionName(name), value]];
    }),
  );
}

/** The flags of a record, as if they were typed; options of a later version are left out. */
export function rawOfRecord(options: RecordedOptions): Partial<RawInvestigate> {
  return Object.fromEntries(
    RECORDED.flatMap((name) => {
      const value = options[optionName(name)];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const RECORDED: readonly (keyof RawInvestigate)[] = [
  ...CASE_MEMBER_NAMES,
  'since',
  'until',
  'grace',
  'listingTimezone',
  'failedExport',
  'remedyOut',
];

function optionName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
