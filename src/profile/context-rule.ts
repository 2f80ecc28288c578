import type { ContextRule, Knowledge, ToldBy } from './profile.ts';

export const ABSENT: Knowledge = { state: 'absent' };
/** The key is there, with a value that is not documented. */
export const UNKNOWN_VALUE: Knowledge = { state: 'unknown', presence: 'always' };
export const UNKNOWN: Knowledge = { state: 'unknown', presence: 'maybe' };

export function present(...values: readonly string[]): Knowledge {
  return { state: 'present', values };
}

export function rule(key: string, knowledge: Knowledge, basis: string, url: string): ContextRule {
  return { key, knowledge, basis, url };
}

export function told(key: string, by: ToldBy, basis: string, url: string): ContextRule {
  return rule(key, { state: 'told', by }, basis, url);
}
