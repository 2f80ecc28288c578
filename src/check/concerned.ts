import type { JsonValue } from '../json.ts';
import { parsePolicy } from '../policy/document/parse.ts';
import type { Statement } from '../policy/document/policy.ts';
import { accountOf } from '../policy/document/principal.ts';
import type { NamedSibling, SiblingProfile } from '../profile/siblings/sibling.ts';

/** Whether a policy speaks of the service of a delivery, or of an account that writes in its place. */
export function concerns(document: JsonValue, profile: SiblingProfile): boolean {
  return statementsOf(document).some((statement) => names(statement, profile));
}

/**
 * The deliveries that a policy could be about: those whose service a statement names. Of several deliveries of one
 * service those that the statement itself tells apart, else those that nothing tells apart.
 */
export function concernedBy(document: JsonValue, all: readonly NamedSibling[]): readonly NamedSibling[] {
  const statements = statementsOf(document);
  const writing = statements.filter(({ action }) => action.patterns.some(({ glob }) => glob.matches('s3:PutObject')));
  // A statement that only lets the bucket be looked at says little of what is written into it.
  const isWriting = writing.some((statement) => all.some(({ profile }) => names(statement, profile)));
  const meant = (isWriting ? writing : statements).flatMap((statement) => {
    const named = all.filter(({ profile }) => names(statement, profile));
    const text = textOf(statement);
    const told = named.filter(({ profile }) => profile.telltale?.test(text) === true);
    return told.length > 0 ? told : named.filter(({ profile }) => profile.telltale === null);
  });
  return all.filter((one) => meant.includes(one));
}

function statementsOf(document: JsonValue): readonly Statement[] {
  const parsed = parsePolicy(document, 'bucket');
  return parsed.ok ? parsed.policy.statements : [];
}

function names({ principal, conditions }: Statement, { writer, accounts = [] }: SiblingProfile): boolean {
  if (principal.aws.some((text) => accounts.includes(accountOf(text) ?? ''))) return true;
  if (writer.kind !== 'service') return false;
  const asked = conditions.filter(({ lookupKey }) => lookupKey.startsWith('aws:principalservicename'));
  return [...principal.service, ...asked.flatMap(({ values }) => values)].includes(writer.service);
}

function textOf({ sid, resource, conditions }: Statement): string {
  const values = conditions.filter(({ lookupKey }) => lookupKey === 'aws:sourcearn').flatMap((one) => one.values);
  return [sid ?? '', ...resource.patterns.map(({ text }) => text), ...values].join('\n');
}
