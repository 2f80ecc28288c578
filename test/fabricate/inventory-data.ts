import { DESTINATION_BUCKET } from './cast.ts';
import type { StoredObject } from './delivery.ts';
import { type EvidenceFile, jsonFile, textFile } from './evidence-file.ts';

const FILE = '7c1de1a4-2f60-4b7e-9d0a-6a53d0c0a1b2.csv.gz';

/** The data of an inventory of the destination itself. Keys are encoded; not all columns are of use. */
export function inventoryData(objects: readonly StoredObject[]): EvidenceFile {
  const rows = objects.map(({ key, size, lastModified, etag }) => [
    DESTINATION_BUCKET,
    encodeURIComponent(key),
    String(size),
    lastModified.replace('Z', '.000Z'),
    etag,
  ]);
  return textFile(`own/data/${FILE}`, rows.map((cells) => `${cells.map((cell) => `"${cell}"`).join(',')}\n`).join(''));
}

/** Its manifest. */
export const INVENTORY_MANIFEST: EvidenceFile = jsonFile('own/2026-02-20T01-00Z/manifest.json', {
  sourceBucket: DESTINATION_BUCKET,
  destinationBucket: 'arn:aws:s3:::acme-inventories',
  version: '2016-11-30',
  creationTimestamp: String(Date.parse('2026-02-20T01:00:00Z')),
  fileFormat: 'CSV',
  fileSchema: 'Bucket, Key, Size, LastModifiedDate, ETag',
  files: [{ key: `own/${DESTINATION_BUCKET}/everything/data/${FILE}`, size: 900, MD5checksum: '0'.repeat(32) }],
});
