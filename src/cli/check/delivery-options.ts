import type { OptionDefinition } from '../command.ts';

/** Which deliveries are asked about, and what tells them. */
export const DELIVERY_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: '--delivery <name>',
    description:
      'what is delivered: s3-inventory (default), cloudtrail and others (docs/deliveries.md), all that the policies could be about; may be repeated',
    repeatable: true,
    values: async () => ['all', 's3-inventory', ...(await import('./resolve-deliveries.ts')).SIBLING_NAMES],
  },
  {
    flags: '--source-arn <arn>',
    description: 'ARN of the trail, detector or other source that is no bucket; may be repeated',
    repeatable: true,
  },
  {
    flags: '--object-ownership <setting>',
    description: 'object ownership of the destination',
    values: async () => (await import('./resolve-deliveries.ts')).OBJECT_OWNERSHIPS,
  },
  {
    flags: '--recorder-role <arn>',
    description: 'role of the recorder of AWS Config, or service-linked',
    values: ['service-linked'],
  },
  { flags: '--organization-id <id>', description: 'organization whose trail, dashboard or data sync it is' },
];
