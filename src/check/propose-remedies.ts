import type { JsonValue } from '../json.ts';
import type { DeliveryTarget } from '../policy/delivery/delivery-target.ts';
import { regionOfKey } from '../policy/document/key-name.ts';
import { mendBucketPolicy, mendConfiguration, mendKeyPolicy, type Remedy } from '../policy/remedy/remedy.ts';
import { type PolicyOfPath, withSourceAccount } from '../policy/remedy/source-account.ts';
import type { CheckNote, CheckRemedy, Requirement } from './contract.ts';
import type { CheckInputs, PolicyInput } from './inputs.ts';

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
  const parts = [bucketRemedy(inputs, target, requirements), keyRemedy(inputs, target), enabling(inputs)];
  const notes = warnings.map(({ code, message }) => ({ code, message }));
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
  const document = mendable(inputs.policy);
  if (document === undefined) return withheld('bucket policy', 'parts of its text are not known');
  const options = { lastWriter: writerOf(inputs.policy) };
  const isAboutEncryption = requirements.some(
    ({ id, conditionKeys }) => id === 'no-deny-applies' && conditionKeys.some((key) => ENCRYPTION_HEADERS.has(key)),
  );
  const { configuration } = inputs;
  const written = configuration.state === 'given' ? configuration.configuration.document : null;
  const mended = isAboutEncryption
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
  const keyRegion = target.keyArn === null ? null : regionOfKey(target.keyArn);
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
