import type { InventoryManifest } from '../profile/inventory/parse-manifest.ts';
import type { DeliveryKey, DeliveryKeys } from '../profile/profile.ts';
import { parseIsoInstant } from '../records/iso-time.ts';
import type { ListedObject } from '../records/item.ts';
import type { Position } from '../sources/tally.ts';

/** A row of the data of an inventory that is of a delivery's marker, whatever its other columns are. */
export interface InventoryRow {
  readonly cells: readonly (string | null)[];
  readonly key: DeliveryKey;
  readonly at: Position;
}

/** The key of a row, which stands in the second column of every inventory, encoded as forms are. */
export function keyOfRow(cells: InventoryRow['cells']): string {
  const text = (cells[1] ?? '').replaceAll('+', ' ');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What rows show once it is known which column is which. */
export interface InventoryObject {
  readonly bucket: string | null;
  readonly object: ListedObject;
  readonly key: DeliveryKey;
  readonly at: Position;
}

/**
 * Rows with the manifest that names their file, by the columns that it tells; rows without are given back as `untied`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export function tieInventoryRows(
  rows: readonly InventoryRow[],
  manifests: readonly InventoryManifest[],
  keys: DeliveryKeys,
): { readonly objects: readonly InventoryObject[]; readonly untied: readonly Position[] } {
  const columns = new Map(
    manifests.flatMap(({ fileKeys, fileSchema }) =>
      fileKeys.map((key) => [fileName(key), columnsOf(fileSchema)] as const),
    ),
  );
  const untied = new Map<string, Position>();
  const objects = rows.flatMap(({ cells, key, at }): InventoryObject[] => {
    const places = columns.get(fileName(at.source.source)) ?? null;
    const cell = (name: string) => cells[places?.get(name) ?? -1] ?? null;
    const time = parseIsoInstant(cell('lastmodifieddate') ?? '');
    if (places === null || time === null) {
      if (!untied.has(at.source.source)) untied.set(at.source.source, at);
      return [];
    }
    const version =
      cell('isdeletemarker') === 'true' ? 'delete-marker' : cell('islatest') === 'false' ? 'noncurrent' : 'current';
    const object: ListedObject = { key: keyOfRow(cells), version, lastModified: time, timeIsApproximate: false };
    return keys.parse(object.key)?.part === 'marker' ? [{ bucket: cell('bucket'), object, key, at }] : [];
  });
  return { objects, untied: [...untied.values()] };
}

/** `Bucket, Key, Size, LastModifiedDate` */
function columnsOf(schema: string | null): ReadonlyMap<string, number> | null {
  if (schema === null) return null;
  return new Map(schema.split(',').map((name, index) => [name.trim().toLowerCase(), index]));
}

/** Files are called by random ids, which stay when they are copied. */
function fileName(path: string): string {
  return path
    .slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'), path.lastIndexOf('!')) + 1)
    .replace(/\.gz$/, '');
}
