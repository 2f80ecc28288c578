import type { Condition } from './condition.ts';
import type { ActionElement, PrincipalElement, ResourceElement, Statement } from './policy.ts';
import { statementName } from './policy.ts';
import { printable } from './printable.ts';
import { listValues, predicate } from './wording.ts';

/**
 * A statement in one line: `Deny OfficeOnly: s3:* unless aws:SourceIp is in 203.0.113.0/24`. Resources are left out
 * when they are a whole bucket, principals when a Deny is for everyone.
 */
export function describeStatement(statement: Statement): string {
  const parts = [
    describeActions(statement.action),
    describeResources(statement.resource),
    describePrincipals(statement.principal, statement.effect),
    describeConditions(statement.conditions),
  ];
  return `${describeName(statement)}: ${parts.filter((part) => part !== '').join(' ')}`;
}

/** `Deny OfficeOnly`, `Allow "S3 use of the key"`, or `Deny (statement 2)` without a Sid. */
export function describeName(statement: Statement): string {
  const { effect, sid } = statement;
  if (sid === null || sid === '') return `${effect} (${statementName(statement)})`;
  // Sids of key policies have spaces, and would run into what stands around them.
  return /\s/.test(sid) ? `${effect} "${printable(sid)}"` : `${effect} ${printable(sid)}`;
}

/** What narrows a statement down: `when ... unless ...`. Several exceptions each suffice, several demands must all be met. */
export function describeConditions(conditions: readonly Condition[]): string {
  const demands = conditions.filter((condition) => condition.operator?.negated !== true).map(describeDemand);
  const exceptions = conditions.filter((condition) => condition.operator?.negated === true).map(describeException);
  return [
    demands.length === 0 ? '' : `when ${demands.join(' and ')}`,
    exceptions.length === 0 ? '' : `unless ${exceptions.join(' or ')}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** One principal, so that equal ones read alike: `s3.amazonaws.com`, `account 111122223333`, `everyone`. */
export function principalNames(element: PrincipalElement): string[] {
  if (element.everyone) return ['everyone'];
  return [
    ...element.aws.map((text) => (text === '*' ? 'everyone (AWS *)' : text)),
    ...element.service,
    ...element.canonicalUser.map((text) => `canonical user ${text}`),
    ...element.federated.map((text) => `federated ${text}`),
    ...element.otherTypes.map((type) => `${type} principals`),
  ];
}

/** A resource as it is spoken of: without the part of an S3 ARN that never differs. */
export function shortResource(text: string): string {
  return text.replace(/^arn:aws[\w-]*:s3:::/, '');
}

function describeActions({ negated, patterns }: ActionElement): string {
  const texts = patterns.map(({ text }) => text);
  if (texts.length === 0) return 'no action';
  return negated ? `every action except ${listValues(texts)}` : texts.map(printable).join(', ');
}

function describeResources({ negated, patterns }: ResourceElement): string {
  const texts = patterns.map(({ text }) => text);
  if (texts.length === 0) return 'on nothing';
  if (!negated && texts.every(isWholeBucket)) return '';
  return `on ${negated ? 'everything except ' : ''}${texts.map((text) => printable(shortResource(text))).join(', ')}`;
}

function isWholeBucket(text: string): boolean {
  return text === '*' || /^arn:aws[\w-]*:s3:::[\w.-]+(?:\/\*)?$/.test(text);
}

function describePrincipals(element: PrincipalElement, effect: Statement['effect']): string {
  const names = principalNames(element).map(printable);
  if (element.negated) return `for everyone except ${listValues(names)}`;
  if (effect === 'Deny' && element.everyone) return '';
  return `${effect === 'Deny' ? 'for' : 'to'} ${names.length === 0 ? 'nobody' : names.join(', ')}`;
}

function describeDemand(condition: Condition): string {
  const lenient = condition.operator?.ifExists === true ? ' or is missing' : '';
  return `${printable(condition.key)} ${predicate(condition)}${lenient}`;
}

function describeException(condition: Condition): string {
  return `${printable(condition.key)} ${predicate(condition, true)}`;
}
