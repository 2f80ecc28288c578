import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { DeliveryTarget } from '../policy/delivery/delivery-target.ts';
import { diffPolicies } from '../policy/document/diff.ts';
import {
  mendBucketPolicy,
  mendConfiguration,
  mendKeyPolicy,
  type Remedy,
  withoutKey,
} from '../policy/remedy/remedy.ts';
import { type PolicyOfPath, withSourceAccount } from '../policy/remedy/source-account.ts';
import type { CheckNote, CheckRemedy, Requirement } from './contract.ts';
import type { CheckInputs, PlacedPolicy, PolicyInput } from './inputs.ts';

/** What mends a delivery, and why what is not mended is not. */
export interface ProposedRemedies {
  readonly remedies: readonly CheckRemedy[];
  /** Sentences without their capital and their full stop. */
  readonly withheld: readonly string[];
}

/**
 * The changes that together let the delivery through, one for each document that stops it, as far as each can be
 * verified. A Deny on a missing encryption header is met by the configuration, which loosens no policy.
 */
export function proposeRemedies(
  inputs: CheckInputs,
  plain: DeliveryTarget,
  requirements: readonly Requirement[],
): ProposedRemedies {
  const { target, warnings } = withSourceAccount(policiesOf(inputs), plain);
  const failed = new Map(
    requirements.filter(({ status }) => status === 'fail').map(({ id, explanation }) => [id, explanation]),
  );
  // An edit that rests on a destination which is none would let nothing in.
  const isForm = failed.has('destination-form');
  const parts = [
    ...(isForm ? [] : [bucketRemedy(inputs, target, requirements), keyRemedy(inputs, target)]),
    otherKey(inputs, target, failed),
    enabling(inputs),
    ...REPLACED.map((id) => withheld(inputs.profile.words.configuration, failed.get(id) ?? null)),
  ];
  const replays = inputs.sibling?.profile.replays;
  const notes = [
    ...warnings.map(({ code, message }) => ({ code, message })),
    ...(replays === undefined ? [] : [{ code: 'delivers-late', message: replays }]),
  ];
  return {
    remedies: parts.flatMap(({ remedies }) =>
      remedies.map((remedy) =>
        remedy.replaces === 'inventory-configuration'
          ? remedy
          : { ...remedy, warnings: [...notes, ...remedy.warnings] },
      ),
    ),
    withheld: parts.flatMap(({ withheld }) => withheld),
  };
}

/** Requirements that nothing but another value in the configuration meets. */
const REPLACED = ['destination-form', 'destination-owner'] as const;

/** Another encryption, where the key is one that S3 cannot use and no edit of its policy would help. */
function otherKey(
  inputs: CheckInputs,
  target: DeliveryTarget,
  failed: ReadonlyMap<Requirement['id'], string>,
): ProposedRemedies {
  const { configuration, encryption, profile, keyRegion } = inputs;
  const region = inputs.destinationRegion ?? inputs.sourceRegion;
  const isElsewhere = keyRegion !== null && region !== null && keyRegion !== region;
  const isManagedOrNone = failed.has('key-usable') && inputs.describedKey?.state !== 'Disabled';
  if (encryption?.type !== 'SSE-KMS' || (!isManagedOrNone && !isElsewhere)) return NOTHING;
  const written = configuration.state === 'given' ? configuration.configuration.document : null;
  const policy = mendable(inputs.policy) ?? null;
  const mended = policy === null || written === null ? null : withoutKey(policy, target, { configuration: written });
  if (mended !== null) return { remedies: [remedyOf('inventory-configuration', mended)], withheld: [] };
  const where = region === null ? '' : ` of ${region}`;
  return withheld(
    profile.words.configuration,
    `it has to name a customer managed key${where} that ${profile.writer.name} may use, or SSE-S3`,
  );
}

function policiesOf({ policy, keyPolicy }: CheckInputs): PolicyOfPath[] {
  return [
    ...(policy.state === 'document' ? [{ kind: 'bucket' as const, document: policy.document }] : []),
    ...(keyPolicy?.state === 'document' ? [{ kind: 'key' as const, document: keyPolicy.document }] : []),
  ];
}

const NOTHING: ProposedRemedies = { remedies: [], withheld: [] };

function bucketRemedy(
  inputs: CheckInputs,
  target: DeliveryTarget,
  requirements: readonly Requirement[],
): ProposedRemedies {
  if (inputs.policy.state === 'several') return oneOfSeveral(inputs.policy.policies, target);
  const document = mendable(inputs.policy);
  if (document === undefined) {
    const { policy } = inputs;
    return withheld('bucket policy', policy.state === 'unknown' ? policy.reason : 'parts of its text are not known');
  }
  const options = { lastWriter: writerOf(inputs.policy) };
  const isAboutEncryption = requirements.some(
    ({ id, conditionKeys }) => id === 'no-deny-applies' && conditionKeys.some((key) => ENCRYPTION_HEADERS.has(key)),
  );
  const { configuration } = inputs;
  const written = configuration.state === 'given' ? configuration.configuration.document : null;
  const takesEncryption = configuration.state !== 'given' || configuration.configuration.takesEncryption;
  const mended =
    isAboutEncryption && takesEncryption
      ? mendConfiguration(document, target, {
          keyPolicy: inputs.keyPolicy === null ? null : (mendable(inputs.keyPolicy) ?? null),
          ...(written === null ? {} : { configuration: written }),
        })
      : null;
  const configured = mended === null ? [] : [remedyOf('inventory-configuration', mended)];
  // Without the configuration as a document, its mended whole cannot be shown.
  if (written !== null && mended !== null) return { remedies: configured, withheld: [] };
  const attempt = mendBucketPolicy(document, target, options);
  if (!attempt.ok) return { ...withheld('bucket policy', attempt.reason), remedies: configured };
  const policy = remedyOf('bucket-policy', attempt.remedy);
  const remedy = mended === null ? policy : { ...policy, warnings: [...policy.warnings, encryptionInstead(mended)] };
  return { remedies: [remedy], withheld: [] };
}

