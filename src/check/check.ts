import { formatInstant } from '../instant.ts';
import type { JsonValue } from '../json.ts';
import { evaluateDelivery } from '../policy/delivery/delivery.ts';
import { type DeliveryTarget, deliveryKeys } from '../policy/delivery/delivery-target.ts';
import { explainDelivery, explainKeyUse } from '../policy/delivery/explain.ts';
import { evaluateResourceControlPolicy } from '../policy/delivery/rcp.ts';
import { looksAtClock } from '../policy/document/clock.ts';
import type { OtherWay } from '../profile/siblings/sibling.ts';
import type {
  CheckDecision,
  CheckNote,
  CheckRemedy,
  CheckReport,
  ExplainedDocument,
  Requirement,
  RequirementId,
} from './contract.ts';
import { findingOf, worstFinding } from './finding.ts';
import type { CheckInputs, PolicyInput } from './inputs.ts';
import { judgeBucketPolicy, OPEN } from './judge-bucket-policy.ts';
import { judgeDestinationForm, judgeDestinationOwner } from './judge-destination.ts';
import { judgeKey, judgeKeyUsable } from './judge-key.ts';
import { judgeSiblingSurroundings, type Surroundings } from './judge-sibling.ts';
import { judgeConfiguration, judgeRegions } from './judge-surroundings.ts';
import { policyTraps } from './policy-traps.ts';
import { type ProposedRemedies, proposeRemedies } from './propose-remedies.ts';
import { policyDocument } from './read-policy.ts';
import { summarize } from './summarize.ts';
import { chooseTarget } from './target.ts';

export interface CheckOptions {
  /** Tell how each document was read, statement by statement. */
  readonly explain: boolean;
}

const PLAIN: CheckOptions = { explain: false };

/** Whether a delivery would succeed, on the inputs alone. */
export function check(inputs: CheckInputs, options: CheckOptions = PLAIN): CheckReport {
  const { target, assumptions } = chooseTarget(inputs);
  const { sibling } = inputs;
  const otherWay = sibling?.profile.otherWay?.(sibling.told) ?? null;
  const policy = judgeBucketPolicy(inputs.policy, target, otherWay);
  const rcps = inputs.resourceControlPolicies.map(({ document }) => evaluateResourceControlPolicy(document, target));
  const key = judgeKey(inputs, target);
  const { places } = inputs;
  const around = sibling === null ? judgeSurroundings(inputs) : judgeSiblingSurroundings(inputs, sibling);
  const requirements: readonly Requirement[] = [
    { id: 'destination-policy-allows', ...policy.allows, place: places.policy },
    { id: 'no-deny-applies', ...worstFinding([policy.denies, ...rcps.map(findingOf)]), place: places.policy },
    { id: 'same-region', ...around['same-region'], place: places.configuration },
    { id: 'key-policy-allows', ...key.finding, place: places.key ?? places.configuration },
    { id: 'key-usable', ...around['key-usable'], place: places.configuration },
    { id: 'destination-owner', ...around['destination-owner'], place: places.configuration },
    { id: 'destination-form', ...around['destination-form'], place: places.configuration },
    { id: 'configuration-enabled', ...around['configuration-enabled'], place: places.configuration },
  ];
  const open: readonly RequirementId[] = [
    ...(policy.isOpen || rcps.some(({ state }) => OPEN.has(state)) ? POLICY_REQUIREMENTS : []),
    ...(key.isOpen ? (['key-policy-allows'] as const) : []),
    // Of a sibling a setting may be given that speaks against it, though not for certain.
    ...(sibling !== null && around['destination-form'].status === 'unknown' ? (['destination-form'] as const) : []),
    ...requirements
      .filter(({ status }) => status === 'unknown')
      .flatMap(({ id }) => inputs.mustBeKnown.filter((one) => one === id)),
  ];
  const failed = requirements.filter(({ status }) => status === 'fail').map(({ id }) => id);
  const unknown = requirements
    .filter(({ id, status }) => status === 'unknown' && open.includes(id))
    .map(({ id }) => id);
  const decision: CheckDecision = failed.length > 0 ? 'denied' : open.length > 0 ? 'depends' : 'allowed';
  // A Deny outranks whatever an Allow says.
  const isDeny = (id: RequirementId): number => Number(id === 'no-deny-applies');
  const decidedBy = decision === 'denied' ? failed.sort((a, b) => isDeny(b) - isDeny(a)) : unknown;
  const openKeys = [policy, key, ...rcps].flatMap(({ unknownKeys }) => unknownKeys);
  const unknownKeys = decision === 'depends' ? [...new Set(openKeys)] : [];
  const { remedies, withheld }: ProposedRemedies =
    decision === 'allowed'
      ? { remedies: [], withheld: [] }
      : settling(proposeRemedies(inputs, target, requirements), target, otherWay);
  const [remedy = null, ...furtherRemedies] = remedies;
  return {
    schemaVersion: '1',
    profile: inputs.name,
    decision,
    summary: summarize({ decision, requirements, decidedBy, unknownKeys, inputs }),
    delivery: {
      sourceBucket: inputs.sourceBucket === '' ? null : inputs.sourceBucket,
      sourceArn: sibling?.sourceArn ?? null,
      sourceAccount: inputs.sourceAccount,
      destinationBucket: inputs.destinationBucket,
      destinationPrefix: inputs.destinationPrefix,
      configurationId: inputs.configurationId,
      encryption: encryptionName(inputs),
    },
    requirements,
    decidedBy,
    unknownKeys,
    remedy,
    furtherRemedies,
    remedyWithheld: withheld,
    assumptions: [...assumptions, ...momentAssumption(inputs), ...key.assumptions, ...inputs.assumptions],
    warnings: distinct([
      ...inputs.warnings,
      ...[policy, key, ...rcps].flatMap(({ warnings }) => warnings),
      ...(sibling === null ? [] : policyTraps(inputs.policy, otherWay)),
      ...(sibling === null || decision === 'denied' ? [] : otherKeyNotes(inputs, target)),
    ]),
    explain: options.explain ? explainAll(inputs, target) : [],
  };
}

