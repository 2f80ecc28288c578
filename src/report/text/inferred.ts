import { CASE_MEMBER_NAMES, type CaseMember } from '../../case/members.ts';
import { addTo } from '../../groups.ts';
import type { Report } from '../contract.ts';

/** The members of the case that nobody gave, by the reason for which each is taken for what it is. */
export function inferredMembers({ case: { inferred } }: Report): { readonly what: string; readonly why: string }[] {
  const members = new Map<string, string[]>();
  for (const name of CASE_MEMBER_NAMES) {
    const why = inferred[name];
    if (why !== undefined) addTo(members, why, MEMBERS[name]);
  }
  return [...members].map(([why, names]) => ({ what: names.join(', '), why }));
}

const MEMBERS: Readonly<Record<CaseMember, string>> = {
  sourceBucket: 'source',
  sourceAccount: 'account of the source',
  destinationBucket: 'destination',
  destinationAccount: 'account of the destination',
  destinationPrefix: 'prefix',
  configurationId: 'configuration id',
  frequency: 'schedule',
  encryption: 'encryption',
  now: 'moment',
};