/** One policy with the statements of all, mended where that does not suffice. */
function oneOfSeveral(policies: readonly PlacedPolicy[], target: DeliveryTarget): ProposedRemedies {
  const documents = policies.map(({ policy }) => mendable(policy));
  const statements = documents.flatMap((document) => {
    const written = isJsonObject(document) ? document['Statement'] : undefined;
    return Array.isArray(written) ? written : written === undefined ? [] : [written];
  });
  const names = policies.map(({ address }) => address).join(' and ');
  if (documents.some((document) => document === undefined || document === null)) {
    return withheld('bucket policy', `parts of what ${names} say are not known`);
  }
  const distinct = [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
  const document: JsonObject = { Version: '2012-10-17', Statement: distinct };
  const writer = policies.map(({ policy }) => writerOf(policy)).find((tool) => tool !== null) ?? null;
  const description = `write one policy with the statements of ${names}, and leave the others out`;
  const attempt = mendBucketPolicy(document, target, { lastWriter: writer });
  if (attempt.ok) {
    const remedy = remedyOf('bucket-policy', attempt.remedy);
    return { remedies: [{ ...remedy, description: `${description}; ${remedy.description}` }], withheld: [] };
  }
  if (attempt.reason !== null) return withheld('bucket policy', attempt.reason);
  const diff = diffPolicies(documents[0] ?? null, document);
  return {
    remedies: [{ replaces: 'bucket-policy', description, document, diff, verified: true, warnings: [] }],
    withheld: [],
  };
}

function withheld(document: string, reason: string | null): ProposedRemedies {
  return reason === null ? NOTHING : { remedies: [], withheld: [`the ${document} is not mended: ${reason}`] };
}

function encryptionInstead({ description }: Remedy): CheckNote {
  const message = `the Deny need not be loosened: ${description} instead (give it with --configuration to have it mended whole)`;
  return { code: 'encryption-instead', message };
}

const ENCRYPTION_HEADERS: ReadonlySet<string> = new Set([
  's3:x-amz-server-side-encryption',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
]);

function keyRemedy(inputs: CheckInputs, target: DeliveryTarget): ProposedRemedies {
  const { encryption, keyPolicy } = inputs;
  if (keyPolicy === null || encryption?.type === 'SSE-S3') return NOTHING;
  const region = inputs.destinationRegion ?? inputs.sourceRegion;
  const { keyRegion } = inputs;
  if (region !== null && keyRegion !== null && keyRegion !== region) {
    const reason = `the key is in ${keyRegion}, the bucket in ${region}, where S3 looks for it: choose a key of ${region}, or SSE-S3`;
    return withheld('key policy', reason);
  }
  const document = mendable(keyPolicy);
  if (document === undefined) return withheld('key policy', 'parts of its text are not known');
  const attempt = mendKeyPolicy(document, target, { lastWriter: writerOf(keyPolicy) });
  if (!attempt.ok) return withheld('key policy', attempt.reason);
  return { remedies: [remedyOf('key-policy', attempt.remedy)], withheld: [] };
}

/** A configuration that is switched off, switched on. */
function enabling({ configuration: state, profile: { words } }: CheckInputs): ProposedRemedies {
  if (state.state !== 'given' || state.configuration.isEnabled !== false) return NOTHING;
  const { document, id } = state.configuration;
  if (document === null) return withheld(words.configuration, 'it was not given as a document: enable it');
  return {
    withheld: [],
    remedies: [
      {
        replaces: 'inventory-configuration',
        description: `enable the ${words.configuration} ${id === null ? '' : `"${id}"`}`.trim(),
        document: { ...structuredClone(document), IsEnabled: true },
        diff: ['~ IsEnabled: - false, + true'],
        verified: true,
        warnings: [
          { code: 'may-be-deliberate', message: 'the configuration may have been disabled on purpose; ask its owner' },
        ],
      },
    ],
  };
}

/** The document, null where there is none; undefined where parts of it are not known, so that nothing can be verified. */
function mendable(policy: PolicyInput): JsonValue | undefined {
  if (policy.state === 'none') return null;
  return policy.state === 'document' && policy.unresolved.size === 0 ? policy.document : undefined;
}

function writerOf(policy: PolicyInput): 'terraform' | 'cloudformation' | null {
  return policy.state === 'document' ? policy.writer : null;
}

function remedyOf(replaces: CheckRemedy['replaces'], remedy: Remedy): CheckRemedy {
  const { description, document, diff, verified, warnings } = remedy;
  const notes = warnings.map(({ code, message }) => ({ code, message }));
  return { replaces, description, document, diff, verified, warnings: notes };
}
