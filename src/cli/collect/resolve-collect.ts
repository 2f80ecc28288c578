import type { CollectOptions } from '../../collect/collect-case.ts';
import { MOST_BYTES } from '../../collect/fetch-cost.ts';
import { ForensicsError } from '../../errors.ts';
import type { Instant } from '../../instant.ts';
import { isRegionName } from '../../partition.ts';
import { type Flags, switchFlag, textFlag } from '../command.ts';
import { awsAccess } from '../options/resolve-aws.ts';
import { resolveBytes } from '../options/resolve-bytes.ts';
import { resolveCase } from '../options/resolve-case.ts';
import { resolvePeriod } from '../options/resolve-period.ts';
import { badValue } from '../options/usage-error.ts';

/**
 * What the flags mean at the time `clock`.
 *
 * @throws ForensicsError `usage` naming the flag that is missing or cannot be used
 */
export function resolveCollect(
  flags: Flags,
  clock: Instant,
): Pick<
  CollectOptions,
  'case' | 'access' | 'now' | 'since' | 'identityCenterRegion' | 'mostBytes' | 'sourceAccessLog'
> {
  const told = resolveCase(flags, clock);
  if (told.sourceBucket === undefined && told.destinationBucket === undefined) {
    throw new ForensicsError('usage', 'neither --source-bucket nor --destination-bucket is given', {
      hint: 'name the bucket that is inventoried, or the one that its reports go to',
    });
  }
  const region = textFlag(flags, 'identityCenterRegion') ?? null;
  if (region !== null && !isRegionName(region))
    throw badValue('--identity-center-region', region, 'a Region such as eu-west-1');
  return {
    case: told,
    access: awsAccess(flags),
    now: clock,
    since: resolvePeriod(flags, clock).since,
    identityCenterRegion: region,
    mostBytes: resolveBytes('--max-bytes', textFlag(flags, 'maxBytes')) ?? MOST_BYTES,
    sourceAccessLog: switchFlag(flags, 'sourceAccessLog'),
  };
}
