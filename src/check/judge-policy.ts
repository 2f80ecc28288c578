import type { JsonValue } from '../json.ts';
import { parsePolicy } from '../policy/document/parse.ts';
import { type Policy, type PolicyKind, type Statement, statementName } from '../policy/document/policy.ts';
import { printable } from '../policy/document/printable.ts';
import { judgePolicy, type LinkSubject } from '../policy/evaluate/judge-link.ts';
import type { LinkEvaluation, PolicyWarning } from '../policy/evaluate/link-evaluation.ts';
import { type Finding, findingOf, pass, unknown } from './finding.ts';
import type { PolicyDocument } from './inputs.ts';
import { unreadable } from './read-json.ts';

/** What one document says of a delivery, its Allow and its Deny statements apart. */
export interface JudgedPolicy {
  /** All statements together: only this decides. */
  readonly state: LinkEvaluation['state'];
  readonly allows: Finding;
  readonly denies: Finding;
  readonly unknownKeys: readonly string[];
  readonly warnings: readonly PolicyWarning[];
}

/**
 * Judges a document. Statements with unresolved values are left out, and whatever they could change stays open: an
 * Allow among them can only let more through, a Deny only less.
 */
export function judgeDocument(input: PolicyDocument, kind: PolicyKind, subject: LinkSubject): JudgedPolicy {
  const policy = policyOf(input, kind);
  const known = policy.statements.filter(({ index }) => !input.unresolved.has(index));
  const whole = judgePolicy(
    known.length === policy.statements.length ? policy : { ...policy, statements: known },
    subject,
  );
  const open = policy.statements.filter(({ index }) => input.unresolved.has(index));
  const openAllow = open.find(({ effect }) => effect === 'Allow');
  const openDeny = open.find(({ effect }) => effect === 'Deny');
  const { finding: denies } = judgeDenies(policy, known, subject);
  const allows = judgeAllows(policy, known, subject, whole);
  const isOpen =
    (openDeny !== undefined && whole.decision !== 'explicit-deny') ||
    (openAllow !== undefined && whole.decision === 'implicit-deny');
  return {
    state: isOpen && whole.state !== 'unknown' ? 'depends' : whole.state,
    allows: openAllow !== undefined && allows.status === 'fail' ? unresolvedFinding(openAllow, input) : allows,
    denies: openDeny !== undefined && denies.status === 'pass' ? unresolvedFinding(openDeny, input) : denies,
    unknownKeys: whole.unknownKeys,
    warnings: whole.warnings,
  };
}

export interface JudgedDenies {
  readonly finding: Finding;
  readonly unknownKeys: readonly string[];
}

/** Judges only the Deny statements of a document, as if all else let the request through. */
export function judgeDeniesOf(input: PolicyDocument, kind: PolicyKind, subject: LinkSubject): JudgedDenies {
  const policy = policyOf(input, kind);
  return judgeDenies(policy, policy.statements, subject);
}

function policyOf(input: PolicyDocument, kind: PolicyKind): Policy {
  const parsed = parsePolicy(input.document, kind);
  if (!parsed.ok) throw unreadable(input.source, `${parsed.problem.path} ${parsed.problem.message}`.trim());
  return parsed.policy;
}

function judgeAllows(
  policy: Policy,
  known: readonly Statement[],
  subject: LinkSubject,
  whole: LinkEvaluation,
): Finding {
  // Where no Allow and no Deny is certain, but one of the two stops the delivery in every case.
  if (whole.decision === 'implicit-deny') return findingOf(whole);
  const allows = known.filter(({ effect }) => effect === 'Allow');
  const evaluation = judgePolicy({ ...policy, statements: allows }, subject);
  const finding = findingOf(evaluation);
  if (finding.status !== 'pass' || finding.statement === null) return finding;
  const words = subject.words(subject.keys[0] ?? '');
  const name = statementName(finding.statement);
  return { ...finding, explanation: `Allow ${name} of ${words.policy} lets ${words.service} ${words.deed}` };
}

function judgeDenies(policy: Policy, known: readonly Statement[], subject: LinkSubject): JudgedDenies {
  const denies = known.filter(({ effect }) => effect === 'Deny');
  const words = subject.words(subject.keys[0] ?? '');
  if (denies.length === 0) return { finding: pass(`${words.policy} has no Deny`), unknownKeys: [] };
  const allowAll = { ...ALLOW_ALL, index: policy.statements.length };
  const evaluation = judgePolicy({ ...policy, statements: [...denies, allowAll] }, subject);
  const finding =
    evaluation.state === 'allowed'
      ? pass(`no Deny of ${words.policy} stops ${words.service} from ${words.doing}`)
      : findingOf(evaluation);
  return { finding, unknownKeys: evaluation.unknownKeys };
}

function unresolvedFinding(statement: Statement, input: PolicyDocument): Finding {
  const why = input.unresolved.get(statement.index) ?? '';
  const name = `${statement.effect} ${statementName(statement)}`;
  return {
    ...unknown(`whether ${name} of ${printable(input.source)} applies is not known: ${printable(why)}`),
    statement: { sid: statement.sid, index: statement.index },
  };
}

const ALLOW_ALL: Statement = firstStatement({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});

function firstStatement(document: JsonValue): Statement {
  const parsed = parsePolicy(document, 'key');
  const statement = parsed.ok ? parsed.policy.statements[0] : undefined;
  if (statement === undefined) throw new TypeError('not a policy');
  return statement;
}
