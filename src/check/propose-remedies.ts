import type { JsonValue } from '../json.ts';
import type { DeliveryTarget } from '../policy/delivery-target.ts';
import { mendBucketPolicy, mendConfiguration, mendKeyPolicy, type Remedy } from '../policy/remedy.ts';
import type { CheckNote, CheckRemedy, Requirement } from './contract.ts';
import type { CheckInputs, PolicyInput } from './inputs.ts';

/**
 * The changes that together let the delivery through, one for each document that stops it, as far as each can be
 * verified. A Deny on a missing encryption header is met by the configuration, which loosens no policy.
 */
export function proposeRemedies(
  inputs: CheckInputs,
  target: DeliveryTarget,
  requirements: readonly Requirement[],
): readonly CheckRemedy[] {
  return [...bucketRemedy(inputs, target, requirements), ...keyRemedy(inputs, target), ...enabling(inputs)];
}

function bucketRemedy(
  inputs: CheckInputs,
  target: DeliveryTarget,
  requirements: readonly Requirement[],
): CheckRemedy[] {
  const document = mendable(inputs.policy);
  if (document === undefined) return [];
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
  if (written !== null && mended !== null) return configured;
  const remedy = mendBucketPolicy(document, target, options);
  if (remedy === null) return configured;
  const policy = remedyOf('bucket-policy', remedy);
  return [mended === null ? policy : { ...policy, warnings: [...policy.warnings, encryptionInstead(mended)] }];
}

function encryptionInstead({ description }: Remedy): CheckNote {
  const message = `the Deny need not be loosened: ${description} instead (give it with --configuration to have it mended whole)`;
  return { code: 'encryption-instead', message };
}

const ENCRYPTION_HEADERS: ReadonlySet<string> = new Set([
  's3:x-amz-server-side-encryption',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
]);

function keyRemedy(inputs: CheckInputs, target: DeliveryTarget): CheckRemedy[] {
  const { encryption, keyPolicy } = inputs;
  if (keyPolicy === null || encryption?.type === 'SSE-S3') return [];
  const document = mendable(keyPolicy);
  if (document === undefined || document === null) return [];
  const remedy = mendKeyPolicy(document, target, { lastWriter: writerOf(keyPolicy) });
  return remedy === null ? [] : [remedyOf('key-policy', remedy)];
}

/** A configuration that is switched off, switched on. */
function enabling({ configuration: state }: CheckInputs): CheckRemedy[] {
  if (state.state !== 'given' || state.configuration.isEnabled !== false) return [];
  const { document, id } = state.configuration;
  if (document === null) return [];
  return [
    {
      replaces: 'inventory-configuration',
      description: `enable the inventory configuration ${id === null ? '' : `"${id}"`}`.trim(),
      document: { ...structuredClone(document), IsEnabled: true },
      diff: ['~ IsEnabled: - false, + true'],
      verified: true,
      warnings: [
        { code: 'may-be-deliberate', message: 'the configuration may have been disabled on purpose; ask its owner' },
      ],
    },
  ];
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