function judgeSurroundings(inputs: CheckInputs): Surroundings {
  return {
    'same-region': judgeRegions(inputs),
    'key-usable': judgeKeyUsable(inputs),
    'destination-owner': judgeDestinationOwner(inputs),
    'destination-form': judgeDestinationForm(inputs),
    'configuration-enabled': judgeConfiguration(inputs),
  };
}

const POLICY_REQUIREMENTS = ['destination-policy-allows', 'no-deny-applies'] as const;

/** Where it is open who writes, only a policy that leaves nothing open mends anything. */
function settling(proposed: ProposedRemedies, target: DeliveryTarget, otherWay: OtherWay | null): ProposedRemedies {
  if (otherWay === null) return proposed;
  const isSettled = ({ replaces, document }: CheckRemedy): boolean =>
    replaces !== 'bucket-policy' || !judgeBucketPolicy(policyDocument(document, ''), target, otherWay).isOpen;
  const remedies = proposed.remedies.filter(isSettled);
  if (remedies.length === proposed.remedies.length) return proposed;
  return { remedies, withheld: [...proposed.withheld, `the bucket policy is not mended: ${otherWay.reason}`] };
}

/** Keys that the delivery writes if it is set up so, and that the policy does not let in. */
function otherKeyNotes({ policy, sibling }: CheckInputs, target: DeliveryTarget): CheckNote[] {
  if (policy.state !== 'document' || target.sourceAccount === null) return [];
  return (sibling?.profile.alsoWrites ?? []).flatMap(({ when, of }) => {
    const { keys } = target.profile;
    const changed = { ...target, profile: { ...target.profile, keys: { ...keys, of } } };
    if (evaluateDelivery(policy.document, changed).state !== 'denied') return [];
    const [key = ''] = deliveryKeys(changed);
    return [{ code: 'other-keys-not-let-in', message: `${when}, keys such as ${key} are not let in by this policy` }];
  });
}

/** The moment counts only where a policy asks for it. */
function momentAssumption({ time, policy, keyPolicy, resourceControlPolicies }: CheckInputs): CheckNote[] {
  const documents = [policy, keyPolicy, ...resourceControlPolicies];
  const asks = documents.some((one) => one?.state === 'document' && looksAtClock(JSON.stringify(one.document)));
  if (time === null || !asks) return [];
  return [{ code: 'moment', message: `a policy asks for the time: it is judged at ${formatInstant(time)}` }];
}

function encryptionName({ encryption }: CheckInputs): string | null {
  if (encryption === null) return null;
  return encryption.type === 'SSE-KMS' ? encryption.keyId : encryption.type;
}

/** The same remark on several statements or documents is made once. */
function distinct(notes: readonly CheckNote[]): CheckNote[] {
  const seen = new Set<string>();
  return notes
    .filter(({ code, message }) => seen.size < seen.add(`${code} ${message}`).size)
    .map(({ code, message }) => ({ code, message }));
}

function explainAll(inputs: CheckInputs, target: DeliveryTarget): ExplainedDocument[] {
  const { policy, keyPolicy } = inputs;
  return [
    ...explained('bucket policy', policy, (document) => explainDelivery(document, target)),
    ...explained('key policy', keyPolicy, (document) => explainKeyUse(document, target)),
  ];
}

function explained(
  name: string,
  policy: PolicyInput | null,
  explain: (document: JsonValue) => readonly string[],
): ExplainedDocument[] {
  if (policy?.state !== 'document') return [];
  const open = [...policy.unresolved.values()].map((reason) => `not known: ${reason}`);
  return [{ document: `${name} (${policy.source})`, lines: open.length > 0 ? open : explain(policy.document) }];
}
