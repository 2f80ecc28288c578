import { describe, expect, it } from 'vitest';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { parseDeliveryKey } from '../../src/profile/inventory/keys.ts';
import { keyOfRow, tieInventoryRows } from '../../src/sightings/inventory-rows.ts';
import { createTally } from '../../src/sources/tally.ts';

const KEY = 'my inv/acme-lake/daily-full/2026-02-09T01-00Z/manifest.json';

function rowIn(source: string, cells: readonly string[]) {
  const key = parseDeliveryKey(KEY);
  if (key === null) throw new Error('no delivery');
  return { cells, key, at: { source: createTally(source), line: 1, record: null } };
}

function tie(cells: readonly string[], ...schemas: readonly (string | null)[]) {
  const manifests = schemas.map((fileSchema) => ({
    sourceBucket: 'acme-reports',
    destinationBucket: 'acme-inventories',
    creationTimestamp: 0,
    fileFormat: 'CSV',
    fileSchema,
    fileKeys: [],
  }));
  return tieInventoryRows([rowIn('part', cells), rowIn('other', cells)], manifests, INVENTORY_PROFILE.keys);
}

const ENCODED = encodeURIComponent(KEY).replaceAll('%20', '+');
const TIME = '2026-02-09T14:00:01.000Z';

describe('rows of an inventory', () => {
  it('have keys encoded as forms are', () => {
    expect(keyOfRow(['acme-reports', ENCODED])).toBe(KEY);
    expect(keyOfRow(['acme-reports', 'a%2Bb%ZZ'])).toBe('a%2Bb%ZZ');
  });

  it('are told by a manifest of their bucket whose columns fit, or by several that agree', () => {
    const schema = 'Bucket, Key, Size, LastModifiedDate';
    const { objects, untied } = tie(['acme-reports', ENCODED, '33', TIME], schema, 'Bucket, Key, Size', schema);
    expect(untied).toEqual([]);
    const object = { key: KEY, version: 'current', lastModified: Date.UTC(2026, 1, 9, 14, 0, 1) };
    expect(objects).toMatchObject([
      { bucket: 'acme-reports', object },
      { bucket: 'acme-reports', object },
    ]);
  });

  it.each([
    [['acme-reports', ENCODED, 'v1', 'false', 'false', TIME], 'noncurrent'],
    [['acme-reports', ENCODED, 'v2', 'true', 'true', TIME], 'delete-marker'],
  ])('of all versions tell which: %#', (cells, version) => {
    const schema = 'Bucket, Key, VersionId, IsLatest, IsDeleteMarker, LastModifiedDate';
    expect(tie(cells, schema).objects[0]).toMatchObject({ object: { version } });
  });

  it.each<[string, readonly string[], readonly (string | null)[]]>([
    ['no manifest', ['acme-reports', ENCODED, '33', TIME], []],
    ['another bucket', ['acme-lake', ENCODED, '33', TIME], ['Bucket, Key, Size, LastModifiedDate']],
    ['a manifest without a schema', ['acme-reports', ENCODED, '33', TIME], [null]],
    ['fewer columns', ['acme-reports', ENCODED, TIME], ['Bucket, Key, Size, LastModifiedDate']],
    ['a schema without the time', ['acme-reports', ENCODED, '33', TIME], ['Bucket, Key, Size, ETag']],
    [
      'another column where the time would be',
      ['acme-reports', ENCODED, '33', TIME],
      ['Bucket, Key, LastModifiedDate, Size'],
    ],
    [
      'schemas that differ in what the row says',
      ['acme-reports', ENCODED, 'false', TIME],
      ['Bucket, Key, IsLatest, LastModifiedDate', 'Bucket, Key, IsDeleteMarker, LastModifiedDate'],
    ],
  ])('say nothing by %s', (_, cells, schemas) => {
    const { objects, untied } = tie(cells, ...schemas);
    expect(objects).toEqual([]);
    expect(untied).toHaveLength(2);
  });
});
