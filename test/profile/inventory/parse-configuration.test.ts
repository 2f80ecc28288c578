import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/json.ts';
import type { DeliveryConfiguration } from '../../../src/profile/configuration.ts';
import { parseInventoryConfiguration } from '../../../src/profile/inventory/parse-configuration.ts';

const KEY = 'arn:aws:kms:eu-west-1:777788889999:key/0f0e0d0c-1111-2222-3333-444455556666';

/** As `aws s3api get-bucket-inventory-configuration` prints it. */
function api(destination: JsonObject = {}, rest: JsonObject = {}): JsonObject {
  return {
    Destination: {
      S3BucketDestination: {
        AccountId: '444455556666',
        Bucket: 'arn:aws:s3:::acme-reports',
        Format: 'Parquet',
        Prefix: 'inv',
        ...destination,
      },
    },
    IsEnabled: true,
    Id: 'daily-full',
    IncludedObjectVersions: 'Current',
    OptionalFields: ['Size', 'LastModifiedDate'],
    Schedule: { Frequency: 'Daily' },
    ...rest,
  };
}

const READ: Omit<DeliveryConfiguration, 'document'> = {
  id: 'daily-full',
  isEnabled: true,
  destinationBucket: 'acme-reports',
  destinationAccount: '444455556666',
  destinationPrefix: 'inv',
  frequency: 'Daily',
  encryption: { type: 'none' },
  format: 'Parquet',
};

/** Without the whole document, which has tests of its own. */
function read(value: JsonValue): Omit<DeliveryConfiguration, 'document'> {
  const parsed = parseInventoryConfiguration(value);
  if (!parsed.ok) throw new Error(parsed.reason);
  const { document: _, ...members } = parsed.configuration;
  return members;
}

describe('parseInventoryConfiguration', () => {
  it('reads the form of the API', () => {
    expect(read(api())).toEqual(READ);
    expect(read(api({ Encryption: { SSES3: {} } })).encryption).toEqual({ type: 'SSE-S3' });
    expect(read(api({ Encryption: { SSEKMS: { KeyId: KEY } } })).encryption).toEqual({ type: 'SSE-KMS', keyId: KEY });
    expect(read(api({}, { Schedule: { Frequency: 'Weekly' } })).frequency).toBe('Weekly');
  });

  it('reads the form of the XML in a CloudTrail event, its values coerced', () => {
    const xml = {
      xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
      Id: 'daily-full',
      IsEnabled: true,
      Destination: {
        S3BucketDestination: {
          AccountId: 444455556666,
          Bucket: 'arn:aws:s3:::acme-reports',
          Format: 'Parquet',
          Prefix: 'inv',
        },
      },
      Schedule: { Frequency: 'Daily' },
      IncludedObjectVersions: 'Current',
      OptionalFields: { Field: 'Size' },
      Filter: '',
    };
    const { S3BucketDestination: destination } = xml.Destination;
    const encrypted = (Encryption: JsonValue): JsonValue => ({
      ...xml,
      Destination: { S3BucketDestination: { ...destination, Encryption } },
    });
    expect(read(xml)).toEqual(READ);
    expect(read({ ...xml, IsEnabled: 'true', OptionalFields: { Field: ['Size', 'ETag'] } })).toEqual(READ);
    expect(read({ ...xml, IsEnabled: 'false' }).isEnabled).toBe(false);
    expect(read({ ...xml, Id: 7 }).id).toBe('7');
    expect(read(encrypted({ 'SSE-S3': '' })).encryption).toEqual({ type: 'SSE-S3' });
    expect(read(encrypted({ 'SSE-KMS': { KeyId: KEY } })).encryption).toEqual({ type: 'SSE-KMS', keyId: KEY });
    expect(read(encrypted('')).encryption).toEqual({ type: 'none' });
    expect(read(encrypted({})).encryption).toEqual({ type: 'none' });
    expect(read(encrypted(null)).encryption).toEqual({ type: 'none' });
  });

  it('gives an account id its leading zeros back', () => {
    expect(read(api({ AccountId: 44455556666 })).destinationAccount).toBe('044455556666');
  });

  it('reads what may be absent as absent', () => {
    const sparse = api({ AccountId: null, Format: null, Prefix: null, Encryption: null }, { Filter: { Prefix: '' } });
    expect(read(sparse)).toEqual({
      ...READ,
      destinationAccount: null,
      format: null,
      destinationPrefix: '',
    });
  });

  it('keeps the prefix as written and knows buckets of other partitions', () => {
    expect(read(api({ Prefix: 'inv/', Bucket: 'arn:aws-us-gov:s3:::acme-reports' }))).toMatchObject({
      destinationPrefix: 'inv/',
      destinationBucket: 'acme-reports',
    });
  });

  it.each([
    [null, 'inventory configuration: document: '],
    ['daily-full', 'inventory configuration: document: '],
    [api({}, { Schedule: { Frequency: 'Hourly' } }), 'inventory configuration: Schedule.Frequency: '],
    [api({}, { IsEnabled: 'perhaps' }), 'inventory configuration: IsEnabled: '],
    [api({ Bucket: null }), 'inventory configuration: Destination.S3BucketDestination.Bucket: '],
    [api({ Encryption: { SSEKMS: {} } }), 'inventory configuration: Destination.S3BucketDestination.Encryption: '],
    [{ Id: 'daily-full' }, 'inventory configuration: IsEnabled: '],
  ])('%#: names the member that is wrong', (value, beginning) => {
    const parsed = parseInventoryConfiguration(value);
    expect(parsed.ok ? 'read' : parsed.reason).toContain(beginning);
  });
});
