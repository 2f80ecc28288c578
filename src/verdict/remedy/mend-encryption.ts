import { isOpen, type LinkStates } from '../../delivery-path/link.ts';
import { keyIdOf } from '../../delivery-path/world.ts';
import { evaluateKeyUse } from '../../policy/delivery/delivery.ts';
import { destinationArn } from '../../policy/delivery/delivery-target.ts';
import { encryptionsFor } from '../../policy/remedy/mend-configuration.ts';
import type { DeliveryEncryption } from '../../profile/configuration.ts';
import { putBucketEncryption } from './commands.ts';
import { withEncryption } from './configuration-draft.ts';
import { keyInUse } from './key-in-use.ts';
import { type Plan, refuse, regionOf, statesOf, withConfiguration, withEdit, writerCaution } from './plan.ts';

/**
 * Another encryption of the reports, where a policy asks for encryption that the configuration does not name, or where
 * it names a key that no edit of the key opens. The policy is not loosened for what the configuration can do.
 */
export function mendEncryption(plan: Plan): Plan {
  const before = statesOf(plan);
  const used = keyInUse(plan);
  if (used?.link === 'key-state' && used.obstacle !== null) {
    const mended = encrypted(plan, { type: 'SSE-S3' });
    return isAboutEncryption(statesOf(mended)) ? plan : mended;
  }
  if (!isAboutEncryption(before)) return plan;
  const policy = plan.world.bucketPolicies.get(plan.target.destinationBucket);
  const [encryption] = policy?.state === 'known' ? encryptionsFor(policy.value, plan.target).filter(isUsable) : [];
  if (encryption === undefined) return plan;
  if (plan.configuration.document !== null) return encrypted(plan, encryption);
  const name = encryption.type === 'SSE-KMS' ? `SSE-KMS with ${encryption.keyId}` : encryption.type;
  const instead = `the policy need not be loosened where the configuration can name ${name} as its encryption; its document is not in evidence`;
  return { ...plan, cautions: [...plan.cautions, instead] };

  function isUsable(candidate: DeliveryEncryption): boolean {
    if (candidate.type !== 'SSE-KMS') return true;
    const name = keyIdOf(candidate.keyId) ?? '';
    const [keyPolicy, state] = [plan.world.keyPolicies.get(name), plan.world.keyStates.get(name)];
    const target = { ...plan.target, encryption: candidate, keyArn: candidate.keyId };
    return (
      keyPolicy?.state === 'known' &&
      evaluateKeyUse(keyPolicy.value, target).state === 'allowed' &&
      state?.state === 'known' &&
      state.value === 'Enabled'
    );
  }
}

/** The default encryption of the destination, where its key stays closed: the configuration's own, else that of the bucket. */
export function mendDefaultEncryption(plan: Plan): Plan {
  const link = 'default-encryption';
  const before = statesOf(plan);
  if (before[link].state !== 'denied') return plan;
  if (plan.configuration.document !== null) {
    const mended = encrypted(plan, { type: 'SSE-S3' });
    const after = statesOf(mended)['destination-policy'];
    if (isOpen(after) || after.state === before['destination-policy'].state) return mended;
  }
  const { world, target } = plan;
  const bucket = target.destinationBucket;
  const setting = world.encryptions.get(bucket);
  const old = setting?.state === 'known' && setting.value !== null ? setting.value : null;
  if (old === null) return refuse(plan, link, 'the default encryption in force is not known');
  return withEdit(
    plan,
    {
      kind: 'default-encryption',
      resource: destinationArn(target),
      description: 'encrypt by default with SSE-S3',
      document: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      // What a bucket has by itself is known as its setting alone.
      replaces: null,
      diff: [`~ default encryption: ${old.algorithm}${old.keyId === null ? '' : ` with ${old.keyId}`} -> AES256`],
      command: (file) => putBucketEncryption({ bucket, region: regionOf(plan, bucket) }, file),
    },
    {
      world: {
        ...world,
        encryptions: new Map(world.encryptions).set(bucket, {
          state: 'known',
          value: { algorithm: 'AES256', keyId: null },
          basis: 'event',
        }),
      },
      touched: [link],
      cautions: [
        `the default encryption is that of every new object in the bucket which names none: rather let the ${target.profile.words.configuration} name SSE-S3, whose document is not in evidence`,
        ...writerCaution(plan, link, 'default encryption'),
      ],
    },
  );
}

function encrypted(plan: Plan, encryption: DeliveryEncryption): Plan {
  const caution =
    encryption.type === 'SSE-S3' && plan.place.encryption?.type === 'SSE-KMS'
      ? [
          'the reports will be encrypted with keys that S3 manages: where they must have a key of their own, name a customer managed key of the same Region instead',
        ]
      : [];
  return withConfiguration(plan, withEncryption(plan.configuration, plan.subject, encryption), caution);
}

/** The destination policy denies by what the configuration says of encryption. */
function isAboutEncryption({ 'destination-policy': { state, conditionKeys } }: LinkStates): boolean {
  return state === 'denied' && conditionKeys.some((key) => key.startsWith('s3:x-amz-server-side-encryption'));
}
