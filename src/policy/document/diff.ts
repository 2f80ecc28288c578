import { groupedBy } from '../../groups.ts';
import type { JsonValue } from '../../json.ts';
import { describeName, describeStatement } from './describe.ts';
import { type NormalCondition, type NormalSet, type NormalStatement, normalize, normalText } from './normal-form.ts';
import { parsePolicy } from './parse.ts';
import type { Policy, PolicyProblem, Statement } from './policy.ts';
import { printable } from './printable.ts';

/**
 * What changed from one policy to another, as lines for people. Only meaning counts: lists against single values,
 * order, formatting, and the case of action and key names are no change, and a statement that only got another Sid
 * is the same. Statements are paired by Sid, then by content.
 *
 * - `+ ` a new statement, `- ` one that is gone, `~ ` a part of one that changed;
 * - `= ` a statement of the new policy where the old one is not known, under a line that begins with `? `;
 * - `! ` a document that cannot be read.
 *
 * @param before null: there was no policy; undefined: what there was is not known.
 * @param after null: there is no policy.
 * @returns no lines when nothing changed.
 */
export function diffPolicies(before: JsonValue | null | undefined, after: JsonValue | null): string[] {
  const now = read(after);
  if (before === undefined) return ['? the policy before is not known', ...describeUnknownBefore(now)];
  const old = read(before);
  if (!old.ok || !now.ok) return [...cannotRead(old, 'before'), ...cannotRead(now, 'after')];
  return diffStatements(old.policy, now.policy);
}

function diffStatements(before: Policy | null, after: Policy | null): string[] {
  const old = before?.statements ?? [];
  const now = after?.statements ?? [];
  const partners = pair(old, now);
  const kept = new Set(partners.values());
  const gone = old.filter((statement) => !kept.has(statement)).map((statement) => `- ${describeStatement(statement)}`);
  const lines = now.flatMap((statement) => {
    const partner = partners.get(statement);
    return partner === undefined ? [`+ ${describeStatement(statement)}`] : diffStatement(partner, statement);
  });
  return [...diffVersions(before, after), ...gone, ...lines];
}

type Read =
  | { readonly ok: true; readonly policy: Policy | null }
  | { readonly ok: false; readonly problem: PolicyProblem };

/** Read as a key policy, the kind with the widest limits: a diff is no place to judge a document. */
function read(document: JsonValue | null): Read {
  return document === null ? { ok: true, policy: null } : parsePolicy(document, 'key');
}

function cannotRead(document: Read, which: 'before' | 'after'): string[] {
  if (document.ok) return [];
  const { path, message } = document.problem;
  return [`! the policy ${which} cannot be read: ${printable(path === '' ? message : `${path} ${message}`)}`];
}

/** What the policy has, when what it had is not known. */
function describeUnknownBefore(document: Read): string[] {
  if (!document.ok) return cannotRead(document, 'after');
  if (document.policy === null) return ['- there is no policy any more'];
  return document.policy.statements.map((statement) => `= ${describeStatement(statement)}`);
}

/** New statements with the old ones they came from. */
function pair(old: readonly Statement[], now: readonly Statement[]): Map<Statement, Statement> {
  const partners = new Map<Statement, Statement>();
  const free = new Set(old);
  const match = (nameOf: (statement: Statement) => string | null): void => {
    const byName = groupedBy(free, nameOf);
    for (const statement of now) {
      const partner = partners.has(statement) ? undefined : byName.get(nameOf(statement) ?? '')?.shift();
      if (partner === undefined) continue;
      partners.set(statement, partner);
      free.delete(partner);
    }
  };
  const text = (statement: Statement): string => normalOf(statement).text;
  match((statement) => (statement.sid ? `${statement.sid} ${text(statement)}` : null));
  match((statement) => (statement.sid ? statement.sid : null));
  match(text);
  return partners;
}

/** Computed once for each statement: in a history, each policy is compared with the one before and the one after. */
function normalOf(statement: Statement): { readonly normal: NormalStatement; readonly text: string } {
  const known = NORMAL.get(statement);
  if (known !== undefined) return known;
  const normal = normalize(statement);
  const computed = { normal, text: normalText(normal) };
  NORMAL.set(statement, computed);
  return computed;
}

const NORMAL = new WeakMap<Statement, { readonly normal: NormalStatement; readonly text: string }>();

function diffVersions(before: Policy | null, after: Policy | null): string[] {
  if (before === null || after === null || before.version === after.version) return [];
  if (![before, after].some(holdsVariables)) return [];
  const effect = after.version === '2012-10-17' ? 'variables are resolved' : 'variables are plain text';
  return [`~ Version ${before.version} is now ${after.version}: ${effect}`];
}

function holdsVariables(policy: Policy): boolean {
  return policy.statements.some(({ resource, conditions }) =>
    [...resource.patterns.map(({ text }) => text), ...conditions.flatMap(({ values }) => values)].some((text) =>
      text.includes('${'),
    ),
  );
}

function diffStatement(before: Statement, after: Statement): string[] {
  const { normal: old, text: oldText } = normalOf(before);
  const { normal: now, text: nowText } = normalOf(after);
  if (oldText === nowText) return [];
  if (old.effect !== now.effect) return [`- ${describeStatement(before)}`, `+ ${describeStatement(after)}`];
  const changes = [
    ...diffSet('principals', old.principals, now.principals),
    ...diffSet('actions', old.actions, now.actions),
    ...diffSet('resources', old.resources, now.resources),
    ...diffConditions(old, now),
  ];
  return changes.map((change) => `~ ${describeName(after)}: ${change}`);
}

function diffSet(what: string, old: NormalSet, now: NormalSet): string[] {
  if (old.negated !== now.negated) return [`${what} were ${listAll(old)}, are now ${listAll(now)}`];
  const change = diffMembers(old.members, now.members);
  if (change === '') return [];
  return [`${old.negated ? `all ${what} except: ` : `${what}: `}${change}`];
}

function listAll(set: NormalSet): string {
  const texts = [...set.members.values()].map(printable).join(', ');
  return set.negated ? `all except ${texts}` : texts;
}

function diffConditions(old: NormalStatement, now: NormalStatement): string[] {
  const gone = [...old.conditions].filter(([id]) => !now.conditions.has(id)).map(([, { text }]) => `- ${text}`);
  const rest = [...now.conditions].flatMap(([id, condition]) => diffCondition(old.conditions.get(id), condition));
  return [...gone, ...rest];
}

function diffCondition(old: NormalCondition | undefined, now: NormalCondition): string[] {
  if (old === undefined) return [`+ ${now.text}`];
  const change = diffMembers(old.values, now.values);
  return change === '' ? [] : [`${printable(now.name)}: ${change}`];
}

/** `- gone, + new`. */
function diffMembers(old: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string {
  const gone = [...old].filter(([id]) => !now.has(id)).map(([, text]) => `- ${printable(text)}`);
  const added = [...now].filter(([id]) => !old.has(id)).map(([, text]) => `+ ${printable(text)}`);
  return [...gone, ...added].join(', ');
}
