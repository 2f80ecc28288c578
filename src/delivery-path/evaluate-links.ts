import type { Case } from '../case/case.ts';
import type { Instant } from '../instant.ts';
import type { JsonValue } from '../json.ts';
import {
  type DeliveryTarget,
  evaluateDelivery,
  evaluateKeyUse,
  type LinkEvaluation,
} from '../policy/delivery/delivery.ts';
import { evaluateResourceControlPolicy } from '../policy/delivery/rcp.ts';
import { isAwsManagedAlias, regionOfKey } from '../policy/document/key-name.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import { configurationWords } from './configuration-words.ts';
import { createMemory, type Remember } from './evaluation-memory.ts';
import { allowed, denied, type Link, type LinkState, type LinkStates, notApplicable, unknown } from './link.ts';
import { partitionAt } from './partition-at.ts';
import type { Place } from './place.ts';
import { createStateTable } from './state-table.ts';
import { type KeyState, type Knowledge, keyIdOf, type World } from './world.ts';

/**
 * Judges every link of the delivery path for one state of the world: a write at a place, at a moment. Evaluations of
 * the same document for the same target are remembered: most changes leave most links as they were.
 */
export type LinkEvaluator = (world: World, place: Place, time: Instant) => LinkStates;

export function createLinkEvaluator(subject: Case): LinkEvaluator {
  const memory = createMemory();
  const { remember } = memory;
  const table = createStateTable();
  const answers = new Map<Link, { readonly inputs: readonly unknown[]; readonly state: LinkState }>();
  /** A link into which goes what went into it the last time is not judged again. */
  const last = (link: Link, inputs: readonly unknown[], judge: () => LinkState): LinkState => {
    const before = answers.get(link);
    if (before?.inputs.every((input, index) => input === inputs[index]) === true) return before.state;
    const state = table.one(judge());
    answers.set(link, { inputs, state });
    return state;
  };
  return (world, place, time) => {
    const { bucketExists, bucketPolicies, bucketRegion, configuration, encryptions, keyPolicies, keyStates, rcps } =
      world;
    const partition = partitionAt(world, place);
    const target = targetOf(place, subject, time, partition);
    const judged: World = { ...world, configuration: { ...configuration, encryption: place.encryption } };
    const { profile } = subject;
    const written = [place, partition, memory.hasDated ? time : null];
    return table.all({
      'destination-bucket': last('destination-bucket', [place, bucketExists], () =>
        destinationBucket(world, place.bucket, profile),
      ),
      configuration: last('configuration', [configuration], () => configurationLink(world, profile)),
      'destination-policy': last('destination-policy', [...written, bucketPolicies], () =>
        destinationPolicy(judged, target, remember),
      ),
      'key-policy': last('key-policy', [...written, keyPolicies], () => keyPolicy(judged, target, remember)),
      'key-state': last('key-state', [place, configuration, keyStates], () => keyState(judged, profile)),
      'default-encryption': last('default-encryption', [...written, encryptions, keyPolicies, keyStates], () =>
        defaultEncryption(judged, target, profile, remember),
      ),
      region: last('region', [place, bucketRegion], () => region(world, subject, place)),
      rcp: last('rcp', [...written, rcps], () => resourceControlPolicies(world, subject, target, remember)),
    });
  };
}

/** The write at a place; null while source, destination or id is not known. */
export function targetOf(place: Place, subject: Case, time: Instant, partition: string | null): DeliveryTarget | null {
  const { bucket: destinationBucket, encryption } = place;
  if (subject.sourceBucket === null || destinationBucket === null || subject.configurationId === null) return null;
  return {
    profile: subject.profile,
    sourceBucket: subject.sourceBucket,
    sourceAccount: subject.sourceAccount,
    destinationBucket,
    destinationPrefix: place.prefix ?? '',
    configurationId: subject.configurationId,
    encryption,
    ...(place.format === null ? {} : { format: place.format }),
    keyArn: encryption?.type === 'SSE-KMS' ? encryption.keyId : null,
    ...(partition === null ? {} : { partition }),
    time,
  };
}

function destinationBucket(world: World, bucket: string | null, { words }: DeliveryProfile): LinkState {
  if (bucket === null) return unknown('the destination bucket is not known');
  const exists = world.bucketExists.get(bucket);
  if (exists?.state !== 'known') return unknown(`no evidence says whether bucket ${bucket} exists`);
  const source = sourceOf(exists);
  if (exists.value) return { ...allowed(`bucket ${bucket} exists`, source.basis), ...source };
  const isGone =
    exists.basis === 'document'
      ? `AWS answers that there is no bucket ${bucket}`
      : `the destination bucket ${bucket} was deleted`;
  const explanation = `${isGone}, so there is nowhere to write the ${words.report}`;
  return { ...denied('deleted', explanation, source.basis), ...source };
}

