import type { JsonValue } from '../json.ts';
import { eventsIn } from './look-up.ts';
import { pastCalls } from './past-calls.ts';
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
  const places = new Map<string, DeliveryPlace>();
  for (const { action } of pastCalls(eventsIn(answer))) {
    if (action.kind !== 'put-inventory-configuration' || action.id !== told.configurationId) continue;
    if (action.configuration.state !== 'known') continue;
    const { destinationBucket: bucket, destinationPrefix: prefix } = action.configuration.value;
    const isPresent = bucket === told.destinationBucket && prefix === (told.destinationPrefix ?? '');
    if (!isPresent) places.set(`${bucket}/${prefix}`, { bucket, prefix });
  }
  return [...places.values()];
}
