import { ForensicsError } from '../errors.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import { configurationsOf } from '../records/documents/read-configuration.ts';
import type { ConfigurationInput, ConfigurationState } from './inputs.ts';
import { DOCUMENT_BOUNDS, type NamedText, readJson, unreadable } from './read-json.ts';

/** What is known of the configuration that is asked about. */
export interface Wanted {
  readonly configurationId: string | null;
  readonly sourceBucket: string | null;
  readonly destinationBucket: string | null;
}

/**
 * The inventory configuration in a file: bare, or as `get-` or `list-bucket-inventory-configurations` prints it; of a
 * list, the one that is asked about.
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/get-bucket-inventory-configuration.html
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/list-bucket-inventory-configurations.html
 *
 * @throws ForensicsError `unreadable-input`; `usage` when several configurations may be meant
 */
export function readConfigurationDocument(
  file: NamedText,
  wanted: Wanted,
  profile: DeliveryProfile,
): ConfigurationState {
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
    return { state: 'given', configuration: one };
  }
  const all = list.map((element, index) =>
    readOne(element, `${file.name}: InventoryConfigurationList[${index}]`, profile),
  );
  const isWhole = isJsonObject(value) && value['IsTruncated'] !== true;
  const chosen = chooseConfiguration(all, wanted, file.name, profile);
  if (chosen !== null) return { state: 'given', configuration: { ...chosen, source: file.name } };
  return isWhole ? { state: 'missing', reason: `${file.name} lists no such configuration` } : { state: 'not-given' };
}

/**
 * The one configuration of several that is asked about; null when none fits.
 *
 * @throws ForensicsError `usage` naming those that fit
 */
export function chooseConfiguration(
  all: readonly ConfigurationInput[],
  wanted: Wanted,
  name: string,
  { words }: DeliveryProfile,
): ConfigurationInput | null {
  const fits = (asked: string | null, said: string | null) => asked === null || said === null || asked === said;
  const fitting = all.filter(
    ({ id, sourceBucket, destinationBucket }) =>
      fits(wanted.configurationId, id) &&
      fits(wanted.sourceBucket, sourceBucket) &&
      // An id names one configuration of a bucket, wherever it delivers to.
      (wanted.configurationId !== null || fits(wanted.destinationBucket, destinationBucket)),
  );
  const [first] = fitting;
  if (first === undefined || fitting.length === 1) return first ?? null;
  const names = fitting.map(({ id, source }) => (id === null ? source : `"${id}"`)).join(', ');
  throw new ForensicsError('usage', `${name}: several ${words.configuration}s may be meant: ${names}`, {
    hint: 'choose one with --configuration-id, or with --source-bucket',
  });
}

function readOne(value: JsonValue, name: string, profile: DeliveryProfile): ConfigurationInput {
  const parsed = profile.parseConfiguration(value);
  if (!parsed.ok) throw unreadable(name, parsed.reason);
  const { id, isEnabled, destinationBucket, destinationPrefix, encryption } = parsed.configuration;
  return {
    source: name,
    id,
    isEnabled,
    sourceBucket: null,
    destinationBucket,
    destinationPrefix,
    encryption,
    partition: partitionOf(value),
    document: isJsonObject(value) ? value : null,
  };
}

function partitionOf(value: JsonValue): string | null {
  const destination = isJsonObject(value) ? value['Destination'] : undefined;
  const bucket = isJsonObject(destination) ? destination['S3BucketDestination'] : undefined;
  const arn = isJsonObject(bucket) ? bucket['Bucket'] : undefined;
  return typeof arn === 'string' ? (/^arn:([a-z-]+):s3:::/.exec(arn)?.[1] ?? null) : null;
}