function configurationLink({ configuration: state }: World, profile: DeliveryProfile): LinkState {
  const { basis } = state;
  const words = configurationWords(profile);
  if (state.exists === false) {
    return basis === 'document' ? denied('deleted', words.absent, basis) : denied('deleted', words.deleted, basis);
  }
  if (state.isEnabled === false) {
    return denied('disabled', words.disabled, basis);
  }
  if (state.isEnabled === null) return unknown(words.unknown);
  return allowed(words.enabled, basis);
}

function destinationPolicy(world: World, target: DeliveryTarget | null, remember: Remember): LinkState {
  if (target === null) return unknown('which write to judge the destination policy for is not known');
  const policy = world.bucketPolicies.get(target.destinationBucket);
  if (policy === undefined) return unknown(`the bucket policy of ${target.destinationBucket} is not in evidence`);
  if (policy.state === 'unknown') return unknown(policy.reason);
  return fromEvaluation(
    policy.value === null
      ? evaluateDelivery(null, target)
      : remember('bucket', policy.value, target, () => evaluateDelivery(policy.value, target)),
    sourceOf(policy),
  );
}

function keyPolicy(world: World, target: DeliveryTarget | null, remember: Remember): LinkState {
  const { encryption } = world.configuration;
  if (encryption === null) return ENCRYPTION_UNKNOWN;
  if (encryption.type !== 'SSE-KMS') return NO_KEY;
  return judgeKeyPolicy(world, encryption.keyId, target, remember);
}

function judgeKeyPolicy(world: World, key: string, target: DeliveryTarget | null, remember: Remember): LinkState {
  const policy = world.keyPolicies.get(keyIdOf(key) ?? key);
  if (policy === undefined || target === null) return unknown(`the policy of key ${key} is not in evidence`);
  if (policy.state === 'unknown') return unknown(policy.reason);
  const use = { ...target, keyArn: key };
  return fromEvaluation(
    remember('key', policy.value, use, () => evaluateKeyUse(policy.value, use)),
    sourceOf(policy),
  );
}

function keyState(world: World, profile: DeliveryProfile): LinkState {
  const { encryption } = world.configuration;
  if (encryption === null) return ENCRYPTION_UNKNOWN;
  if (encryption.type !== 'SSE-KMS') return NO_KEY;
  if (isAwsManagedAlias(encryption.keyId)) {
    return judgeKeyState('AwsManaged', { basis: world.configuration.basis, capturedAt: null }, profile);
  }
  const state = world.keyStates.get(keyIdOf(encryption.keyId) ?? encryption.keyId);
  if (state?.state !== 'known') return unknown(`the state of key ${encryption.keyId} is not in evidence`);
  return judgeKeyState(state.value, sourceOf(state), profile);
}

function judgeKeyState(state: KeyState, source: Source, profile: DeliveryProfile): LinkState {
  return { ...keyStateFrom(state, source.basis, profile), ...source };
}

function keyStateFrom(state: KeyState, basis: LinkState['basis'], { words, writer }: DeliveryProfile): LinkState {
  const fails = `so ${writer.short} cannot encrypt the ${words.report} with it`;
  switch (state) {
    case 'Enabled':
      return allowed('the KMS key is enabled', basis);
    case 'Disabled':
      return denied('disabled', `the KMS key is disabled, ${fails}`, basis);
    case 'PendingDeletion':
      return denied('deleted', `the KMS key is scheduled for deletion, ${fails}`, basis);
    case 'Deleted':
      return denied('deleted', `the KMS key was deleted, ${fails}`, basis);
    case 'AwsManaged':
      return denied(
        'unusable-key',
        `the KMS key is one that AWS manages, and ${writer.short} encrypts ${words.product}s with customer managed keys only`,
        basis,
      );
    case 'Unusable':
      return denied('unusable-key', `the key material of the KMS key is gone, ${fails}`, basis);
    default:
      return state satisfies never;
  }
}

