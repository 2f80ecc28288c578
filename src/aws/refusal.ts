import { type AllowedCall, allowedCall } from './calls.ts';

/** Why AWS refused a call, as far as its text says. */
export interface Refusal {
  /** A Deny stands in a policy: no Allow lifts it. */
  readonly isExplicit: boolean;
  /** The kind of policy that denies, or that does not allow: `resource-based policy`; null where it is not told. */
  readonly policy: string | null;
  /** The action, which may be one of another service than was called; null where it is not told. */
  readonly action: string | null;
  /** ARN; null where it is not told. */
  readonly resource: string | null;
}

/**
 * Reads the text of a refusal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function parseRefusal(message: string): Refusal {
  const explicit = /with an explicit deny(?: in an? ([A-Za-z -]{1,40}(?:policy|boundary)))?/i.exec(message);
  const implicit = /because no ([A-Za-z -]{1,40}(?:policy|boundary)) allows/i.exec(message);
  return {
    isExplicit: explicit !== null,
    policy: explicit?.[1] ?? implicit?.[1] ?? null,
    action: /not authorized to perform:? ([a-z0-9-]{1,40}:[A-Za-z]{1,80})/.exec(message)?.[1] ?? null,
    resource: /on resource:? "?(arn:[^\s"]{1,1000})/.exec(message)?.[1] ?? null,
  };
}

/**
 * What is to be done about a refusal, in words: never to grant what no grant gives.
 *
 * @param on bucket, key or trail that the call was made on
 * @param partition of the caller, for the ARN in the grant
 */
export function refusalWords(message: string, call: AllowedCall, on: string, partition: string): string {
  const refusal = parseRefusal(message);
  const said = saidBy(message);
  if (refusal.isExplicit) {
    return `denied by an explicit deny${refusal.policy === null ? '' : ` in a ${refusal.policy}`}, which no grant lifts${said}`;
  }
  const action = refusal.action ?? call.action;
  switch (refusal.policy) {
    case null:
    case 'identity-based policy':
      break;
    case 'resource-based policy':
      return `not permitted; ${action} is missing in the policy of ${refusal.resource ?? on}, where its owner has to allow it${said}`;
    default:
      return `not permitted; no ${refusal.policy} allows ${action}, and a grant to the caller alone does not${said}`;
  }
  if (action === 'sts:GetCallerIdentity')
    return `not permitted, though it needs no permission: a policy denies it${said}`;
  const unless = said === '' ? ', unless a policy denies it' : '';
  return `not permitted; ${action} is missing, grant ${grantOf(action, call, on, partition, refusal)} (see iam-policy)${unless}${said}`;
}

/** The statement that would permit the call, as `iam-policy` prints it, for the resource at hand. */
function grantOf(action: string, call: AllowedCall, on: string, partition: string, { resource }: Refusal): string {
  return JSON.stringify({ Effect: 'Allow', Action: action, Resource: resourceOf() });

  function resourceOf(): string {
    if (action.startsWith('s3:')) {
      const bucket = `arn:${partition}:s3:::${on.split('/')[0]}`;
      const { resources } = listedAs(action) ?? call;
      return resources.some((kind) => kind.endsWith('-objects')) ? `${bucket}/*` : bucket;
    }
    // An alias is no resource of these actions.
    if (action.startsWith('kms:'))
      return [resource ?? '', on].find((arn) => /^arn:[^:]+:kms:.*:key\//.test(arn)) ?? '*';
    return '*';
  }
}

function listedAs(action: string): AllowedCall | null {
  const [service = '', name = ''] = action.split(':');
  return allowedCall(service, name);
}

/** AWS's own words, to stand behind ours; none where they say no more than that it is refused. */
export function saidBy(message: string): string {
  return /not authorized|explicit deny|because no/i.test(message) ? `; AWS says: ${firstLine(message)}` : '';
}

/** The part of a foreign message that fits into a line of ours. */
export function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, LONGEST_MESSAGE);
}

/** ARNs of two resources and words between them. */
const LONGEST_MESSAGE = 500;
