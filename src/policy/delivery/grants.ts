import { printable } from '../document/printable.ts';
import type { LinkEvaluation } from '../evaluate/link-evaluation.ts';
import { type DeliveryTarget, sourceArn } from './delivery-target.ts';

/**
 * A grant on the key. A grant can only allow; a Deny in the key policy outranks it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export interface KeyGrant {
  readonly grantId: string | null;
  /** Grantee, a service principal among them: `s3.amazonaws.com`. */
  readonly granteePrincipal: string | null;
  /** `GenerateDataKey`, ... */
  readonly operations: readonly string[];
  /**
   * The SourceArn constraint, which a grant to a service must have; null when the evidence does not show the
   * grant's constraints.
   */
  readonly sourceArn: string | null;
}

/**
 * What grants make of a key policy's answer: an explicit Deny and an Allow stand; where the key policy itself lets
 * nothing through, a grant to the service for this source bucket does.
 */
export function judgeGrants(
  evaluation: LinkEvaluation,
  grants: readonly KeyGrant[],
  target: DeliveryTarget,
  service: string,
): LinkEvaluation {
  if (evaluation.decision !== 'implicit-deny') return evaluation;
  const useful = grants.filter(
    ({ granteePrincipal, operations }) => granteePrincipal === service && operations.includes('GenerateDataKey'),
  );
  const certain = useful.find((grant) => grant.sourceArn === sourceArn(target));
  if (certain !== undefined) {
    return {
      ...OPEN,
      state: 'allowed',
      decision: 'allowed',
      explanation: `${nameOf(certain)} on the key lets Amazon S3 encrypt the report, though the key policy does not`,
      warnings: evaluation.warnings,
    };
  }
  const possible = useful.find((grant) => grant.sourceArn === null);
  if (possible === undefined) return evaluation;
  return {
    ...OPEN,
    state: 'unknown',
    decision: 'unknown',
    explanation: `the key policy does not let Amazon S3 encrypt the report, but ${nameOf(possible)} on the key may: which source it is limited to is not known`,
    warnings: [
      ...evaluation.warnings,
      {
        code: 'grant-not-certain',
        message: `${nameOf(possible)} allows Amazon S3 to generate data keys under constraints that are not in evidence`,
      },
    ],
  };
}

function nameOf(grant: KeyGrant): string {
  return grant.grantId === null ? 'a grant' : `grant ${printable(grant.grantId)}`;
}

const OPEN = { statement: null, conditionKeys: [], unknownKeys: [], deniedKey: null } as const;
