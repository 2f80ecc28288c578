import { formatInstant } from '../../instant.ts';
import type { JsonValue } from '../../json.ts';
import { isSameKey, regionOfKey } from '../../policy/document/key-name.ts';
import { parsePolicy } from '../../policy/document/parse.ts';
import type { DeliveryConfiguration } from '../../profile/configuration.ts';
import type { Action, DefaultEncryption, KeyTransition } from '../../records/action.ts';
import { type Recorded, recordedValue } from '../../records/recorded.ts';
import { isLeftToDestination, keyInUse } from '../common-inputs.ts';
import { type RequirementId, wholeDocument } from '../contract.ts';
import type { CheckInputs, PolicyInput } from '../inputs.ts';
import { configurationInput } from '../read-configuration.ts';
import { policyDocument } from '../read-policy.ts';
import type { ChangeEvent } from './change-event.ts';

/** What an event does to what a delivery is judged by. */
export type Effect =
  | { readonly state: 'untouched' }
  | { readonly state: 'touched'; readonly inputs: CheckInputs }
  /** Nothing tells whether the event is about this delivery. */
  | { readonly state: 'unclear'; readonly reason: string };

/** The inputs of a delivery after an event that succeeded. */
export function afterEvent(inputs: CheckInputs, event: ChangeEvent): Effect {
  const { action } = event;
  switch (action.kind) {
    case 'put-bucket-policy':
      if (action.bucket !== inputs.destinationBucket) return UNTOUCHED;
      return touched(withPolicy(inputs, policyAfter(action.policy, event, 'bucket'), event), POLICY);
    case 'delete-bucket-policy':
      if (action.bucket !== inputs.destinationBucket) return UNTOUCHED;
      return touched(withPolicy(inputs, none(`${nameOf(event)} took the bucket policy away`), event), POLICY);
    case 'put-inventory-configuration':
    case 'delete-inventory-configuration':
      return action.bucket === inputs.sourceBucket ? afterConfiguration(inputs, action, event) : UNTOUCHED;
    case 'delete-bucket':
      return afterDeletion(inputs, action.bucket, event);
    case 'create-bucket':
      return action.bucket === inputs.destinationBucket ? afterCreation(inputs, action.region, event) : UNTOUCHED;
    case 'put-bucket-encryption':
    case 'delete-bucket-encryption':
      if (action.bucket !== inputs.destinationBucket || !isLeftToDestination(inputs.encryption)) return UNTOUCHED;
      return afterEncryption(
        inputs,
        action.kind === 'put-bucket-encryption' ? action.encryption : { state: 'known', value: NO_KEY },
        event,
      );
    case 'put-key-policy':
    case 'key-state':
      return afterKeyEvent(inputs, action, event);
    default:
      return UNTOUCHED;
  }
}

/** `PutBucketPolicy of 2026-02-09T14:00:00Z`. */
export function nameOf({ eventName, time }: ChangeEvent): string {
  return `${eventName} of ${formatInstant(time)}`;
}

function afterConfiguration(
  inputs: CheckInputs,
  action: Extract<Action, { kind: 'put-inventory-configuration' | 'delete-inventory-configuration' }>,
  event: ChangeEvent,
): Effect {
  const { configurationId } = inputs;
  const configuration = action.kind === 'put-inventory-configuration' ? recordedValue(action.configuration) : null;
  if (configurationId === null || action.id === null) {
    // Any configuration is meant, and one that delivers there is one of those.
    const isMeant = configurationId === null && configuration?.destinationBucket === inputs.destinationBucket;
    if (!isMeant)
      return { state: 'unclear', reason: 'which configuration the delivery has is not told (--configuration-id)' };
  } else if (action.id !== configurationId) return UNTOUCHED;
  if (action.kind === 'delete-inventory-configuration') {
    const reason = `${nameOf(event)} took it away`;
    return touched({ ...inputs, configuration: { state: 'missing', reason } }, CONFIGURATION);
  }
  if (configuration === null) return touched({ ...inputs, configuration: { state: 'not-given' } }, CONFIGURATION);
  return afterPutConfiguration(inputs, configuration, event);
}

