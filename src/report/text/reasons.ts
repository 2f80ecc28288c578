import type { ReportCulprit } from '../contract.ts';
import { missingNames } from './missing.ts';
import { CONFIDENCES } from './words.ts';

/** Why not surer, each reason with what would settle it where that is known; without reasons, what the word means. */
export function reasonWords({ confidence, reasons, limits }: ReportCulprit): string {
  const told =
    limits.length === 0
      ? reasons
      : limits.map(({ reason, liftedBy, missing }) => {
          const where = missing.length === 0 ? '' : `, see ${missingNames(missing)}`;
          return liftedBy === '' ? reason : `${reason} (to settle it: ${liftedBy}${where})`;
        });
  return told.length === 0 ? CONFIDENCES[confidence].meaning : told.join('; ');
}
