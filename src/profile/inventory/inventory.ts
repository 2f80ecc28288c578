import { HOUR } from '../../instant.ts';
import type { DeliveryProfile, KeyPattern } from '../profile.ts';
import { ENCRYPT_CONTEXT } from './inventory-encrypt-context.ts';
import { WRITE_CONTEXT } from './inventory-write-context.ts';

const LOCATION = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html';

/**
 * What one delivery writes. The zero-byte `data/` comes first: that is the write which real denials name. Several
 * data files may follow; one stands for all.
 */
const KEYS: readonly KeyPattern[] = [
  { part: 'data-marker', pattern: '{root}data/', url: LOCATION },
  { part: 'data', pattern: '{root}data/{file}', url: LOCATION },
  { part: 'manifest', pattern: '{root}{run}/manifest.json', url: LOCATION },
  { part: 'checksum', pattern: '{root}{run}/manifest.checksum', url: LOCATION },
  { part: 'symlink', pattern: '{root}hive/dt={runHour}/symlink.txt', url: LOCATION },
];

/**
 * The delivery of an S3 Inventory report.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html
 */
export const INVENTORY_PROFILE: DeliveryProfile = {
  name: 's3-inventory',
  product: 'inventory report',
  principal: { service: 's3.amazonaws.com', name: 'Amazon S3' },
  actions: { write: 's3:PutObject', encrypt: 'kms:GenerateDataKey' },
  keys: KEYS,
  writeContext: WRITE_CONTEXT,
  encryptContext: ENCRYPT_CONTEXT,
  schedule: {
    frequencies: ['Daily', 'Weekly'],
    weekday: 0,
    usualTimeOfDayMs: HOUR,
    dueWithinHours: 48,
    firstWithinHours: 48,
    since: Date.UTC(2016, 10, 30),
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html',
  },
  completionMarkers: ['manifest.checksum', 'manifest.json'],
};