function afterPutConfiguration(inputs: CheckInputs, configuration: DeliveryConfiguration, event: ChangeEvent): Effect {
  const { encryption, destinationBucket: destination, destinationPrefix, id, format } = configuration;
  const input = configurationInput(configuration, {
    name: nameOf(event),
    arn: `arn:${inputs.partition ?? 'aws'}:s3:::${destination}`,
    document: configuration.document,
  });
  const isMoved = destination !== inputs.destinationBucket;
  const before = isMoved ? elsewhere(inputs, destination, event) : inputs;
  const key = keyInUse({ ...before, encryption });
  const after = { ...withKey(before, key), encryption };
  const isOtherKey = key !== null && !isSame(key, keyInUse(inputs));
  return touched(
    {
      ...after,
      configurationId: id,
      destinationPrefix,
      format,
      configuration: { state: 'given', configuration: input },
      places: { ...after.places, configuration: input.place },
    },
    [...CONFIGURATION, ...(isMoved ? POLICY : []), ...(isOtherKey ? KEY_POLICY : [])],
  );
}

/** Of another destination nothing is known. */
function elsewhere(inputs: CheckInputs, destination: string, event: ChangeEvent): CheckInputs {
  const reason = `${nameOf(event)} moved the deliveries to ${destination}, whose policy was not given`;
  return {
    ...inputs,
    destinationBucket: destination,
    destinationProblem: null,
    destinationAccount: null,
    destinationRegion: null,
    policy: { state: 'unknown', reason },
    places: { ...inputs.places, policy: null },
    defaultKey: null,
    bucketKey: null,
  };
}

function afterDeletion(inputs: CheckInputs, bucket: string, event: ChangeEvent): Effect {
  if (bucket === inputs.destinationBucket) {
    const problem = `${nameOf(event)} took the bucket ${bucket} away`;
    return touched({ ...withPolicy(inputs, none(problem), event), destinationProblem: problem, defaultKey: null }, [
      'destination-form',
      ...POLICY,
    ]);
  }
  if (bucket !== inputs.sourceBucket || bucket === '') return UNTOUCHED;
  const reason = `${nameOf(event)} took the source bucket away, and its configurations with it`;
  return touched({ ...inputs, configuration: { state: 'missing', reason } }, CONFIGURATION);
}

