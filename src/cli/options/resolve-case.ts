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
import { resolveTime } from './resolve-time.ts';
import { badValue } from './usage-error.ts';

/** The flags of the case as typed. */
export type RawCase = { readonly [Name in CaseMember]?: string | undefined };

/**
 * The case as told by flags; members whose flag was not given are absent.
 *
 * @throws ForensicsError `usage` naming the flag
 */
export function resolveCase(raw: RawCase, clock: Instant): CaseOptions {
  const resolve = (name: CaseMember): string | Instant | undefined => {
    const text = raw[name];
    if (text === undefined) return undefined;
    const value = name === 'now' ? takeNow(text, clock) : takeMember(name, text);
    if (value === null) throw badValue(flagOf(name), text, CASE_MEMBERS[name].wanted);
    return value;
  };
  return Object.fromEntries(CASE_MEMBER_NAMES.map((name) => [name, resolve(name)])) as CaseOptions;
}

/** `--source-bucket`, without its placeholder. */
function flagOf(name: CaseMember): string {
  return CASE_MEMBERS[name].flag.split(' ', 1)[0] ?? name;
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
