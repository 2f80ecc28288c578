import type { InventoryManifest } from '../profile/inventory/parse-manifest.ts';
import type { DeliveryKey, DeliveryKeys } from '../profile/profile.ts';
import { parseIsoInstant } from '../records/iso-time.ts';
import type { ListedObject } from '../records/item.ts';
import type { Position, SourceTally } from '../sources/tally.ts';

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
 * Rows by the columns that a manifest of their bucket tells, whatever their file is called now. Where none fits, or those
 * that fit would read a row differently, one row of each file is given back as `untied`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export function tieInventoryRows(
  rows: readonly InventoryRow[],
  manifests: readonly InventoryManifest[],
  keys: DeliveryKeys,
): { readonly objects: readonly InventoryObject[]; readonly untied: readonly Position[] } {
  const schemas = manifests.flatMap(({ sourceBucket, fileSchema }) =>
    fileSchema === null ? [] : [{ bucket: sourceBucket, columns: columnsOf(fileSchema) }],
  );
  const untied = new Map<SourceTally, Position>();
  const objects = rows.flatMap(({ cells, key, at }): InventoryObject[] => {
    const [bucket = null] = cells;
    const fitting = schemas.filter((schema) => schema.bucket === bucket && schema.columns.length === cells.length);
    const readings = new Map(
      fitting.flatMap(({ columns }) => {
        const object = objectOf(cells, columns);
        return object === null ? [] : [[JSON.stringify(object), object] as const];
      }),
    );
    const [object, ...others] = readings.values();
    if (object === undefined || others.length > 0) {
      if (!untied.has(at.source)) untied.set(at.source, at);
      return [];
    }
    return keys.parse(object.key)?.part === 'marker' ? [{ bucket, object, key, at }] : [];
  });
  return { objects, untied: [...untied.values()] };
}

/** null where no time stands in the column of the time. */
function objectOf(cells: InventoryRow['cells'], columns: readonly string[]): ListedObject | null {
  const cell = (name: string) => cells[columns.indexOf(name)] ?? null;
  const time = parseIsoInstant(cell('lastmodifieddate') ?? '');
  if (time === null) return null;
  const version =
    cell('isdeletemarker') === 'true' ? 'delete-marker' : cell('islatest') === 'false' ? 'noncurrent' : 'current';
  return { key: keyOfRow(cells), version, lastModified: time, timeIsApproximate: false };
}

/** `Bucket, Key, Size, LastModifiedDate` */
function columnsOf(schema: string): readonly string[] {
  return schema.split(',').map((name) => name.trim().toLowerCase());
}
