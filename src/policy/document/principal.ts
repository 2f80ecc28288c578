import type { PrincipalElement } from './policy.ts';
import { anyOf, negate, type Tri, triOf } from './tri.ts';

/** Who makes a request. */
export type RequestPrincipal =
  /** An AWS service by itself: `s3.amazonaws.com`. */
  | { readonly kind: 'service'; readonly name: string }
  /** An IAM user or role, or an account's root; `arn` is that of the user, role or root. */
  | {
      readonly kind: 'iam';
      readonly arn: string;
      readonly accountId: string;
      /** ARN of the role session or federated session; null for a user. */
      readonly sessionArn: string | null;
    }
  | { readonly kind: 'anonymous' };

export interface PrincipalMatch {
  readonly answer: Tri;
  /** How a covered service came to be covered; null when it is not, or not for certain. */
  readonly via: 'service' | 'everyone' | 'aws-everyone' | 'service-as-aws' | null;
  /** Why the answer is unknown; null otherwise. */
  readonly problem: string | null;
}

/**
 * Whether a Principal or NotPrincipal element covers the one who makes a request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 *
 * `"*"` and `{"AWS": "*"}` are taken alike, as the S3 guide says they behave
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html). A service named
 * under `AWS` is taken as the service, though `Service` is the documented form. An account principal covers the
 * account's users and roles. An element that names nobody leaves its statement without effect, negated or not.
 */
export function matchPrincipal(element: PrincipalElement, principal: RequestPrincipal): PrincipalMatch {
  if (namesNobody(element)) return NOT_COVERED;
  const match = matchListed(element, principal);
  if (!element.negated) return match;
  return { answer: negate(match.answer), via: match.answer === 'no' ? 'everyone' : null, problem: match.problem };
}

function namesNobody(element: PrincipalElement): boolean {
  const { everyone, aws, service, canonicalUser, federated, otherTypes } = element;
  return !everyone && [aws, service, canonicalUser, federated, otherTypes].every((list) => list.length === 0);
}

function matchListed(element: PrincipalElement, principal: RequestPrincipal): PrincipalMatch {
  if (element.everyone) return covered('everyone');
  if (principal.kind === 'service') return matchService(element, principal.name);
  if (element.aws.includes('*')) return covered('aws-everyone');
  if (element.otherTypes.length > 0) return undecided(otherTypeProblem(element));
  if (principal.kind === 'anonymous') return NOT_COVERED;
  const answer = anyOf(element.aws.map((text) => triOf(namesIam(text, principal))));
  if (answer === 'no' && element.canonicalUser.length > 0) {
    return undecided('whose canonical user ID the Principal names is not known');
  }
  return { answer, via: null, problem: null };
}

/** The form that AWS documents decides first; doubts count only where no certain entry covers the service. */
function matchService(element: PrincipalElement, name: string): PrincipalMatch {
  if (element.service.includes(name)) return covered('service');
  if (element.aws.includes('*')) return covered('aws-everyone');
  if (element.aws.includes(name)) return covered('service-as-aws');
  if (element.service.includes('*')) return undecided('"Service": "*" is not a valid principal');
  if (element.otherTypes.length > 0) return undecided(otherTypeProblem(element));
  const folded = name.toLowerCase();
  const lookalike = [...element.service, ...element.aws].find((text) => text.toLowerCase() === folded);
  if (lookalike !== undefined) return undecided(`AWS does not say whether the case of "${lookalike}" matters`);
  return NOT_COVERED;
}

function namesIam(
  text: string,
  principal: { readonly arn: string; readonly accountId: string; readonly sessionArn: string | null },
): boolean {
  if (text === principal.arn || text === principal.sessionArn) return true;
  return accountOf(text) === principal.accountId;
}

/** The account that an account principal names, as `111122223333` or as its root's ARN; null for any other principal. */
export function accountOf(text: string): string | null {
  if (/^\d{12}$/.test(text)) return text;
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(text)?.[1] ?? null;
}

function covered(via: NonNullable<PrincipalMatch['via']>): PrincipalMatch {
  return { answer: 'yes', via, problem: null };
}

function undecided(problem: string): PrincipalMatch {
  return { answer: 'unknown', via: null, problem };
}

function otherTypeProblem(element: PrincipalElement): string {
  return `AWS documents no principal type "${element.otherTypes[0] ?? ''}"`;
}

const NOT_COVERED: PrincipalMatch = { answer: 'no', via: null, problem: null };

/** Whether an Allow lets in the one who asks, and nobody else. */
export function isForWriterAlone(principal: PrincipalElement, asking: RequestPrincipal): boolean {
  if (asking.kind === 'anonymous' || principal.negated || principal.everyone) return false;
  const isAsking = (text: string): boolean =>
    asking.kind === 'service' ? text === asking.name : accountOf(text) === asking.accountId;
  const named = [...principal.service, ...principal.aws, ...principal.canonicalUser, ...principal.federated];
  return principal.otherTypes.length === 0 && named.length > 0 && named.every(isAsking);
}
