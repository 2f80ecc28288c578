import { parseAddress } from '../policy/document/cidr.ts';
import type { Actor } from '../records/actor.ts';
import { parsePrincipalArn } from '../records/principal-arn.ts';
import type { Sighting } from './sighting.ts';

type Stated = Pick<Sighting, 'log' | 'actor'>;

/**
 * The members in which two sightings of one request name different callers: both state a value, in forms that can be
 * compared, and the values differ. Forms of one identity are no difference: a root user's canonical id beside its ARN,
 * the copy of another account that names the caller by account and id only (`AWSAccount`), a role beside its session.
 *
 * Addresses and user agents are compared within one log only: what S3 and CloudTrail each call so differs for calls
 * that a console or another service makes.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function differingMembers(one: Stated, other: Stated): (keyof Actor)[] {
  const sameLog = one.log === other.log;
  return MEMBERS.filter(({ member, agree, isOfOneLog }) => {
    if (isOfOneLog === true && !sameLog) return false;
    const [here, there] = [stated(one.actor[member]), stated(other.actor[member])];
    return here !== null && there !== null && here !== there && !agree(here, there, one.actor, other.actor);
  }).map(({ member }) => member);
}

interface Comparison {
  readonly member: keyof Actor;
  /** Whether two different texts may mean the same. */
  readonly agree: (here: string, there: string, one: Actor, other: Actor) => boolean;
  readonly isOfOneLog?: true;
}

const never = (): boolean => false;

const MEMBERS: readonly Comparison[] = [
  { member: 'type', agree: isOneType },
  { member: 'arn', agree: isOneArn },
  { member: 'accountId', agree: never },
  { member: 'principalId', agree: isOnePrincipal },
  { member: 'userName', agree: (_here, _there, one, other) => one.type === null || one.type !== other.type },
  { member: 'sessionName', agree: never },
  { member: 'sessionIssuerArn', agree: never },
  { member: 'accessKeyId', agree: never },
  { member: 'mfaAuthenticated', agree: never },
  { member: 'sourceIdentity', agree: never },
  { member: 'invokedBy', agree: (here, there) => here === INTERNAL || there === INTERNAL },
  { member: 'sourceIp', agree: isOneAddress, isOfOneLog: true },
  { member: 'userAgent', agree: (here, there) => here.startsWith(there) || there.startsWith(here), isOfOneLog: true },
];

/** The value as text; null where the log has none, or hides it. */
function stated(value: Actor[keyof Actor]): string | null {
  return value === null || value === HIDDEN ? null : String(value);
}

/** `AWSAccount` is what the log of another account, or of S3, calls anybody. */
function isOneType(here: string, there: string): boolean {
  if (ANYBODY.has(here) || ANYBODY.has(there)) return true;
  return ROLE.has(here) && ROLE.has(there);
}

/** By account, kind and name: names are unique in an account whatever their path; a role stands for its sessions. */
function isOneArn(here: string, there: string): boolean {
  const [one, other] = [parsePrincipalArn(here), parsePrincipalArn(there)];
  if (one === null || other === null || one.accountId !== other.accountId || one.name !== other.name) return false;
  if (one.kind === other.kind) return one.session === other.session;
  return OF_ROLE.has(one.kind) && OF_ROLE.has(other.kind);
}

/** Ids of different kinds (a canonical user id, an account, an `AIDA...`) may be one principal's. */
function isOnePrincipal(here: string, there: string): boolean {
  const [one, other] = [kindOfId(here), kindOfId(there)];
  if (one !== other) return true;
  const [[id, session], [otherId, otherSession]] = [here.split(':'), there.split(':')];
  return id === otherId && (session === undefined || otherSession === undefined);
}

function kindOfId(id: string): string {
  if (/^[0-9a-f]{64}$/i.test(id)) return 'canonical';
  if (/^\d{12}$/.test(id)) return 'account';
  return 'unique';
}

/** Calls that AWS makes for somebody name a service, or AWS itself, in place of an address. */
function isOneAddress(here: string, there: string): boolean {
  const [one, other] = [parseAddress(here), parseAddress(there)];
  return one === null || other === null || (one.family === other.family && one.first === other.first);
}

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const INTERNAL = 'AWS Internal';
const ANYBODY: ReadonlySet<string> = new Set(['AWSAccount', 'Unknown']);
const ROLE: ReadonlySet<string> = new Set(['AssumedRole', 'Role']);
const OF_ROLE: ReadonlySet<string> = new Set(['role', 'assumed-role']);
