import { worstOf } from '../policy/delivery/delivery.ts';
import { encryptSubjects, keyUses } from '../policy/delivery/delivery-subject.ts';
import type { DeliveryTarget } from '../policy/delivery/delivery-target.ts';
import { isAwsManagedAlias } from '../policy/document/key-name.ts';
import { parsePolicy } from '../policy/document/parse.ts';
import { printable } from '../policy/document/printable.ts';
import type { CheckNote } from './contract.ts';
import { type Finding, fail, notApplicable, pass, unknown } from './finding.ts';
import type { CheckInputs, PolicyDocument } from './inputs.ts';
import { type JudgedDenies, type JudgedPolicy, judgeDeniesOf, judgeDocument } from './judge-policy.ts';

interface JudgedKey {
  readonly finding: Finding;
  /** The delivery depends on it. A key policy that nobody gave leaves the requirement unknown and nothing else. */
  readonly isOpen: boolean;
  readonly unknownKeys: readonly string[];
  readonly assumptions: readonly CheckNote[];
  readonly warnings: readonly CheckNote[];
}

/**
 * Whether the writer may use the key that encrypts the reports: the one that the configuration names, or,
 * where a key policy is given and the configuration names no encryption, the default key of the destination.
 */
export function judgeKey(inputs: CheckInputs, target: DeliveryTarget): JudgedKey {
  const { encryption, keyPolicy } = inputs;
  const { words, keyRequests } = inputs.profile;
  const isNamed = encryption?.type === 'SSE-KMS' || inputs.defaultKey !== null;
  const isGiven = keyPolicy?.state === 'document';
  if (encryption?.type === 'SSE-S3') return unused(encryption.type, words.report, isGiven);
  if (!isNamed && !isGiven) {
    const why =
      encryption === null ? 'no input names a KMS key' : `the ${words.report}s ask for no encryption with a KMS key`;
    return withFinding(notApplicable(why));
  }
  if (keyRequests.length === 0) {
    return { ...withFinding(unknown(`no page tells what ${words.feature} asks of a KMS key`)), isOpen: true };
  }
  if (isAwsManagedKey(inputs))
    return withFinding(notApplicable('nobody can write the policy of a key that AWS manages'));
  const rcps = inputs.resourceControlPolicies.flatMap((document) => judgeDenies(document, target));
  const stopping = rcps.find(({ finding }) => finding.status === 'fail');
  if (stopping !== undefined) return withFinding(stopping.finding);
  const open = rcps.find(({ finding }) => finding.status === 'unknown');
  if (!isGiven) {
    const why = keyPolicy?.state === 'unknown' || keyPolicy?.state === 'none' ? keyPolicy.reason : notGiven(inputs);
    const { finding = unknown(why), unknownKeys = [] } = open ?? {};
    return { ...withFinding(finding), isOpen: open !== undefined, unknownKeys };
  }
  const judged = judgeObjects(keyPolicy, target);
  const stands = judged.state !== 'allowed' || open === undefined;
  return {
    finding: stands ? spelledOut(judged, inputs, target) : open.finding,
    isOpen: !stands || judged.state === 'depends' || judged.state === 'unknown',
    unknownKeys: [...judged.unknownKeys, ...(open?.unknownKeys ?? [])],
    assumptions: encryption?.type === 'SSE-KMS' ? [] : [defaultKeyNote(inputs.defaultKey, words.report)],
    warnings: judged.warnings,
  };
}

/** The encryption context may tell the objects of a delivery apart; the worst answer counts. */
function judgeObjects(policy: PolicyDocument, target: DeliveryTarget): JudgedPolicy {
  const parsed = parsePolicy(policy.document, 'key');
  const uses = keyUses(parsed.ok ? parsed.policy : null, target);
  return worstOf(uses.map((use) => judgeDocument(policy, 'key', use)));
}

