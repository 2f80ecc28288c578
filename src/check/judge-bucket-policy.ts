import { worstOf } from '../policy/delivery/delivery.ts';
import { type DeliverySubject, whoeverAsks, writeSubjects } from '../policy/delivery/delivery-subject.ts';
import { type DeliveryTarget, deliveryKeys } from '../policy/delivery/delivery-target.ts';
import { printable } from '../policy/document/printable.ts';
import type { LinkEvaluation } from '../policy/evaluate/link-evaluation.ts';
import { REPORT_FORMATS } from '../profile/configuration.ts';
import type { OtherWay } from '../profile/siblings/sibling.ts';
import { accountsIn } from './accounts-in.ts';
import type { CheckNote } from './contract.ts';
import { type Finding, fail, pass, unknown, worstFinding } from './finding.ts';
import type { PlacedPolicy, PolicyDocument, PolicyInput } from './inputs.ts';
import { type JudgedPolicy, judgeDeniesOf, judgeDocument } from './judge-policy.ts';

export interface JudgedBucketPolicy {
  readonly allows: Finding;
  readonly denies: Finding;
  readonly isOpen: boolean;
  readonly unknownKeys: readonly string[];
  readonly warnings: readonly CheckNote[];
}

/** What the policy of the destination says of a delivery, whatever is known of it. */
export function judgeBucketPolicy(
  policy: PolicyInput,
  target: DeliveryTarget,
  otherWay: OtherWay | null,
): JudgedBucketPolicy {
  switch (policy.state) {
    case 'document':
      return judgeAccounts(policy, target, otherWay);
    case 'several':
      return judgeSeveral(policy.policies, target, otherWay);
    case 'none': {
      const isOpen = otherWay !== null;
      const allows = isOpen ? unknown(`${policy.reason}, unless ${otherWay.reason}`) : fail(policy.reason);
      const denies = pass('without a policy there is no Deny');
      return { allows, denies, isOpen, unknownKeys: [], warnings: [] };
    }
    case 'unknown': {
      const finding = unknown(policy.reason);
      return { allows: finding, denies: finding, isOpen: true, unknownKeys: [], warnings: [] };
    }
    default:
      return policy satisfies never;
  }
}

/**
 * The keys of most deliveries hold the account of the source: where no input tells it, the policy is judged for each
 * account that it names and for one that it does not, and what they disagree in stays open.
 */
function judgeAccounts(policy: PolicyDocument, target: DeliveryTarget, otherWay: OtherWay | null): JudgedBucketPolicy {
  const judge = (one: DeliveryTarget): JudgedBucketPolicy =>
    otherWay === null ? judgeFormats(policy, one) : judgeWhoever(policy, one, otherWay);
  if (target.sourceAccount !== null || deliveryKeys(target).length > 0) return judge(target);
  const accounts = accountsIn(policy.document);
  const judged = accounts.slice(-MOST_ACCOUNTS).map((sourceAccount) => judge({ ...target, sourceAccount }));
  const [first, ...others] = judged;
  if (first === undefined) throw new RangeError('no accounts');
  const isOne = (pick: (one: JudgedBucketPolicy) => string): boolean =>
    accounts.length <= MOST_ACCOUNTS && others.every((other) => pick(other) === pick(first));
  const open = (finding: Finding): Finding => ({
    ...finding,
    status: 'unknown',
    explanation:
      'what the bucket policy says differs with the account of the source, which no input tells (--source-account)',
  });
  const allows = isOne(({ allows: { status } }) => status) ? first.allows : open(first.allows);
  const denies = isOne(({ denies: { status } }) => status) ? first.denies : open(first.denies);
  const isSame = allows === first.allows && denies === first.denies;
  const all = together(judged);
  return {
    allows,
    denies,
    isOpen: !isSame || judged.some(({ isOpen }) => isOpen),
    unknownKeys: [...(isSame ? [] : ['aws:SourceAccount']), ...all.unknownKeys],
    warnings: all.warnings,
  };
}

const MOST_ACCOUNTS = 20;

/** The names of the files end in their format: where no input tells it, a policy that tells them apart leaves it open. */
function judgeFormats(policy: PolicyDocument, target: DeliveryTarget): JudgedBucketPolicy {
  if (target.format !== undefined || !tellsFormats(target)) return judgeWrites(policy, target);
  const judged = REPORT_FORMATS.map((format) => judgeWrites(policy, { ...target, format }));
  const [first, ...others] = judged.map(outcomeOf);
  const chosen = judged[0];
  if (chosen === undefined) throw new RangeError('no formats');
  if (others.every((outcome) => outcome === first)) return chosen;
  const stopped = REPORT_FORMATS.filter((_, index) => outcomeOf(judged[index] ?? chosen) !== 'pass pass');
  const isDeny = judged.some(({ denies }) => denies.status === 'fail');
  const finding = unknown(
    `the bucket policy stops reports in ${stopped.join(' and ')}, and no input tells the format (--configuration)`,
  );
  const { allows, denies } = together(judged);
  return { ...chosen, ...(isDeny ? { allows, denies: finding } : { allows: finding, denies }), isOpen: true };
}

