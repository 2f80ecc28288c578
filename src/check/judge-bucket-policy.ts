import { worstOf } from '../policy/delivery/delivery.ts';
import { writeSubjects } from '../policy/delivery/delivery-subject.ts';
import type { DeliveryTarget } from '../policy/delivery/delivery-target.ts';
import { printable } from '../policy/document/printable.ts';
import type { LinkEvaluation } from '../policy/evaluate/link-evaluation.ts';
import { REPORT_FORMATS } from '../profile/configuration.ts';
import type { CheckNote } from './contract.ts';
import type { PlacedPolicy, PolicyDocument, PolicyInput } from './inputs.ts';
import { type Finding, judgeDocument } from './judge-policy.ts';

export interface JudgedBucketPolicy {
  readonly allows: Finding;
  readonly denies: Finding;
  readonly isOpen: boolean;
  readonly unknownKeys: readonly string[];
  readonly warnings: readonly CheckNote[];
}

/** What the policy of the destination says of a delivery, whatever is known of it. */
export function judgeBucketPolicy(policy: PolicyInput, target: DeliveryTarget): JudgedBucketPolicy {
  switch (policy.state) {
    case 'document':
      return judgeFormats(policy, target);
    case 'several':
      return judgeSeveral(policy.policies, target);
    case 'none': {
      const allows: Finding = { ...BARE, status: 'fail', explanation: policy.reason };
      const denies: Finding = { ...BARE, status: 'pass', explanation: 'without a policy there is no Deny' };
      return { allows, denies, isOpen: false, unknownKeys: [], warnings: [] };
    }
    case 'unknown': {
      const finding: Finding = { ...BARE, status: 'unknown', explanation: policy.reason };
      return { allows: finding, denies: finding, isOpen: true, unknownKeys: [], warnings: [] };
    }
    default:
      return policy satisfies never;
  }
}

/** The names of the files end in their format: where no input tells it, a policy that tells them apart leaves it open. */
function judgeFormats(policy: PolicyDocument, target: DeliveryTarget): JudgedBucketPolicy {
  if (target.format !== undefined) return judgeWrites(policy, target);
  const judged = REPORT_FORMATS.map((format) => judgeWrites(policy, { ...target, format }));
  const [first, ...others] = judged.map(outcomeOf);
  const chosen = judged[0];
  if (chosen === undefined) throw new RangeError('no formats');
  if (others.every((outcome) => outcome === first)) return chosen;
  const stopped = REPORT_FORMATS.filter((_, index) => outcomeOf(judged[index] ?? chosen) !== 'pass pass');
  const isDeny = judged.some(({ denies }) => denies.status === 'fail');
  const finding: Finding = {
    ...BARE,
    status: 'unknown',
    explanation: `the bucket policy stops reports in ${stopped.join(' and ')}, and no input tells the format (--configuration)`,
  };
  return {
    ...chosen,
    allows: isDeny ? worstFinding(judged.map(({ allows }) => allows)) : finding,
    denies: isDeny ? finding : worstFinding(judged.map(({ denies }) => denies)),
    isOpen: true,
  };
}

function outcomeOf({ allows, denies }: JudgedBucketPolicy): string {
  return `${allows.status} ${denies.status}`;
}

function judgeWrites(policy: PolicyDocument, target: DeliveryTarget): JudgedBucketPolicy {
  const judged = writeSubjects(target, 'the bucket policy').map((subject) => judgeDocument(policy, 'bucket', subject));
  return {
    allows: worstFinding(judged.map(({ allows }) => allows)),
    denies: worstFinding(judged.map(({ denies }) => denies)),
    isOpen: OPEN.has(worstOf(judged).state),
    unknownKeys: judged.flatMap(({ unknownKeys }) => unknownKeys),
    warnings: judged.flatMap(({ warnings }) => warnings),
  };
}

/** A bucket has one policy: of several that code writes, that which is applied last takes the others away. */
function judgeSeveral(policies: readonly PlacedPolicy[], target: DeliveryTarget): JudgedBucketPolicy {
  const judged = policies.map(({ policy }) => judgeBucketPolicy(policy, target));
  const names = policies.map(({ address }) => printable(address)).join(' and ');
  const conflict = `${names} both write the policy of ${target.destinationBucket}, which has one: the one that is applied last takes the other away`;
  const refusing = policies.filter((_, index) => judged[index]?.allows.status === 'fail');
  const allows = worstFinding(judged.map((one) => one.allows));
  const said = refusing.map(({ address }) => printable(address)).join(' and ');
  return {
    allows:
      refusing.length === 0
        ? allows
        : { ...BARE, status: 'fail', explanation: `${conflict}, and ${said} lets no delivery in` },
    denies: worstFinding(judged.map((one) => one.denies)),
    isOpen: judged.some((one) => one.isOpen),
    unknownKeys: judged.flatMap(({ unknownKeys }) => unknownKeys),
    warnings: [{ code: 'several-policies', message: conflict }, ...judged.flatMap(({ warnings }) => warnings)],
  };
}

/** A Deny anywhere stops the delivery; one that may apply leaves it open. */
export function worstFinding(findings: readonly Finding[]): Finding {
  const worst =
    findings.find(({ status }) => status === 'fail') ??
    findings.find(({ status }) => status === 'unknown') ??
    findings[0];
  if (worst === undefined) throw new RangeError('no findings');
  return worst;
}

/** States of a document on which the answer as a whole depends. */
export const OPEN: ReadonlySet<LinkEvaluation['state']> = new Set(['depends', 'unknown']);

const BARE = { statement: null, conditionKeys: [] } as const;