function spelledOut(judged: JudgedPolicy, inputs: CheckInputs, target: DeliveryTarget): Finding {
  const finding = findingOf(judged);
  if (!judged.unknownKeys.includes(ENCRYPTION_CONTEXT)) return withOtherKey(finding, inputs, target);
  const explanation = `${finding.explanation}: it is the ARN of the bucket where the destination uses an S3 Bucket Key, else that of the object`;
  return { ...finding, explanation };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
const ENCRYPTION_CONTEXT = 'kms:EncryptionContext:aws:s3:arn';

/** Where code holds several keys, the statement may stand in the policy of another one. */
function withOtherKey(finding: Finding, { otherKeys, places }: CheckInputs, target: DeliveryTarget): Finding {
  if (finding.status !== 'fail') return finding;
  const other = otherKeys.find(
    ({ address, policy }) =>
      address !== places.key?.address &&
      policy.state === 'document' &&
      policy.unresolved.size === 0 &&
      judgeObjects(policy, target).state === 'allowed',
  );
  if (other === undefined) return finding;
  const meant = places.key?.address ?? 'another';
  return {
    ...finding,
    explanation: `${finding.explanation}; the key that is meant is ${printable(meant)}, and it is ${printable(other.address)} whose policy would let it`,
  };
}

/** One requirement for the key: what stops comes before what is open, a Deny before a missing Allow. */
function findingOf({ allows, denies }: JudgedPolicy): Finding {
  if (denies.status === 'fail' || allows.status === 'fail') return denies.status === 'fail' ? denies : allows;
  return denies.status === 'unknown' ? denies : allows;
}

function judgeDenies(document: PolicyDocument, target: DeliveryTarget): JudgedDenies[] {
  const policy = `the resource control policy ${document.source}`;
  return encryptSubjects(target).map((subject) =>
    judgeDeniesOf(document, 'rcp', { ...subject, words: (key) => ({ ...subject.words(key), policy }) }),
  );
}

function unused(encryption: string, report: string, isGiven: boolean): JudgedKey {
  const explanation = `the ${report}s are encrypted with ${encryption}, which uses no KMS key`;
  const message = `the key policy was not looked at: ${explanation}`;
  const warnings = isGiven ? [{ code: 'key-policy-not-used', message }] : [];
  return { ...withFinding(notApplicable(explanation)), warnings };
}

function withFinding(finding: Finding): JudgedKey {
  return { finding, isOpen: false, unknownKeys: [], assumptions: [], warnings: [] };
}

/** The configuration names a key that AWS manages. */
function isAwsManagedKey({ encryption, describedKey }: CheckInputs): boolean {
  return encryption?.type === 'SSE-KMS' && (isAwsManagedAlias(encryption.keyId) || describedKey?.isAwsManaged === true);
}

/**
 * Whether the key is one that S3 may encrypt reports with: a customer managed key that is in use.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_SSEKMS.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function judgeKeyUsable(inputs: CheckInputs): Finding {
  const { encryption, configuration, describedKey, profile } = inputs;
  const problem = configuration.state === 'given' ? configuration.configuration.keyProblem : null;
  const { writer, words } = profile;
  if (encryption?.type === 'SSE-KMS') {
    if (problem !== null) return fail(printable(problem));
    if (isAwsManagedKey(inputs)) {
      return fail(
        `${printable(encryption.keyId)} is a key that AWS manages, and ${writer.name} encrypts ${words.product}s with customer managed keys only`,
      );
    }
  } else if (encryption?.type === 'SSE-S3' || (inputs.defaultKey === null && describedKey === null)) {
    return notApplicable(`no input names a KMS key for the ${words.report}s`);
  }
  if (encryption?.type !== 'SSE-KMS' && describedKey?.isAwsManaged === true) {
    return unknown(
      `the destination encrypts by default with the key that AWS manages, whose ${words.report}s others cannot read`,
    );
  }
  const state = describedKey?.state ?? null;
  if (state === null) return unknown('no input tells the state of the key');
  if (state === 'Enabled') return pass('the key is enabled');
  return fail(`the key is in state ${printable(state)}: nobody can encrypt with it, whatever its policy says`);
}

function notGiven({ defaultKey, profile: { words } }: CheckInputs): string {
  return defaultKey === null
    ? `the ${words.report}s are encrypted with a KMS key whose policy was not given (--key-policy)`
    : `the destination encrypts by default with ${printable(defaultKey)}, whose policy was not given (--key-policy)`;
}

function defaultKeyNote(key: string | null, report: string): CheckNote {
  const message =
    key === null
      ? `no input names a KMS key for the ${report}s: the key policy is judged as that of the key which encrypts them by default`
      : `the ${report}s ask for no encryption: the policy of ${printable(key)} is judged, with which the destination encrypts by default`;
  return { code: key === null ? 'key-not-named' : 'default-key', message };
}