/** The destination's default encryption acts on the report only while the configuration names no encryption of its own. */
function defaultEncryption(
  world: World,
  target: DeliveryTarget | null,
  profile: DeliveryProfile,
  remember: Remember,
): LinkState {
  const { encryption } = world.configuration;
  if (target === null) return unknown('which bucket to judge the default encryption of is not known');
  if (encryption !== null && encryption.type !== 'none') return OWN_ENCRYPTION;
  const setting = world.encryptions.get(target.destinationBucket);
  if (setting === undefined) return unknown(`the default encryption of ${target.destinationBucket} is not in evidence`);
  if (setting.state === 'unknown') return unknown(setting.reason);
  if (setting.value === null || !setting.value.algorithm.startsWith('aws:kms')) {
    const source = sourceOf(setting);
    return { ...allowed('the default encryption of the destination needs no KMS key', source.basis), ...source };
  }
  const { keyId } = setting.value;
  if (keyId === null || isAwsManagedAlias(keyId)) {
    return unknown('the destination encrypts by default with an AWS managed key, whose reports others cannot read');
  }
  const use = judgeKeyPolicy(world, keyId, target, remember);
  const state = world.keyStates.get(keyIdOf(keyId) ?? keyId);
  const judged =
    state?.state === 'known' && state.value !== 'Enabled' ? judgeKeyState(state.value, sourceOf(state), profile) : use;
  if (judged.state !== 'denied') return judged;
  const explanation = `the destination now encrypts by default with key ${keyId}, which ${profile.writer.short} may not use: ${judged.explanation}`;
  return encryption === null
    ? unknown(`${explanation}; whether the configuration names its own encryption is not known`)
    : { ...judged, decision: 'unusable-key', statement: null, conditionKeys: [], explanation };
}

function region(world: World, subject: Case, { bucket, encryption }: Place): LinkState {
  const source = subject.sourceBucket === null ? undefined : world.bucketRegion.get(subject.sourceBucket);
  const destination = bucket === null ? undefined : world.bucketRegion.get(bucket);
  const key = encryption?.type === 'SSE-KMS' ? regionOfKey(encryption.keyId) : null;
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
  if (destination !== undefined && key !== null && key !== destination) {
    return denied(
      'unknown',
      `the KMS key is in ${key}, the destination in ${destination}: S3 looks for the key in the Region of the bucket`,
      'event',
    );
  }
  if (source === undefined || destination === undefined)
    return unknown('the Regions of source and destination are not both in evidence');
  return source === destination
    ? allowed(`source and destination are both in ${source}`, 'event')
    : denied(
        'unknown',
        `the destination is in ${destination}, the source in ${source}: ${subject.profile.words.feature} delivers within one Region only`,
        'event',
      );
}

function resourceControlPolicies(
  world: World,
  subject: Case,
  target: DeliveryTarget | null,
  remember: Remember,
): LinkState {
  if (target === null) return unknown('which write to judge resource control policies for is not known');
  const judged = [...world.rcps.values()].flatMap(({ content, targets }): LinkState[] => {
    if (targets.size === 0) return [];
    const reaches = [...targets].some((id) => id === subject.destinationAccount || id.startsWith('r-'));
    if (!reaches) {
      const isElsewhere = [...targets].every((id) => /^\d{12}$/.test(id));
      return isElsewhere
        ? []
        : [unknown('whether the destination account is in the organizational unit of this policy is not known')];
    }
    return [judgeResourceControlPolicy(content, target, remember)];
  });
  const rank = ['denied', 'depends', 'unknown', 'allowed'];
  const [worst] = judged.sort((a, b) => rank.indexOf(a.state) - rank.indexOf(b.state));
  return worst ?? NO_CONTROL_POLICY;
}

function judgeResourceControlPolicy(
  content: Knowledge<JsonValue>,
  target: DeliveryTarget,
  remember: Remember,
): LinkState {
  if (content.state === 'unknown') return unknown(content.reason);
  return fromEvaluation(
    remember('rcp', content.value, target, () => evaluateResourceControlPolicy(content.value, target)),
    sourceOf(content),
  );
}

const ENCRYPTION_UNKNOWN = unknown('no evidence says whether the reports are encrypted with a KMS key');
const NO_KEY = notApplicable('the configuration names no KMS key');
const OWN_ENCRYPTION = notApplicable('the configuration names its own encryption');
const NO_CONTROL_POLICY = unknown('no resource control policy is in evidence');

type Source = Pick<LinkState, 'basis' | 'capturedAt'>;

function sourceOf(known: Extract<Knowledge<unknown>, { state: 'known' }>): Source {
  return { basis: known.basis, capturedAt: known.basis === 'capture' ? known.capturedAt : null };
}

function fromEvaluation(evaluation: LinkEvaluation, source: Source): LinkState {
  return {
    state: evaluation.state,
    decision: evaluation.decision === 'depends' ? 'unknown' : evaluation.decision,
    statement: evaluation.statement,
    conditionKeys: evaluation.conditionKeys,
    unknownKeys: evaluation.unknownKeys,
    explanation: evaluation.explanation,
    ...source,
    warnings: evaluation.warnings,
  };
}
