import type { JsonValue } from '../../json.ts';
import type { RequestContext } from '../document/context.ts';
import { compileGlob, parseGlob } from '../document/glob.ts';
import { parsePolicy } from '../document/parse.ts';
import { type Policy, type Statement, statementName } from '../document/policy.ts';
import { parseResourcePattern } from '../document/resource.ts';
import { judgePolicy, type LinkSubject, unreadable } from '../evaluate/judge-link.ts';
import type { LinkEvaluation, PolicyWarning } from '../evaluate/link-evaluation.ts';
import { together } from './delivery.ts';
import { writeSubjects } from './delivery-subject.ts';
import type { DeliveryTarget } from './delivery-target.ts';

/**
 * Whether a resource control policy that applies to the destination lets the delivery through. Such a policy never
 * grants: AWS attaches `RCPFullAWSAccess`, which lets all through and cannot be detached; what a customer writes can
 * only deny. So the delivery passes unless a Deny applies, and an Allow in a customer's document counts for nothing.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_evaluation.html
 *
 * Whether the document reaches the destination is the caller's to know: it does not apply to resources of the
 * management account.
 */
export function evaluateResourceControlPolicy(document: JsonValue, target: DeliveryTarget): LinkEvaluation {
  const subjects = writeSubjects(target, 'the resource control policy').map(inOrganization);
  const parsed = parsePolicy(document, 'rcp');
  if (!parsed.ok) return together(subjects.map((subject) => unreadable(parsed.problem, subject)));
  const evaluation = together(subjects.map((subject) => judgePolicy(withFullAccess(parsed.policy), subject)));
  const passes = evaluation.state === 'allowed' ? PASSES : {};
  return { ...evaluation, ...passes, warnings: [...evaluation.warnings, ...allowWarnings(parsed.policy)] };
}

const PASSES = {
  statement: null,
  conditionKeys: [],
  explanation: 'no Deny of the resource control policy applies to the delivery',
} as const;

/** Accounts to which these policies apply are in an organization, so that the resource's organization is told. */
function inOrganization(subject: LinkSubject): LinkSubject {
  const context: RequestContext = (key) => {
    const entry = subject.context(key);
    const isResourceOrganization = key === 'aws:resourceorgid' || key === 'aws:resourceorgpaths';
    return entry.state === 'unknown' && isResourceOrganization ? { ...entry, mayBeAbsent: false } : entry;
  };
  return { ...subject, context };
}

/** The document's Deny statements beside the Allow for everything that AWS attaches. */
function withFullAccess(policy: Policy): Policy {
  const known = COMPLETED.get(policy);
  if (known !== undefined) return known;
  const denies = policy.statements.filter(({ effect }) => effect === 'Deny');
  const completed = { ...policy, statements: [...denies, { ...FULL_ACCESS, index: policy.statements.length }] };
  COMPLETED.set(policy, completed);
  return completed;
}

const COMPLETED = new WeakMap<Policy, Policy>();

const FULL_ACCESS: Omit<Statement, 'index'> = {
  sid: null,
  effect: 'Allow',
  principal: { negated: false, everyone: true, aws: [], service: [], canonicalUser: [], federated: [], otherTypes: [] },
  action: { negated: false, patterns: [{ text: '*', glob: compileGlob(parseGlob('*'), { ignoreCase: true }) }] },
  resource: { negated: false, patterns: [parseResourcePattern('*', '2012-10-17')] },
  conditions: [],
};

/** AWS supports Allow in its own policy only; one that could narrow something down is worth a word. */
function allowWarnings(policy: Policy): PolicyWarning[] {
  return policy.statements
    .filter((statement) => statement.effect === 'Allow' && !isFullAccess(statement))
    .map((statement) => ({
      code: 'allow-in-resource-control-policy',
      message: `Allow ${statementName(statement)} counts for nothing: in a resource control policy only AWS's own RCPFullAWSAccess may allow`,
    }));
}

function isFullAccess({ action, resource, conditions }: Statement): boolean {
  const isAll = (texts: readonly { readonly text: string }[]): boolean => texts.some(({ text }) => text === '*');
  return isAll(action.patterns) && isAll(resource.patterns) && conditions.length === 0;
}
