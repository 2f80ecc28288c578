/** What kind of user OCSF takes a caller for; nothing where the log does not say. */
export interface UserType {
  readonly type_id: 1 | 2 | 3 | 99;
  /** The caption of the number; AWS's own word beside 99, `Other`. */
  readonly type: string;
}

/**
 * The kind of user that a `userIdentity.type` is. Sessions and accounts are none of OCSF's kinds.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function userTypeOf(identityType: string | null): UserType | Record<string, never> {
  if (identityType === null) return {};
  return TYPES.get(identityType) ?? { type_id: 99, type: identityType };
}

const TYPES: ReadonlyMap<string, UserType> = new Map([
  ['IAMUser', { type_id: 1, type: 'User' }],
  ['Root', { type_id: 2, type: 'Admin' }],
  ['AWSService', { type_id: 3, type: 'System' }],
]);
