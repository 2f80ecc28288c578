import { describe, expect, it } from 'vitest';
import type { Link } from '../../src/delivery-path/link.ts';
import { LINKS } from '../../src/delivery-path/link.ts';
import { describePlace, isSameFor, isSameSpot, type Place, placeName, placeOf } from '../../src/delivery-path/place.ts';
import { KEY, timelineOf } from '../timeline/made-evidence.ts';

const HERE: Place = {
  bucket: 'acme-reports',
  prefix: 'inv',
  encryption: { type: 'SSE-KMS', keyId: KEY },
  format: null,
};

/** The links that another place has judged anew. */
function changed(there: Partial<Place>): Link[] {
  return LINKS.filter((link) => !isSameFor(link, HERE, { ...HERE, ...there }));
}

describe('another place', () => {
  it('in another bucket is judged by other documents, the key aside', () => {
    expect(changed({ bucket: 'other' })).toEqual([
      'destination-bucket',
      'destination-policy',
      'default-encryption',
      'region',
    ]);
  });

  it('under another prefix is another write for the policy alone', () => {
    expect(changed({ prefix: 'new' })).toEqual(['destination-policy']);
  });

  it('in another format is another write for the policy of the bucket', () => {
    expect(changed({ format: 'Parquet' })).toEqual(['destination-policy']);
    expect(changed({ format: 'CSV' })).toEqual([]);
  });

  it('with another key is another write for policy and key', () => {
    expect(changed({ encryption: { type: 'SSE-KMS', keyId: 'k-2' } })).toEqual([
      'destination-policy',
      'key-policy',
      'key-state',
      'default-encryption',
    ]);
  });

  it('with a key of another Region, or without any, asks for the Region anew', () => {
    const elsewhere = KEY.replace('eu-west-1', 'us-east-1');
    expect(changed({ encryption: { type: 'SSE-KMS', keyId: elsewhere } })).toContain('region');
    expect(changed({ encryption: { type: 'SSE-S3' } })).toContain('region');
  });

  it('is none where the key is named by its id instead of its ARN', () => {
    expect(changed({ encryption: { type: 'SSE-KMS', keyId: 'k-1' } })).toEqual([]);
  });
});

describe('a spot', () => {
  it.each([
    [{ bucket: 'acme-reports', prefix: 'inv/' }, true],
    [{ bucket: 'acme-reports', prefix: null }, true],
    [{ bucket: null, prefix: 'inv' }, true],
    [{ bucket: 'acme-reports', prefix: '' }, false],
    [{ bucket: 'other', prefix: 'inv' }, false],
  ])('is the same as %j, as far as both are known: %s', (spot, isSame) => {
    expect(isSameSpot(HERE, spot)).toBe(isSame);
  });
});

describe('the place that a configuration names', () => {
  const { configuration, case: subject } = timelineOf([], {});
  const [first] = configuration.steps;
  if (first === undefined) throw new RangeError('a history has a first step');

  it('has no closing slash', () => {
    const place = placeOf({ ...first.state, destinationPrefix: 'a/b/' }, subject);
    expect(describePlace(place)).toBe('s3://acme-reports/a/b');
  });

  it('is told by the case where the configuration does not say, the encryption aside', () => {
    const silent = { ...first.state, destinationBucket: null, destinationPrefix: null, encryption: null, format: null };
    expect(placeOf(silent, subject)).toEqual({ bucket: 'acme-reports', prefix: 'inv', encryption: null, format: null });
  });

  it('has one name', () => {
    const names = [HERE, { ...HERE, prefix: '' }, { ...HERE, encryption: null }].map(placeName);
    expect(new Set(names).size).toBe(3);
  });
});
