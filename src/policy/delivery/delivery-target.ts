import type { Instant } from '../../instant.ts';
import type { DeliveryEncryption } from '../../profile/configuration.ts';
import type { DeliveryProfile } from '../../profile/profile.ts';
import type { ContextOverrides } from '../document/context.ts';

/** The delivery that policies are judged for. */
export interface DeliveryTarget {
  readonly sourceBucket: string;
  /** null when it is not known: then `aws:SourceAccount` is there with a value that is not known. */
  readonly sourceAccount: string | null;
  readonly destinationBucket: string;
  /** As configured; `''` when none. */
  readonly destinationPrefix: string;
  /** `''` stands for any: the one that the policy's own Allow names, if it names one. */
  readonly configurationId: string;
  /** What the configuration says; null when it is not known: then the encryption headers are unknown context. */
  readonly encryption: DeliveryEncryption | null;
  /** The KMS key in use, for key policies; with a bare key id only `"Resource": "*"` is certain. */
  readonly keyArn: string | null;
  /** `aws` by default. */
  readonly partition?: string;
  /** Folder name of the run, `2026-02-09T01-00Z`; a representative one by default. */
  readonly run?: string;
  /** File format of the report, which ends the names of its files; CSV by default. */
  readonly format?: 'CSV' | 'ORC' | 'Parquet';
  /** Moment of the write; without it the two clocks of the context are unknown. */
  readonly time?: Instant;
  /** Context keys set by hand; they win over the profile. */
  readonly overrides?: ContextOverrides;
}

export function sourceArn(target: DeliveryTarget): string {
  return `arn:${target.partition ?? 'aws'}:s3:::${target.sourceBucket}`;
}

export function destinationArn(target: DeliveryTarget, key?: string): string {
  const bucket = `arn:${target.partition ?? 'aws'}:s3:::${target.destinationBucket}`;
  return key === undefined ? bucket : `${bucket}/${key}`;
}

/** Where all reports of the source bucket go, with a closing slash: `inv/acme-lake/`. */
export function sourceFolder(target: DeliveryTarget): string {
  const prefix = target.destinationPrefix === '' ? '' : `${target.destinationPrefix}/`;
  return `${prefix}${target.sourceBucket}/`;
}

/** Every key that one delivery writes, in the profile's order. */
export function deliveryKeys(profile: DeliveryProfile, target: DeliveryTarget): string[] {
  const run = target.run ?? REPRESENTATIVE_RUN;
  const values: Readonly<Record<string, string>> = {
    root: `${sourceFolder(target)}${target.configurationId}/`,
    run,
    runHour: run.replace('T', '-').replace(/Z$/, ''),
    file: `${REPRESENTATIVE_UUID}${EXTENSIONS[target.format ?? 'CSV']}`,
  };
  return profile.keys.map(({ pattern }) => pattern.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''));
}

/** Any run and any file will do: policies do not tell them apart, save by patterns that one name can show. */
const REPRESENTATIVE_RUN = '2026-01-01T01-00Z';
const REPRESENTATIVE_UUID = '0a1b2c3d-4e5f-4a6b-8c7d-9e8f7a6b5c4d';

const EXTENSIONS = { CSV: '.csv.gz', ORC: '.orc', Parquet: '.parquet' } as const;
