import type { AskMfa } from './credentials.ts';

/** In whose name a call is made: source, destination, key and logs may belong to four accounts. */
export type AwsParty = 'source' | 'destination' | 'key' | 'log';

export const AWS_PARTIES: readonly AwsParty[] = ['destination', 'source', 'log', 'key'];

/** Roles that are assumed, by their ARNs. */
export interface AssumedRoles {
  /** Of everybody who has none of their own. */
  readonly all: string | null;
  readonly of: Readonly<Partial<Record<AwsParty, string>>>;
  readonly externalId: string | null;
  readonly sessionName: string | null;
}

/** Who asks: the credentials of a profile, null for those of the surroundings, in a role or not. */
export interface Identity {
  readonly profile: string | null;
  readonly roleArn: string | null;
}

/** How AWS is reached; what is null is left to the SDK's own chain (environment, profile, SSO, instance). */
export interface AwsAccess {
  readonly region: string | null;
  readonly endpointUrl: string | null;
  readonly profile: string | null;
  /** Of those who have one of their own. */
  readonly profiles?: Readonly<Partial<Record<AwsParty, string>>>;
  readonly roles?: AssumedRoles;
  /** Absent where nobody sits at a terminal. */
  readonly askMfa?: AskMfa;
}

export function identitiesOf(access: AwsAccess): Readonly<Record<AwsParty, Identity>> {
  const of = (party: AwsParty): Identity => ({
    profile: access.profiles?.[party] ?? access.profile,
    roleArn: access.roles?.of[party] ?? access.roles?.all ?? null,
  });
  return { source: of('source'), destination: of('destination'), key: of('key'), log: of('log') };
}

/** Equal for those who ask with the same credentials. */
export function identityName({ profile, roleArn }: Identity): string {
  return `${profile ?? ''} ${roleArn ?? ''}`;
}

/** Whose credentials they are, in words. */
export function identityWords({ profile, roleArn }: Identity): string {
  if (roleArn !== null) return `role ${roleArn}`;
  return profile === null ? 'the default profile' : `profile ${profile}`;
}
