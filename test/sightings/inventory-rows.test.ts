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

function tie(source: string, cells: readonly string[], fileSchema: string | null) {
  const manifest = {
    sourceBucket: 'acme-reports',
    destinationBucket: 'acme-inventories',
    creationTimestamp: 0,
    fileFormat: 'CSV',
    fileSchema,
    fileKeys: ['own/acme-reports/everything/data/1f.csv.gz'],
  };
  return tieInventoryRows([rowIn(source, cells)], [manifest], INVENTORY_PROFILE.keys);
}

const ENCODED = encodeURIComponent(KEY).replaceAll('%20', '+');
const TIME = '2026-02-09T14:00:01.000Z';

describe('rows of an inventory', () => {
  it('have keys encoded as forms are', () => {
    expect(keyOfRow(['acme-reports', ENCODED])).toBe(KEY);
    expect(keyOfRow(['acme-reports', 'a%2Bb%ZZ'])).toBe('a%2Bb%ZZ');
  });

  it.each([
    'reports/1f.csv.gz',
    '1f.csv',
    'evidence.tar!data/1f.csv.gz',
    's3://b/own/acme-reports/everything/data/1f.csv.gz',
  ])('are told by the manifest that names their file: %s', (source) => {
    const { objects, untied } = tie(
      source,
      ['acme-reports', ENCODED, '33', TIME],
      'Bucket, Key, Size, LastModifiedDate',
    );
    expect(untied).toEqual([]);
    expect(objects).toMatchObject([
      {
        bucket: 'acme-reports',
        object: { key: KEY, version: 'current', lastModified: Date.UTC(2026, 1, 9, 14, 0, 1) },
      },
    ]);
  });

  it.each([
    [['acme-reports', ENCODED, 'v1', 'false', 'false', TIME], 'noncurrent'],
    [['acme-reports', ENCODED, 'v2', 'true', 'true', TIME], 'delete-marker'],
  ])('of all versions tell which: %#', (cells, version) => {
    const schema = 'Bucket, Key, VersionId, IsLatest, IsDeleteMarker, LastModifiedDate';
    expect(tie('1f.csv.gz', cells, schema).objects).toMatchObject([{ object: { version } }]);
  });

  it.each([
    ['another file', '2f.csv.gz', 'Bucket, Key, Size, LastModifiedDate'],
    ['a manifest without a schema', '1f.csv.gz', null],
    ['a schema without the time', '1f.csv.gz', 'Bucket, Key, Size'],
    ['another column where the time would be', '1f.csv.gz', 'Bucket, Key, LastModifiedDate, Size'],
  ])('say nothing by %s', (_, source, schema) => {
    const { objects, untied } = tie(source, ['acme-reports', ENCODED, '33', TIME], schema);
    expect(objects).toEqual([]);
    expect(untied).toHaveLength(1);
  });
});
