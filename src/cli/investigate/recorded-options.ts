import { CASE_MEMBER_NAMES } from '../../case/members.ts';
import type { RecordedOptions } from '../../custody/run-record.ts';
import { formatInstant } from '../../instant.ts';
import { type Flags, longName } from '../command.ts';
import type { ResolvedInvestigate } from './resolve-investigate.ts';

/** The flags that a report follows from, for a record: as typed, but for times, which are told without the clock. */
export function recordedOptions(flags: Flags, resolved: ResolvedInvestigate['options']): RecordedOptions {
  const { since, until } = resolved;
  const times = new Map(Object.entries({ now: resolved.case.now, since, until }));
  return Object.fromEntries(
    RECORDED.flatMap((name) => {
      const time = times.get(name) ?? null;
      const value = time === null ? flags[name] : formatInstant(time);
      return value === undefined || typeof value === 'boolean' ? [] : [[longName(name), value]];
    }),
  );
}

/** The flags of a record, as if they were typed; options of a later version are left out. */
export function flagsOfRecord(options: RecordedOptions): Flags {
  return Object.fromEntries(
    RECORDED.flatMap((name) => {
      const value = options[longName(name)];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const RECORDED: readonly string[] = [
  ...CASE_MEMBER_NAMES,
  'since',
  'until',
  'grace',
  'listingTimezone',
  'failedExport',
  'remedyOut',
];
