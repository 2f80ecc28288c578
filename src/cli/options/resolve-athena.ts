import type { AwsAccess } from '../../aws/access.ts';
import type { AthenaPlace } from '../../query/athena/execute.ts';
import { type Flags, longName, textFlag } from '../command.ts';
import { awsAccess } from './resolve-aws.ts';
import { resolveBytes } from './resolve-bytes.ts';
import { badValue } from './usage-error.ts';

/** Where on Athena a statement runs, and how Athena is reached. */
export interface AthenaTarget {
  readonly place: AthenaPlace;
  /** A query that has read more is stopped; null for no bound of our own. */
  readonly maxScanBytes: number | null;
  readonly access: AwsAccess;
}

/**
 * What the options of Athena say. The forms are those of Athena's API.
 *
 * @throws ForensicsError `usage`
 */
export function resolveAthena(flags: Flags): AthenaTarget {
  const given = (name: keyof AthenaPlace, form: RegExp, what: string): string | null => {
    const value = textFlag(flags, name) ?? null;
    if (value !== null && !form.test(value)) throw badValue(`--${longName(name)}`, value, what);
    return value;
  };
  return {
    place: {
      workgroup: given('workgroup', /^[\w.-]{1,128}$/, 'the name of a workgroup'),
      database: given('database', /^[^\p{Cc}\p{Cs}]{1,255}$/u, 'the name of a database'),
      catalog: given('catalog', /^[^\p{Cc}\p{Cs}]{1,256}$/u, 'the name of a data catalog'),
      outputLocation: given('outputLocation', OUTPUT_LOCATION, 's3://BUCKET/PREFIX/'),
    },
    maxScanBytes: resolveBytes('--max-scan-bytes', textFlag(flags, 'maxScanBytes')),
    access: awsAccess(flags),
  };
}

const OUTPUT_LOCATION = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[^\p{Cc}\p{Cs}]{0,1000})?$/u;
