import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';

/**
 * A whole inventory configuration as `put-bucket-inventory-configuration` takes it, from either of its written forms
 * (see `parseInventoryConfiguration`). Members come in the order of AWS's reference, whatever order they were in.
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-inventory-configuration.html
 *
 * @returns null when it is not whole: a member that AWS asks for is missing, or one is there that is not known here and
 * would be lost.
 */
export function configurationDocument(value: JsonValue): JsonObject | null {
  const root = membersOf(value, ROOT);
  const destination = membersOf(root?.['Destination'], ['S3BucketDestination']);
  const bucket = membersOf(destination?.['S3BucketDestination'], BUCKET);
  const schedule = membersOf(root?.['Schedule'], ['Frequency']);
  if (root === null || bucket === null || schedule === null) return null;
  const filter = filterOf(root['Filter']);
  const fields = fieldsOf(root['OptionalFields']);
  const encryption = encryptionOf(bucket['Encryption']);
  const [id, versions, arn, format] = [root['Id'], root['IncludedObjectVersions'], bucket['Bucket'], bucket['Format']];
  if (filter === null || fields === null || encryption === null || [id, versions, arn, format].some(isMissing))
    return null;
  const { AccountId: account, Prefix: prefix } = bucket;
  return {
    Destination: {
      S3BucketDestination: {
        ...(isMissing(account) ? {} : { AccountId: String(account).padStart(12, '0') }),
        Bucket: String(arn),
        Format: String(format),
        ...(isMissing(prefix) ? {} : { Prefix: String(prefix) }),
        ...encryption,
      },
    },
    IsEnabled: String(root['IsEnabled']).toLowerCase() === 'true',
    ...filter,
    Id: String(id),
    IncludedObjectVersions: String(versions),
    ...fields,
    Schedule: { Frequency: String(schedule['Frequency']) },
  };
}

const ROOT = [
  'Destination',
  'IsEnabled',
  'Filter',
  'Id',
  'IncludedObjectVersions',
  'OptionalFields',
  'Schedule',
] as const;
const BUCKET = ['AccountId', 'Bucket', 'Format', 'Prefix', 'Encryption'] as const;

/** An object that has no other members than these; null for anything else. */
function membersOf(value: JsonValue | undefined, known: readonly string[]): JsonObject | null {
  if (!isJsonObject(value)) return null;
  const others = Object.keys(value).filter((name) => !known.includes(name) && !name.startsWith('xmlns'));
  return others.length === 0 ? value : null;
}

function isMissing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}

function filterOf(value: JsonValue | undefined): JsonObject | null {
  if (isMissing(value)) return {};
  const filter = membersOf(value, ['Prefix']);
  if (filter === null) return null;
  return isMissing(filter['Prefix']) ? {} : { Filter: { Prefix: String(filter['Prefix']) } };
}

/** A list, or, as the XML has it, one `Field` or several. */
function fieldsOf(value: JsonValue | undefined): JsonObject | null {
  if (isMissing(value)) return {};
  const inside = Array.isArray(value) ? value : membersOf(value, ['Field'])?.['Field'];
  if (inside === undefined) return null;
  const fields = Array.isArray(inside) ? inside : [inside];
  if (!fields.every((field) => typeof field === 'string')) return null;
  return fields.length === 0 ? {} : { OptionalFields: fields };
}

function encryptionOf(value: JsonValue | undefined): JsonObject | null {
  if (isMissing(value)) return {};
  const encryption = membersOf(value, ['SSES3', 'SSE-S3', 'SSEKMS', 'SSE-KMS']);
  if (encryption === null) return null;
  const kms = encryption['SSEKMS'] ?? encryption['SSE-KMS'] ?? null;
  if (kms !== null) {
    const key = membersOf(kms, ['KeyId'])?.['KeyId'];
    return typeof key === 'string' ? { Encryption: { SSEKMS: { KeyId: key } } } : null;
  }
  return (encryption['SSES3'] ?? encryption['SSE-S3'] ?? null) === null ? {} : { Encryption: { SSES3: {} } };
}
