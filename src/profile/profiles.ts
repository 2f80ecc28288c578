import { INVENTORY_PROFILE } from './inventory/inventory.ts';
import type { DeliveryProfile } from './profile.ts';

export type ProfileName = 's3-inventory';

/** Every delivery that is known, by name; asked only where a command begins: what lies behind takes the profile it is given. */
export const PROFILES: Readonly<Record<ProfileName, DeliveryProfile>> = {
  's3-inventory': INVENTORY_PROFILE,
};
