import type { JsonObject } from '../../json.ts';
import { parseEventTime } from '../cloudtrail/event-time.ts';
import type { Reading } from '../documents/reading.ts';
import type { ListedObject } from '../item.ts';

/** Columns that every such file has. */
export const INVENTORY_MEMBERS: readonly string[] = ['bucket', 'key', 'last_modified_date'];

/**
 * A row of an inventory of the destination itself, as the columns of its Parquet files are called; null for any other
 * object. What it shows was there when it was taken, piece by piece; what it does not show may be in another file.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html#storage-inventory-contents
 */
export function readInventoryRow(value: JsonObject): Reading | null {
  const { bucket, key, last_modified_date: written } = value;
  if (typeof bucket !== 'string' || typeof key !== 'string' || written === undefined) return null;
  const time = typeof written === 'number' ? written : parseEventTime(String(written));
  if (time === null) return { state: 'unreadable', kind: 'listing', reason: 'last_modified_date is not a time' };
  const object: ListedObject = { key, version: versionOf(value), lastModified: time, timeIsApproximate: false };
  return { state: 'read', kind: 'listing', content: { kind: 'listing-object', object }, time, isPart: true };
}

function versionOf({ is_latest: isLatest, is_delete_marker: isMarker }: JsonObject): ListedObject['version'] {
  if (isMarker === true) return 'delete-marker';
  return isLatest === false ? 'noncurrent' : 'current';
}
