import { isJsonObject, type JsonValue } from '../json.ts';
import { interpretCloudTrail } from '../records/cloudtrail/interpret.ts';
import { unwrap } from '../records/documents/unwrap.ts';
import type { Settings } from './settings.ts';

/** Where a configuration sends its reports to. */
export interface DeliveryPlace {
  readonly bucket: string;
  readonly prefix: string;
}

/**
 * Where else the configuration sent its reports in the time of an event history: the places that the events on it
 * name, without the one that it names now. Reports that arrived there tell when delivery was well.
 *
 * @param answer of LookupEvents on the source bucket
 */
export function formerPlaces(answer: JsonValue, { told }: Settings): readonly DeliveryPlace[] {
  const events = isJsonObject(answer) && Array.isArray(answer['Events']) ? answer['Events'] : [];
  const places = new Map<string, DeliveryPlace>();
  for (const event of events) {
    const [unwrapped] = unwrap(event, null);
    if (unwrapped?.reading.state !== 'read' || unwrapped.reading.content?.kind !== 'cloudtrail') continue;
    const { record } = unwrapped.reading.content;
    const action = interpretCloudTrail(record);
    if (record.errorCode !== null) continue;
    if (action.kind !== 'put-inventory-configuration' || action.id !== told.configurationId) continue;
    if (action.configuration.state !== 'known') continue;
    const { destinationBucket: bucket, destinationPrefix: prefix } = action.configuration.value;
    const isPresent = bucket === told.destinationBucket && prefix === (told.destinationPrefix ?? '');
    if (!isPresent) places.set(`${bucket}/${prefix}`, { bucket, prefix });
  }
  return [...places.values()];
}