function tellsFormats(target: DeliveryTarget): boolean {
  const [one, other] = REPORT_FORMATS.map((format) => deliveryKeys({ ...target, format }).join('\n'));
  return one !== other;
}

function outcomeOf({ allows, denies }: JudgedBucketPolicy): string {
  return `${allows.status} ${denies.status}`;
}

function judgeWrites(policy: PolicyDocument, target: DeliveryTarget): JudgedBucketPolicy {
  const judged = writeSubjects(target, 'the bucket policy').map((subject) =>
    softened(judgeDocument(policy, 'bucket', subject), subject, target.profile.documented !== undefined),
  );
  return { ...together(judged), isOpen: OPEN.has(worstOf(judged).state) };
}

/** The worst of what is judged of one policy, and all that is said of it. */
function together(judged: readonly Omit<JudgedBucketPolicy, 'isOpen'>[]): Omit<JudgedBucketPolicy, 'isOpen'> {
  return {
    allows: worstFinding(judged.map(({ allows }) => allows)),
    denies: worstFinding(judged.map(({ denies }) => denies)),
    unknownKeys: judged.flatMap(({ unknownKeys }) => unknownKeys),
    warnings: judged.flatMap(({ warnings }) => warnings),
  };
}

/** A refusal that may leave the delivery as it is, or that rests on what sources contest, leaves the answer open. */
function softened(judged: JudgedPolicy, subject: DeliverySubject, isSibling: boolean): JudgedPolicy {
  if (judged.state !== 'denied') return judged;
  const contested = isSibling ? judged.warnings.find(({ code }) => code === 'contested-context') : undefined;
  const unsure = contested?.message ?? subject.unsure;
  if (unsure === null) return judged;
  const soften = (finding: Finding): Finding =>
    finding.status === 'fail'
      ? { ...finding, status: 'unknown', explanation: `${finding.explanation}; ${unsure}` }
      : finding;
  return { ...judged, state: 'depends', allows: soften(judged.allows), denies: soften(judged.denies) };
}

/** Where it is not certain who asks, only a Deny that stops whoever asks tells something for certain. */
function judgeWhoever(policy: PolicyDocument, target: DeliveryTarget, otherWay: OtherWay): JudgedBucketPolicy {
  const asService = judgeWrites(policy, target);
  const [write] = writeSubjects(target, 'the bucket policy');
  if (write === undefined) throw new RangeError('a delivery without requests');
  const asked = whoeverAsks(write, target).map((subject) => judgeDeniesOf(policy, 'bucket', subject).finding);
  const doubt = (finding: Finding): Finding => ({
    ...finding,
    status: 'unknown',
    explanation: `${finding.explanation}; but ${otherWay.reason}`,
  });
  const stopping = asked.every(({ status }) => status === 'fail');
  const free = asked.every(({ status }) => status === 'pass');
  const [first = asService.denies] = asked;
  const denies = stopping || free ? first : doubt(worstFinding([asService.denies, ...asked]));
  const isIn = asService.allows.status === 'pass' && otherWay.allowSuffices;
  return {
    ...asService,
    allows: isIn ? asService.allows : doubt(asService.allows),
    denies,
    isOpen: !stopping && !(free && isIn),
    unknownKeys: [],
  };
}

/** A bucket has one policy: of several that code writes, that which is applied last takes the others away. */
function judgeSeveral(
  policies: readonly PlacedPolicy[],
  target: DeliveryTarget,
  otherWay: OtherWay | null,
): JudgedBucketPolicy {
  const judged = policies.map(({ policy }) => judgeBucketPolicy(policy, target, otherWay));
  const names = policies.map(({ address }) => printable(address)).join(' and ');
  const conflict = `${names} both write the policy of ${target.destinationBucket}, which has one: the one that is applied last takes the other away`;
  const refusing = policies.filter((_, index) => judged[index]?.allows.status === 'fail');
  const said = refusing.map(({ address }) => printable(address)).join(' and ');
  const all = together(judged);
  return {
    ...all,
    allows: refusing.length === 0 ? all.allows : fail(`${conflict}, and ${said} lets no delivery in`),
    isOpen: judged.some(({ isOpen }) => isOpen),
    warnings: [{ code: 'several-policies', message: conflict }, ...all.warnings],
  };
}

/** States of a document on which the answer as a whole depends. */
export const OPEN: ReadonlySet<LinkEvaluation['state']> = new Set(['depends', 'unknown']);
