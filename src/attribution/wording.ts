import type { Actor, ChainLink } from '../records/actor.ts';
import { parsePrincipalArn } from '../records/principal-arn.ts';

/** What is told of an actor, whose chain is told without its times. */
type Named = Omit<Actor, 'chain'> & { readonly chain: readonly Omit<ChainLink, 'time'>[] };

/**
 * The actor in words for a report, on one line and without a capital at its start unless AWS's own.
 *
 * A session is never called a person: its name is chosen by whoever assumed the role. The words are "the
 * credentials of session ... of role ...", followed by who assumed it, unless a source identity or the identity
 * provider's own event names somebody; then that name goes first, with who vouches for it.
 *
 * The text may hold whatever a caller chose to call itself: line breaks are taken out, escaping is the renderer's work.
 *
 * @example
 * 'IAM user alice (account 444455556666)'
 * 'alice@acme.example, so named by the identity provider, in session alice of role Admin (account 444455556666)'
 * 'CloudFormation, called by the credentials of session ci of role deploy (account 444455556666)'
 */
export function describeActor(actor: Named): string {
  const words = actor.type === 'AWSService' ? serviceName(actor.invokedBy) : calledBy(actor.invokedBy, caller(actor));
  return words.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** Console pages call through AWS's own back ends; only a service's DNS name is worth telling. */
function calledBy(invokedBy: string | null, words: string): string {
  return invokedBy?.includes('.') === true && !CONSOLE.has(invokedBy)
    ? `${serviceName(invokedBy)}, called by ${words}`
    : words;
}

function caller(actor: Named): string {
  switch (actor.type) {
    case 'IAMUser':
      return `IAM user ${actor.userName ?? actor.arn ?? actor.principalId ?? 'of unknown name'}${inAccount(actor.accountId)}`;
    case 'Root':
      return rootUser(actor);
    case 'AssumedRole':
    case 'Role':
      return roleSession(actor);
    case 'FederatedUser':
      return `the credentials of federated user ${actor.sessionName ?? actor.arn ?? 'of unknown name'}${inAccount(actor.accountId)}${assumedBy(actor)}`;
    case 'SAMLUser':
    case 'WebIdentityUser':
      return `${actor.userName ?? actor.principalId ?? 'a user'}, so named by the identity provider`;
    case 'IdentityCenterUser':
      return `IAM Identity Center user ${actor.userName ?? actor.principalId ?? 'of unknown name'}`;
    case 'AWSAccount':
      return otherAccount(actor);
    default:
      return unknownCaller(actor);
  }
}

function rootUser(actor: Named): string {
  const root = `the root user of account ${actor.accountId ?? 'unknown'}`;
  return actor.chain.length === 0 ? root : `the credentials of ${root}${assumedBy(actor)}`;
}

function roleSession(actor: Named): string {
  const arn = actor.arn === null ? null : parsePrincipalArn(actor.arn);
  const issuer = actor.sessionIssuerArn === null ? null : parsePrincipalArn(actor.sessionIssuerArn);
  const role = arn?.name ?? issuer?.name ?? 'of unknown name';
  const name = actor.sessionName === null ? 'a session' : `session ${actor.sessionName}`;
  const session = `${name} of role ${role}${inAccount(actor.accountId)}`;
  if (actor.sourceIdentity !== null) {
    return `${actor.sourceIdentity}, so named by the source identity of ${session}`;
  }
  const last = actor.chain.at(-1);
  if (last !== undefined && actor.origin !== null && BY_IDENTITY_PROVIDER.has(last.via)) {
    const through = actor.chain.length > 1 ? ` through ${chainWords(actor.chain.slice(0, -1))}` : '';
    return `${actor.origin}, so named by the identity provider, in ${session}${through}`;
  }
  return `the credentials of ${session}${assumedBy(actor)}`;
}

/** `, obtained by IAM user bob (account 444455556666)`: who is at the end of the chain, or how far it goes. */
function assumedBy(actor: Named): string {
  const last = actor.chain.at(-1);
  if (last === undefined) {
    return '';
  }
  const words = `, obtained by ${holder(last.arn)}`;
  return actor.origin === null ? `${words}, whose own sign-in is not in the evidence` : words;
}

function chainWords(links: Named['chain']): string {
  return links.map((link) => holder(link.arn)).join(', then ');
}

/** A link's caller: an ARN, a federated subject, a principal id or a service. */
function holder(name: string | null): string {
  if (name === null) {
    return 'an unknown caller';
  }
  const arn = parsePrincipalArn(name);
  if (arn === null) {
    return SERVICE.test(name) ? serviceName(name) : UNIQUE_ID.test(name) ? `the principal with id ${name}` : name;
  }
  switch (arn.kind) {
    case 'user':
      return `IAM user ${arn.name}${inAccount(arn.accountId)}`;
    case 'root':
      return `the root user of account ${arn.accountId}`;
    case 'assumed-role':
      return `session ${arn.session} of role ${arn.name}${inAccount(arn.accountId)}`;
    case 'federated-user':
      return `federated user ${arn.name}${inAccount(arn.accountId)}`;
    case 'role':
      return `role ${arn.name}${inAccount(arn.accountId)}`;
    default:
      return arn.kind satisfies never;
  }
}

function otherAccount(actor: Named): string {
  if (actor.accountId === 'anonymous') {
    return 'an anonymous caller';
  }
  if (actor.accountId !== null) {
    const principal = actor.principalId === null ? '' : `, principal ${actor.principalId}`;
    return `a caller from account ${actor.accountId}${principal}`;
  }
  return actor.principalId === null
    ? 'a caller from another account'
    : `the account with canonical user id ${actor.principalId}`;
}

/** Rows of the console's event history give a bare name, which may be a user's or a session's. */
function unknownCaller(actor: Named): string {
  if (actor.type === null && actor.userName !== null) {
    return `the credentials of "${actor.userName}" (user or role session, the log does not say)`;
  }
  const name = actor.arn ?? actor.userName ?? actor.principalId;
  if (name !== null) {
    return `an unknown caller, ${name}`;
  }
  return actor.invokedBy === null ? 'an unknown caller' : 'AWS itself';
}

function serviceName(service: string | null): string {
  if (service === null) {
    return 'an AWS service';
  }
  return SERVICE_NAMES.get(service) ?? `the AWS service ${service}`;
}

function inAccount(accountId: string | null): string {
  return accountId === null ? '' : ` (account ${accountId})`;
}

const BY_IDENTITY_PROVIDER: ReadonlySet<string> = new Set(['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity']);
const CONSOLE: ReadonlySet<string> = new Set(['signin.amazonaws.com', 'console.amazonaws.com']);
const SERVICE = /^[a-z0-9.-]{1,200}\.amazonaws\.com(?:\.cn)?$/;
const UNIQUE_ID = /^A[A-Z0-9]{15,40}(?::|$)/;
const SERVICE_NAMES: ReadonlyMap<string, string> = new Map([
  ['cloudformation.amazonaws.com', 'CloudFormation'],
  ['controltower.amazonaws.com', 'AWS Control Tower'],
  ['config.amazonaws.com', 'AWS Config'],
  ['ssm.amazonaws.com', 'AWS Systems Manager'],
]);
