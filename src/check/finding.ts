import type { LinkEvaluation } from '../policy/evaluate/link-evaluation.ts';
import type { Requirement, RequirementStatus } from './contract.ts';

/** A requirement without its name and its place. */
export type Finding = Omit<Requirement, 'id' | 'place'>;

export function pass(explanation: string): Finding {
  return { ...UNDECIDED, status: 'pass', explanation };
}

export function fail(explanation: string): Finding {
  return { ...UNDECIDED, status: 'fail', explanation };
}

export function unknown(explanation: string): Finding {
  return { ...UNDECIDED, status: 'unknown', explanation };
}

export function notApplicable(explanation: string): Finding {
  return { ...UNDECIDED, status: 'not-applicable', explanation };
}

/** No statement decides. */
const UNDECIDED = { statement: null, conditionKeys: [] } as const;

/** A document's evaluation as a requirement's finding. */
export function findingOf({ state, statement, conditionKeys, explanation }: LinkEvaluation): Finding {
  return { status: STATUSES[state], statement, conditionKeys, explanation };
}

const STATUSES: Readonly<Record<LinkEvaluation['state'], RequirementStatus>> = {
  allowed: 'pass',
  denied: 'fail',
  depends: 'unknown',
  unknown: 'unknown',
};

/** A Deny anywhere stops the delivery; one that may apply leaves it open. */
export function worstFinding(findings: readonly Finding[]): Finding {
  const worst =
    findings.find(({ status }) => status === 'fail') ??
    findings.find(({ status }) => status === 'unknown') ??
    findings[0];
  if (worst === undefined) throw new RangeError('no findings');
  return worst;
}
