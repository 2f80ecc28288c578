import type { DeliveryProfile } from '../profile/profile.ts';
import type { CaseMembers, CaseTexts } from './members.ts';

/**
 * The case under investigation: one configuration, and what kind of delivery it makes. It describes the state at `now`;
 * events tell earlier values. A member is null when neither the user nor the evidence says it.
 */
export type Case = { readonly [Name in keyof CaseTexts]: CaseTexts[Name] | null } & {
  readonly profile: DeliveryProfile;
  readonly now: CaseMembers['now'];
};

/** The case as given by flags or by `case.json`: every member may be missing. */
export type CaseOptions = { readonly [Name in keyof CaseMembers]?: CaseMembers[Name] | undefined };
