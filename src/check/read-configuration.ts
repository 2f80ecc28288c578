import { ForensicsError } from '../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { isKeyName } from '../policy/document/key-name.ts';
import type { DeliveryConfiguration, DeliveryEncryption } from '../profile/configuration.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import { configurationsOf } from '../records/documents/read-configuration.ts';
import { readDestinationArn } from './bucket-arn.ts';
import { wholeDocument } from './contract.ts';
import type { ConfigurationInput, ConfigurationState } from './inputs.ts';
import { DOCUMENT_BOUNDS, type NamedText, readJson, unreadable } from './read-json.ts';

/** What is known of the configurations that are asked about. */
export interface Wanted {
  readonly configurationId: string | null;
  readonly sourceBucket: string | null;
  readonly destinationBucket: string | null;
}

/**
 * The inventory configurations in a file: bare, or as `get-` or `list-bucket-inventory-configurations` prints them; of a
 * list, those that are asked about.
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/get-bucket-inventory-configuration.html
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/list-bucket-inventory-configurations.html
 *
 * @returns never empty
 * @throws ForensicsError `unreadable-input`, also for an ARN or a name that is none; `usage` for another id
 */
export function readConfigurationDocument(
  file: NamedText,
  wanted: Wanted,
  profile: DeliveryProfile,
): readonly ConfigurationState[] {
  const value = readJson(file, DOCUMENT_BOUNDS);
  const list = configurationsOf(value);
  if (list === null) {
    const one = readOne(isJsonObject(value) ? (value['InventoryConfiguration'] ?? value) : value, file.name, profile);
    if (wanted.configurationId !== null && one.id !== wanted.configurationId) {
      throw new ForensicsError(
        'usage',
        `${file.name} holds configuration "${one.id}", not "${wanted.configurationId}"`,
      );
    }
    return [{ state: 'given', configuration: sound(one, file.name) }];
  }
  const all = list.map((element, index) =>
    readOne(element, `${file.name}: InventoryConfigurationList[${index}]`, profile),
  );
  const chosen = chooseConfigurations(all, wanted);
  if (chosen.length > 0) {
    const source = chosen.length === 1 ? file.name : null;
    return chosen.map((one) => ({
      state: 'given',
      configuration: sound({ ...one, source: source ?? one.source, place: wholeDocument(file.name) }, one.source),
    }));
  }
  const isWhole = isJsonObject(value) && value['IsTruncated'] !== true;
  return isWhole
    ? [{ state: 'missing', reason: `${file.name} lists no such configuration` }]
    : [{ state: 'not-given' }];
}

/** Those of several configurations that are asked about. */
export function chooseConfigurations(all: readonly ConfigurationInput[], wanted: Wanted): ConfigurationInput[] {
  const fits = (asked: string | null, said: string | null) => asked === null || said === null || asked === said;
  return all.filter(
    ({ id, sourceBucket, destination }) =>
      fits(wanted.configurationId, id) &&
      fits(wanted.sourceBucket, sourceBucket) &&
      // An id names one configuration of a bucket, wherever it delivers to.
      (wanted.configurationId !== null || fits(wanted.destinationBucket, destination?.bucket ?? null)),
  );
}

function readOne(value: JsonValue, name: string, profile: DeliveryProfile): ConfigurationInput {
  const parsed = profile.parseConfiguration(value);
  if (!parsed.ok) throw unreadable(name, parsed.reason);
  const arn = destinationOf(value);
  return configurationInput(parsed.configuration, { name, arn, document: isJsonObject(value) ? value : null });
}

/** A configuration that was read, as a check takes it; `arn` is its destination as it is written. */
export function configurationInput(
  configuration: DeliveryConfiguration,
  { name, arn, document }: { readonly name: string; readonly arn: string; readonly document: JsonObject | null },
): ConfigurationInput {
  const { id, isEnabled, destinationAccount, destinationPrefix, format, encryption } = configuration;
  return {
    source: name,
    place: wholeDocument(name),
    id,
    isEnabled,
    sourceBucket: null,
    destination: readDestinationArn(arn),
    destinationAccount,
    destinationPrefix,
    format,
    encryption,
    takesEncryption: true,
    keyProblem: keyProblemOf(encryption),
    document,
  };
}

/** @throws ForensicsError `unreadable-input` for what AWS would refuse */
function sound(configuration: ConfigurationInput, name: string): ConfigurationInput {
  const { destination, destinationAccount, keyProblem } = configuration;
  if (destination !== null && destination.problem !== null) throw unreadable(name, destination.problem);
  if (destinationAccount !== null && !/^\d{12}$/.test(destinationAccount)) {
    throw unreadable(name, `AccountId ${destinationAccount} is no account id of twelve digits`);
  }
  if (keyProblem !== null) throw unreadable(name, keyProblem);
  return configuration;
}

/** What is wrong with the name of a key as it is written; null for nothing. */
export function keyProblemOf(encryption: DeliveryEncryption | null): string | null {
  if (encryption?.type !== 'SSE-KMS' || isKeyName(encryption.keyId)) return null;
  return `the key is written ${encryption.keyId}, which names no KMS key: it must be the ARN of one`;
}

function destinationOf(value: JsonValue): string {
  const destination = isJsonObject(value) ? value['Destination'] : undefined;
  const bucket = isJsonObject(destination) ? destination['S3BucketDestination'] : undefined;
  const arn = isJsonObject(bucket) ? bucket['Bucket'] : undefined;
  return typeof arn === 'string' ? arn : '';
}
