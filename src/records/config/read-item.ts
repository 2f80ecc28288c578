import { type Instant, SECOND } from '../../instant.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { DefaultEncryption } from '../action.ts';
import { listOf, objectOf, textOf } from '../cloudtrail/members.ts';
import type { Reading } from '../documents/reading.ts';
import { parseIsoInstant } from '../iso-time.ts';
import { parseJsonText } from '../json/parse.ts';
import { known, NOT_RECORDED, type Recorded } from '../recorded.ts';
import type { CapturedBucket, CapturedKey } from './captured-state.ts';

/**
 * An item of AWS Config, as GetResourceConfigHistory answers it (members of `configuration` and
 * `supplementaryConfiguration` are JSON texts) or as files and notifications hold it (they are objects). Items of other
 * resources than buckets and keys, and of what is not recorded, tell nothing here.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html
 * https://docs.aws.amazon.com/config/latest/developerguide/example-s3-bucket-policies.html
 */
export function readConfigItem(value: JsonObject): Reading | null {
  const [type, captured] = [value['resourceType'], value['configurationItemCaptureTime']];
  if (typeof type !== 'string' || captured === undefined) return null;
  const capturedAt = timeOf(captured);
  const id = textOf(value['resourceId']) ?? textOf(value['resourceName']);
  if (capturedAt === null) return unreadable('an item of AWS Config without a time of capture');
  if (id === null) return unreadable('an item of AWS Config that does not name its resource');
  const status = textOf(value['configurationItemStatus']) ?? 'OK';
  const resource = EXISTS.has(status) || status === DELETED ? resourceOf(type, id, value, status !== DELETED) : null;
  const content =
    resource === null
      ? null
      : ({
          kind: 'config-item',
          state: {
            capturedAt,
            account: textOf(value['accountId']) ?? textOf(value['awsAccountId']),
            region: textOf(value['awsRegion']),
            resource,
          },
        } as const);
  return { state: 'read', kind: 'config-item', content, time: capturedAt };
}

const EXISTS: ReadonlySet<string> = new Set(['OK', 'Ok', 'ResourceDiscovered', 'Discovered']);
const DELETED = 'ResourceDeleted';

function resourceOf(type: string, id: string, item: JsonObject, exists: boolean): CapturedBucket | CapturedKey | null {
  const more = objectOf(decoded(item['supplementaryConfiguration']));
  const member = (name: string): JsonValue | undefined => decoded(more?.[name]);
  switch (type) {
    case 'AWS::S3::Bucket':
      return {
        kind: 'bucket',
        name: id,
        exists,
        policy: exists ? bucketPolicyOf(member('BucketPolicy')) : NOT_RECORDED,
        encryption: exists ? encryptionOf(member('ServerSideEncryptionConfiguration')) : NOT_RECORDED,
      };
    case 'AWS::KMS::Key': {
      const configuration = objectOf(decoded(item['configuration']));
      const arn = textOf(item['arn']) ?? textOf(item['ARN']) ?? textOf(configuration?.['arn']);
      const policy = member('Policy');
      return {
        kind: 'key',
        name: arn ?? id,
        policy: exists && isJsonObject(policy) ? known(policy) : NOT_RECORDED,
        state: exists ? textOf(configuration?.['keyState']) : 'Deleted',
        isAwsManaged: textOf(configuration?.['keyManager']) === 'AWS',
      };
    }
    default:
      return null;
  }
}

/** The policy is a text in the item; `{"policyText": null}` says that there is none. */
function bucketPolicyOf(member: JsonValue | undefined): Recorded<JsonValue | null> {
  if (!isJsonObject(member) || member['policyText'] === undefined) return NOT_RECORDED;
  const policy = decoded(member['policyText']);
  if (policy === null) return known(null);
  return isJsonObject(policy)
    ? known(policy)
    : { state: 'omitted', reason: 'AWS Config holds a policy that is not JSON' };
}

/** An empty list of rules says that there is none. */
function encryptionOf(member: JsonValue | undefined): Recorded<DefaultEncryption | null> {
  if (!isJsonObject(member) || member['rules'] === undefined) return NOT_RECORDED;
  const rules = listOf(member['rules']);
  if (rules.length === 0) return known(null);
  for (const rule of rules) {
    const byDefault = objectOf(objectOf(rule)?.['applyServerSideEncryptionByDefault']);
    const algorithm = textOf(byDefault?.['sseAlgorithm']);
    if (algorithm !== null) return known({ algorithm, keyId: textOf(byDefault?.['kmsMasterKeyID']) });
  }
  return NOT_RECORDED;
}

/** What a text holds that is JSON, be it three texts deep; anything else as it is. */
function decoded(value: JsonValue | undefined): JsonValue | undefined {
  let found = value;
  for (let depth = 0; depth < MOST_TEXTS && typeof found === 'string'; depth += 1) {
    const parsed = parseJsonText(found);
    if (!parsed.ok) return found;
    found = parsed.value;
  }
  return found;
}

const MOST_TEXTS = 3;

/** ISO text, or seconds since 1970, which version 1 of the AWS CLI prints; in whole seconds, as logs tell times. */
function timeOf(value: JsonValue): Instant | null {
  const time = typeof value === 'number' ? value * SECOND : typeof value === 'string' ? parseIsoInstant(value) : null;
  return time === null || !Number.isFinite(time) ? null : Math.floor(time / SECOND) * SECOND;
}

function unreadable(reason: string): Reading {
  return { state: 'unreadable', kind: 'config-item', reason };
}
