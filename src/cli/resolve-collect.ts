import { mkdirSync, readdirSync } from 'node:fs';
import type { AwsAccess } from '../aws/clients.ts';
import type { CollectOptions } from '../collect/collect-case.ts';
import { ForensicsError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import { type RawCase, resolveCase } from './resolve-case.ts';
import { resolvePeriod } from './resolve-period.ts';

/** The flags of `collect` as typed. */
export interface RawCollect extends RawCase {
  readonly out?: string | undefined;
  readonly since?: string | undefined;
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
): Pick<CollectOptions, 'case' | 'access' | 'directory' | 'now' | 'since'> {
  const told = resolveCase({ ...raw, now: undefined }, clock);
  const { sourceBucket, configurationId } = told;
  if (sourceBucket === undefined) throw missing('--source-bucket');
  if (configurationId === undefined) throw missing('--configuration-id');
  if (raw.out === undefined || raw.out === '') throw missing('--out');
  return {
    case: { ...told, sourceBucket, configurationId },
    access: raw.access,
    directory: raw.out,
    now: clock,
    since: resolvePeriod({ since: raw.since }, clock).since,
  };
}

/**
 * Makes the directory of a collection.
 *
 * @throws ForensicsError `usage` when there is something in it, `output-failed` when it cannot be made
 */
export function openDirectory(path: string): void {
  let held: readonly string[];
  try {
    mkdirSync(path, { recursive: true });
    held = readdirSync(path);
  } catch (cause) {
    throw new ForensicsError('output-failed', `--out: could not make "${path}"`, { cause });
  }
  if (held.length > 0) {
    throw new ForensicsError('usage', `--out: "${path}" is not empty`, { hint: 'collect into a directory of its own' });
  }
}

function missing(option: string): ForensicsError {
  return new ForensicsError('usage', `collect: ${option} is missing`, {
    hint: 'usage: inventory-forensics collect --out DIR --source-bucket NAME --configuration-id ID',
  });
}
