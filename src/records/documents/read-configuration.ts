import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { parseInventoryConfiguration } from '../../profile/inventory/parse-configuration.ts';
import { ownerIn } from './owner.ts';
import type { Reading } from './reading.ts';

/**
 * One inventory configuration: the output of get-bucket-inventory-configuration, or the configuration
 * bare, as put-bucket-inventory-configuration takes it.
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/get-bucket-inventory-configuration.html
 */
export function readConfiguration(value: JsonObject): Reading | null {
  const wrapped = value['InventoryConfiguration'];
  const isBare = value['Destination'] !== undefined && value['Schedule'] !== undefined && value['Id'] !== undefined;
  if (wrapped === undefined && !isBare) return null;
  const parsed = parseInventoryConfiguration(wrapped ?? value);
  if (!parsed.ok) return { state: 'unreadable', kind: 'inventory-configuration', reason: parsed.reason };
  const { configuration } = parsed;
  return {
    state: 'read',
    kind: 'inventory-configuration',
    content: { kind: 'inventory-configuration', configuration, of: ownerIn(value, 'Bucket') },
    time: null,
  };
}

/**
 * The configurations in the output of list-bucket-inventory-configurations; null for other documents.
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/list-bucket-inventory-configurations.html
 */
export function configurationsOf(value: JsonValue): readonly JsonValue[] | null {
  const list = isJsonObject(value) ? value['InventoryConfigurationList'] : undefined;
  return Array.isArray(list) ? list : null;
}
