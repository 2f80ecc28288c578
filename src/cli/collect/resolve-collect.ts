import type { AwsAccess } from '../../aws/access.ts';
import type { CollectOptions } from '../../collect/collect-case.ts';
import { MOST_BYTES } from '../../collect/fetch-cost.ts';
import { ForensicsError } from '../../errors.ts';
import type { Instant } from '../../instant.ts';
import { isRegionName } from '../../partition.ts';
import { type Flags, switchFlag, textFlag } from '../command.ts';
import { caseFlags } from '../options/option-groups.ts';
import { awsAccess } from '../options/resolve-aws.ts';
import { resolveBytes } from '../options/resolve-bytes.ts';
import { type RawCase, resolveCase } from '../options/resolve-case.ts';
import { resolvePeriod } from '../options/resolve-period.ts';
import { badValue } from '../options/usage-error.ts';

/** The flags of a command that collects, as typed. */
export interface RawCollect extends RawCase {
  readonly since?: string | undefined;
  readonly identityCenterRegion?: string | undefined;
  readonly maxBytes?: string | undefined;
  readonly sourceAccessLog?: boolean;
  readonly access: AwsAccess;
}

/**
 * What the flags mean at the time `clock`.
 *
 * @throws ForensicsError `usage` naming the flag that is missing or cannot be used
 */
export function resolveCollect(
  raw: RawCollect,
  clock: Instant,
): Pick<
  CollectOptions,
  'case' | 'access' | 'now' | 'since' | 'identityCenterRegion' | 'mostBytes' | 'sourceAccessLog'
> {
  const told = resolveCase({ ...raw, now: undefined }, clock);
  if (told.sourceBucket === undefined && told.destinationBucket === undefined) {
    throw new ForensicsError('usage', 'neither --source-bucket nor --destination-bucket is given', {
      hint: 'name the bucket that is inventoried, or the one that its reports go to',
    });
  }
  const region = raw.identityCenterRegion ?? null;
  if (region !== null && !isRegionName(region))
    throw badValue('--identity-center-region', region, 'a Region such as eu-west-1');
  return {
    case: told,
    access: raw.access,
    now: clock,
    since: resolvePeriod({ since: raw.since }, clock).since,
    identityCenterRegion: region,
    mostBytes: resolveBytes('--max-bytes', raw.maxBytes) ?? MOST_BYTES,
    sourceAccessLog: raw.sourceAccessLog ?? false,
  };
}

/** The flags of a collection as typed. */
export function collectFlags(flags: Flags): RawCollect {
  return {
    ...caseFlags(flags),
    since: textFlag(flags, 'since'),
    identityCenterRegion: textFlag(flags, 'identityCenterRegion'),
    maxBytes: textFlag(flags, 'maxBytes'),
    sourceAccessLog: switchFlag(flags, 'sourceAccessLog'),
    access: awsAccess(flags),
  };
}