/**
 * A new bucket has no policy. In us-east-1 the call also succeeds on a bucket of the caller's own that is there already.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
function afterCreation(inputs: CheckInputs, region: string | null, event: ChangeEvent): Effect {
  const isNew = inputs.destinationProblem !== null || (region !== null && region !== 'us-east-1');
  const policy: PolicyInput = isNew
    ? none(`${nameOf(event)} made the bucket, without a policy`)
    : { state: 'unknown', reason: `whether ${nameOf(event)} met a bucket that existed already is not known` };
  return touched({ ...withPolicy(inputs, policy, event), destinationProblem: null }, POLICY);
}

function afterEncryption(inputs: CheckInputs, encryption: Recorded<DefaultEncryption>, event: ChangeEvent): Effect {
  if (encryption.state !== 'known') {
    return { state: 'unclear', reason: `what ${nameOf(event)} encrypts with is not in the event` };
  }
  const { algorithm, keyId } = encryption.value;
  const isKms = algorithm.startsWith('aws:kms');
  if (isKms && keyId !== null) return touched({ ...withKey(inputs, keyId), defaultKey: keyId }, KEY_POLICY);
  const without = { ...inputs, keyPolicy: null, keyRegion: null, defaultKey: null };
  return touched({ ...without, describedKey: isKms ? AWS_MANAGED : null }, KEY_POLICY);
}

function afterKeyEvent(
  inputs: CheckInputs,
  action: Extract<Action, { kind: 'put-key-policy' | 'key-state' }>,
  event: ChangeEvent,
): Effect {
  const name = action.key.arn ?? action.key.id;
  const used = keyInUse(inputs);
  if (inputs.encryption?.type === 'SSE-S3' || name === null) return UNTOUCHED;
  if (used === null) {
    const reason = 'which key encrypts the reports is not told (--encryption, or encryption in a --case)';
    return { state: 'unclear', reason };
  }
  if (!isSameKey(name, used)) return UNTOUCHED;
  if (action.kind === 'key-state') {
    const describedKey = { id: used, state: STATES[action.transition], isAwsManaged: false };
    return touched({ ...inputs, describedKey }, ['key-usable']);
  }
  const places = { ...inputs.places, key: wholeDocument(event.source) };
  return touched({ ...inputs, keyPolicy: policyAfter(action.policy, event, 'key'), places }, KEY_POLICY);
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
const STATES: Readonly<Record<KeyTransition, string>> = {
  EnableKey: 'Enabled',
  ImportKeyMaterial: 'Enabled',
  DisableKey: 'Disabled',
  CancelKeyDeletion: 'Disabled',
  ScheduleKeyDeletion: 'PendingDeletion',
  DeleteKey: 'Deleted',
  DeleteImportedKeyMaterial: 'PendingImport',
  DeleteExpiredKeyMaterial: 'PendingImport',
};

/** With another key in use, nothing is known of that: its policy and its state are its own. */
function withKey(inputs: CheckInputs, key: string | null): CheckInputs {
  const used = keyInUse(inputs);
  if (key === used || (key !== null && isSame(key, used))) return inputs;
  return {
    ...inputs,
    keyPolicy: null,
    describedKey: null,
    keyRegion: key === null ? null : regionOfKey(key),
    places: { ...inputs.places, key: null },
  };
}

function isSame(key: string, used: string | null): boolean {
  return used !== null && isSameKey(key, used);
}

function withPolicy(inputs: CheckInputs, policy: PolicyInput, { source }: ChangeEvent): CheckInputs {
  return { ...inputs, policy, places: { ...inputs.places, policy: wholeDocument(source) } };
}

function policyAfter(recorded: Recorded<JsonValue>, event: ChangeEvent, kind: 'bucket' | 'key'): PolicyInput {
  if (recorded.state !== 'known') {
    const why = recorded.state === 'omitted' ? ` (${recorded.reason})` : '';
    return { state: 'unknown', reason: `${nameOf(event)} does not hold the new policy${why}` };
  }
  const parsed = parsePolicy(recorded.value, kind);
  if (!parsed.ok) {
    return { state: 'unknown', reason: `the policy in ${nameOf(event)} cannot be read: ${parsed.problem.message}` };
  }
  return policyDocument(recorded.value, nameOf(event));
}

function none(reason: string): PolicyInput {
  return { state: 'none', reason };
}

/** What an event is about, and is not known after it, is passed over by nobody. */
function touched(inputs: CheckInputs, by: readonly RequirementId[]): Effect {
  const mustBeKnown = [...new Set([...inputs.mustBeKnown, ...by])];
  return { state: 'touched', inputs: { ...inputs, mustBeKnown } };
}

const UNTOUCHED: Effect = { state: 'untouched' };
const POLICY: readonly RequirementId[] = ['destination-policy-allows', 'no-deny-applies'];
const CONFIGURATION: readonly RequirementId[] = ['configuration-enabled'];
const KEY_POLICY: readonly RequirementId[] = ['key-policy-allows'];
const NO_KEY: DefaultEncryption = { algorithm: 'AES256', keyId: null };
const AWS_MANAGED = { id: 'alias/aws/s3', state: null, isAwsManaged: true } as const;
