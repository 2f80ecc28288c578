/** The vocabulary of a made-up history: who did what when, and how S3 behaves in it. */

export const MINUTE = 60_000;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;

export const SOURCE_BUCKET = 'acme-lake';
export const CONFIGURATION_ID = 'daily-full';
export const SOURCE_ACCOUNT = '111122223333';
export const DESTINATION_ACCOUNT = '444455556666';
export const REGION = 'eu-west-1';
export const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
/** The usual destination, and one that configurations are moved to. */
export const BUCKETS = ['acme-reports', 'acme-archive'] as const;

export type Bucket = (typeof BUCKETS)[number];
export type Prefix = 'inv' | 'reports';

/** Ways in which a bucket policy catches S3's write although it means somebody else; and ways that spare S3. */
export type Denial = 'source-ip' | 'put-everybody' | 'organization' | 'no-encryption-header';
export type Decoy = 'insecure-transport' | 'source-ip-but-services' | 'other-prefix' | 'readers';

export interface BucketPolicy {
  /** What its Allow for S3 covers; null without one. */
  readonly allow: 'bucket' | Prefix | null;
  readonly denials: readonly { readonly kind: Denial; readonly prefix: Prefix | null }[];
  readonly decoys: readonly Decoy[];
}

export interface Configuration {
  readonly enabled: boolean;
  readonly bucket: Bucket;
  readonly prefix: Prefix;
  readonly frequency: 'Daily' | 'Weekly';
  /** With the key, else SSE-S3 or none. */
  readonly encryption: 'key' | 'SSE-S3' | 'none';
}

export type Body =
  | { readonly kind: 'put-policy'; readonly bucket: Bucket; readonly policy: BucketPolicy }
  | { readonly kind: 'delete-policy'; readonly bucket: Bucket }
  | { readonly kind: 'delete-bucket'; readonly bucket: Bucket }
  | { readonly kind: 'create-bucket'; readonly bucket: Bucket }
  | { readonly kind: 'put-configuration'; readonly configuration: Configuration }
  | { readonly kind: 'delete-configuration' }
  | { readonly kind: 'disable-key' }
  | { readonly kind: 'enable-key' }
  | { readonly kind: 'put-key-policy'; readonly allowsS3: boolean }
  | { readonly kind: 'bystander'; readonly what: Bystander };

/** Calls that look alike and concern something else. */
export type Bystander = 'other-configuration' | 'other-bucket-policy' | 'other-key' | 'tags' | 'source-policy';

export interface WorldEvent {
  readonly id: string;
  readonly time: number;
  readonly actor: string;
  /** Refused or malformed: nothing came of it. */
  readonly failed: boolean;
  readonly body: Body;
}

/** How S3 behaves in a world where AWS's pages leave it open. */
export interface Manners {
  /** Whether a run keeps the configuration that it began with. */
  readonly configurationAs: 'begun' | 'written';
  /** Until a change acts. */
  readonly propagation: number;
  /** After an enabling, creation or move, until runs begin again. */
  readonly firstReport: number;
  readonly hour: number;
  /** Usual time from folder time to the first object, and how far it varies. */
  readonly lag: number;
  readonly spread: number;
  /** From the first object to the checksum. */
  readonly duration: number;
  /** Share of runs that take many hours longer. */
  readonly stragglers: number;
  /** Share of refused writes that are tried again. */
  readonly retries: number;
}

export interface World {
  readonly seed: number;
  /** Midnight UTC of the first day. */
  readonly start: number;
  readonly now: number;
  readonly manners: Manners;
  readonly keyAccount: string;
  readonly initial: { readonly configuration: Configuration; readonly policy: BucketPolicy };
  /** In order of time. */
  readonly events: readonly WorldEvent[];
}

/** A folder name, `2026-02-09T01-00Z`. */
export function runName(time: number): string {
  return `${new Date(time).toISOString().slice(0, 13)}-00Z`;
}

export function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

export function keyArn(world: World): string {
  return `arn:aws:kms:${REGION}:${world.keyAccount}:key/${KEY_ID}`;
}

/** All times later by so much, nothing else changed. */
export function shifted(world: World, by: number): World {
  return {
    ...world,
    start: world.start + by,
    now: world.now + by,
    events: world.events.map((event) => ({ ...event, time: event.time + by })),
  };
}
