import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { configurationDocument } from '../../../src/profile/inventory/configuration-document.ts';

const KEY = 'arn:aws:kms:eu-west-1:777788889999:key/1';

function api(bucket: JsonObject = {}, rest: JsonObject = {}): JsonObject {
  return {
    Destination: {
      S3BucketDestination: {
        AccountId: '044455556666',
        Bucket: 'arn:aws:s3:::acme-reports',
        Format: 'Parquet',
        Prefix: 'inv',
        ...bucket,
      },
    },
    IsEnabled: true,
    Filter: { Prefix: 'raw/' },
    Id: 'daily-full',
    IncludedObjectVersions: 'Current',
    OptionalFields: ['Size'],
    Schedule: { Frequency: 'Daily' },
    ...rest,
  };
}

describe('configurationDocument', () => {
  it('gives the form of the API back as it is', () => {
    for (const document of [api(), api({ Encryption: { SSES3: {} } }), api({ Encryption: { SSEKMS: { KeyId: KEY } } })])
      expect(configurationDocument(document)).toEqual(document);
  });

  it('writes the XML of an event as the CLI takes it', () => {
    const xml = api(
      { AccountId: 44455556666, Encryption: { 'SSE-KMS': { KeyId: KEY } } },
      { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/', OptionalFields: { Field: 'Size' } },
    );
    expect(configurationDocument(xml)).toEqual(api({ Encryption: { SSEKMS: { KeyId: KEY } } }));
    const bare = api({ Prefix: '', Encryption: '' }, { Filter: '', OptionalFields: '', IsEnabled: 'false' });
    expect(configurationDocument(bare)).toEqual({
      Destination: {
        S3BucketDestination: { AccountId: '044455556666', Bucket: 'arn:aws:s3:::acme-reports', Format: 'Parquet' },
      },
      IsEnabled: false,
      Id: 'daily-full',
      IncludedObjectVersions: 'Current',
      Schedule: { Frequency: 'Daily' },
    });
  });

  it.each([
    ['something unknown', api({}, { Retention: 3 })],
    ['something unknown of the destination', api({ StorageClass: 'STANDARD' })],
    ['a filter that is not known', api({}, { Filter: { Tag: 'a' } })],
    ['no format', api({ Format: null })],
    ['no versions', api({}, { IncludedObjectVersions: '' })],
    ['fields of another form', api({}, { OptionalFields: [{ a: 1 }] })],
    ['no object', 'daily-full'],
  ])('is null for a document with %s', (_, document) => {
    expect(configurationDocument(document)).toBeNull();
  });
});
