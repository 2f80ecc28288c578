import type { JsonValue } from '../json.ts';
import { worstOf } from '../policy/delivery/delivery.ts';
import { writeSubjects } from '../policy/delivery/delivery-subject.ts';
import type { DeliveryTarget } from '../policy/delivery/delivery-target.ts';
import { explainDelivery, explainKeyUse } from '../policy/delivery/explain.ts';
import { evaluateResourceControlPolicy } from '../policy/delivery/rcp.ts';
import type { LinkSubject } from '../policy/evaluate/judge-link.ts';
import type { LinkEvaluation } from '../policy/evaluate/link-evaluation.ts';
import type { CheckDecision, CheckNote, CheckReport, ExplainedDocument, Requirement } from './contract.ts';
import type { CheckInputs, PolicyInput } from './inputs.ts';
import { judgeKey } from './judge-key.ts';
import { type Finding, findingOf, judgeDocument } from './judge-policy.ts';
import { judgeConfiguration, judgeRegions } from './judge-surroundings.ts';
import { type ProposedRemedies, proposeRemedies } from './propose-remedies.ts';
import { summarize } from './summarize.ts';
import { chooseTarget } from './target.ts';

export interface CheckOptions {
  /** Tell how each document was read, statement by statement. */
  readonly explain: boolean;
}

/** Whether a delivery would succeed, on the inputs alone. */
export function check(inputs: CheckInputs, options: CheckOptions): CheckReport {
  const { target, assumptions } = chooseTarget(inputs);
  const policy = judgeBucketPolicy(inputs.policy, writeSubjects(target, 'the bucket policy'));
  const rcps = inputs.resourceControlPolicies.map(({ document }) => evaluateResourceControlPolicy(document, target));
  const key = judgeKey(inputs, target);
  const requirements: readonly Requirement[] = [
    { id: 'destination-policy-allows', ...policy.allows },
    { id: 'no-deny-applies', ...worstFinding([policy.denies, ...rcps.map(findingOf)]) },
    { id: 'same-region', ...judgeRegions(inputs) },
    { id: 'key-policy-allows', ...key.finding },
    { id: 'configuration-enabled', ...judgeConfiguration(inputs) },
  ];
  const isOpen = [policy, key].some((part) => part.isOpen) || rcps.some(({ state }) => OPEN.has(state));
  const isDenied = requirements.some(({ status }) => status === 'fail');
  const decision: CheckDecision = isDenied ? 'denied' : isOpen ? 'depends' : 'allowed';
  const openKeys = [policy, key, ...rcps].flatMap(({ unknownKeys }) => unknownKeys);
  const unknownKeys = decision === 'depends' ? [...new Set(openKeys)] : [];
  const { remedies, withheld }: ProposedRemedies =
    decision === 'allowed' ? { remedies: [], withheld: [] } : proposeRemedies(inputs, target, requirements);
  const [remedy = null, ...furtherRemedies] = remedies;
  return {
    schemaVersion: '1',
    decision,
    summary: summarize({ decision, requirements, unknownKeys, inputs }),
    delivery: {
      sourceBucket: inputs.sourceBucket,
      sourceAccount: inputs.sourceAccount,
      destinationBucket: inputs.destinationBucket,
      destinationPrefix: inputs.destinationPrefix,
      configurationId: inputs.configurationId,
      encryption: encryptionName(inputs),
    },
    requirements,
    unknownKeys,
    remedy,
    furtherRemedies,
    remedyWithheld: withheld,
    assumptions: [...assumptions, ...key.assumptions, ...inputs.assumptions],
    warnings: distinct([...inputs.warnings, ...[policy, key, ...rcps].flatMap(({ warnings }) => warnings)]),
    explain: options.explain ? explainAll(inputs, target) : [],
  };
}

const OPEN: ReadonlySet<LinkEvaluation['state']> = new Set(['depends', 'unknown']);

interface JudgedBucketPolicy {
  readonly allows: Finding;
  readonly denies: Finding;
  readonly isOpen: boolean;
  readonly unknownKeys: readonly string[];
  readonly warnings: readonly CheckNote[];
}

function judgeBucketPolicy(policy: PolicyInput, subjects: readonly LinkSubject[]): JudgedBucketPolicy {
  switch (policy.state) {
    case 'document': {
      const judged = subjects.map((subject) => judgeDocument(policy, 'bucket', subject));
      return {
        allows: worstFinding(judged.map(({ allows }) => allows)),
        denies: worstFinding(judged.map(({ denies }) => denies)),
        isOpen: OPEN.has(worstOf(judged).state),
        unknownKeys: judged.flatMap(({ unknownKeys }) => unknownKeys),
        warnings: judged.flatMap(({ warnings }) => warnings),
      };
    }
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

const BARE = { statement: null, conditionKeys: [] } as const;

/** A Deny anywhere stops the delivery; one that may apply leaves it open. */
function worstFinding(findings: readonly Finding[]): Finding {
  const worst =
    findings.find(({ status }) => status === 'fail') ??
    findings.find(({ status }) => status === 'unknown') ??
    findings[0];
  if (worst === undefined) throw new RangeError('no findings');
  return worst;
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
