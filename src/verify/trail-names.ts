import type { Instant } from '../instant.ts';
import { parseIsoInstant } from '../records/iso-time.ts';

/** Whose digests follow each other: one chain for each account, Region and trail, and one for its backfill digests. */
export interface ChainName {
  readonly account: string;
  readonly region: string | null;
  readonly trail: string | null;
  readonly homeRegion: string | null;
  /** Digests for log files that came late; they are a chain of their own. */
  readonly backfill: boolean;
}

/**
 * `<account>_CloudTrail-Digest_<region>_<trail>_<home region>_<time>[_backfill].json.gz`, null for other names.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function digestName(key: string): ChainName | null {
  const parts = stem(key).split('_');
  const backfill = parts.at(-1) === 'backfill';
  if (backfill) parts.pop();
  const [account, kind, region] = parts;
  // The name of a trail may hold underscores; those of Regions do not.
  if (parts.length < 6 || account === undefined || region === undefined || kind !== 'CloudTrail-Digest') return null;
  return { account, region, trail: parts.slice(3, -2).join('_'), homeRegion: parts.at(-2) ?? null, backfill };
}

/** When and for whom a trail wrote a log file, by its name. */
interface LogName {
  readonly account: string;
  readonly region: string;
  /** Not later than its delivery. */
  readonly time: Instant;
}

/**
 * `<account>_CloudTrail_<region>_<YYYYMMDDTHHmm>Z_<random>.json.gz`, null for other names.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-files.html
 */
export function logName(key: string): LogName | null {
  const match = /^(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_\w+$/.exec(stem(key));
  if (match === null) return null;
  const [, account = '', region = '', year, month, day, hour, minute] = match;
  const time = parseIsoInstant(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  return time === null ? null : { account, region, time };
}

/** The last part of a key or path, without what compression adds to it: the name by which a local copy is found. */
export function plainName(key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return name.endsWith('.gz') ? name.slice(0, -3) : name;
}

function stem(key: string): string {
  const name = plainName(key);
  return name.endsWith('.json') ? name.slice(0, -5) : name;
}
