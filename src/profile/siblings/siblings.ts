import { CLOUDTRAIL } from './cloudtrail.ts';
import type { SiblingProfile } from './sibling.ts';

export type SiblingName = 'cloudtrail';

/** Every delivery that `check` knows beside that of S3 Inventory, by the name that `--delivery` takes. */
export const SIBLINGS: Readonly<Record<SiblingName, SiblingProfile>> = {
  cloudtrail: CLOUDTRAIL,
};
