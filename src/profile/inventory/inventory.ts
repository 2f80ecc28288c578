import { HOUR } from '../../instant.ts';
import type { DeliveryProfile } from '../profile.ts';
import { sourceBucketArn } from '../service-context.ts';
import { settingsOf } from '../settings.ts';
import { ENCRYPT_CONTEXT } from './inventory-encrypt-context.ts';
import { WRITE_CONTEXT } from './inventory-write-context.ts';
import { INVENTORY_KEYS } from './keys.ts';
import { parseInventoryConfiguration } from './parse-configuration.ts';

/**
 * The delivery of an S3 Inventory report.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html
 */
export const INVENTORY_PROFILE: DeliveryProfile = {
  words: {
    feature: 'S3 Inventory',
    subject: 'inventory',
    product: 'inventory report',
    report: 'report',
    marker: 'manifest',
    configuration: 'inventory configuration',
    sids: { bucket: 'InventoryDelivery', key: 'InventoryEncryption' },
  },
  writer: {
    kind: 'service',
    service: 's3.amazonaws.com',
    name: 'Amazon S3',
    short: 'S3',
    sourceArn: sourceBucketArn,
  },
  requests: [{ action: 's3:PutObject', on: 'object', context: WRITE_CONTEXT }],
  keyRequests: [{ action: 'kms:GenerateDataKey', context: ENCRYPT_CONTEXT }],
  keys: INVENTORY_KEYS,
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
  schedule: {
    weekday: 0,
    usualTimeOfDayMs: HOUR,
    dueWithinHours: 48,
    firstWithinHours: 48,
    since: Date.UTC(2016, 10, 30),
  },
  settings: settingsOf('S3 Inventory'),
  parseConfiguration: parseInventoryConfiguration,
};
