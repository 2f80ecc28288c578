import type { CaseOptions } from '../../case/case.ts';
import {
  CASE_MEMBER_NAMES,
  CASE_MEMBERS,
  type CaseMember,
  isPlausibleNow,
  takeBucketName,
  takeMember,
} from '../../case/members.ts';
import type { Instant } from '../../instant.ts';
import { type Flags, longName, textFlag } from '../command.ts';
import { resolveTime } from './resolve-time.ts';
import { badValue } from './usage-error.ts';

/**
 * The case as told by flags; members whose flag was not given are absent.
 *
 * @throws ForensicsError `usage` naming the flag
 */
export function resolveCase(flags: Flags, clock: Instant): CaseOptions {
  const resolve = (name: CaseMember): string | Instant | undefined => {
    const text = textFlag(flags, name);
    if (text === undefined) return undefined;
    const value = name === 'now' ? takeNow(text, clock) : takeMember(name, text);
    if (value === null) throw badValue(`--${longName(name)}`, text, CASE_MEMBERS[name].wanted);
    return value;
  };
  return Object.fromEntries(CASE_MEMBER_NAMES.map((name) => [name, resolve(name)])) as CaseOptions;
}

/** @throws ForensicsError `usage` naming the option */
export function checkedBucket(option: string, value: string): string {
  if (takeBucketName(value) === null) throw badValue(option, value, CASE_MEMBERS.sourceBucket.wanted);
  return value;
}

function takeNow(value: string, clock: Instant): Instant | null {
  const now = resolveTime('--now', value, { edge: 'end', now: clock });
  return isPlausibleNow(now) ? now : null;
}
