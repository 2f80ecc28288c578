import type { Case } from '../case/case.ts';
import { regionOfKey } from '../policy/document/key-name.ts';
import type { DeliveryEncryption, ReportFormat } from '../profile/configuration.ts';
import type { ConfigurationState } from './configuration-state.ts';
import type { Link } from './link.ts';
import { keyIdOf } from './world.ts';

/**
 * Where the reports of one configuration go, and how they are encrypted. Another place is another denial: what the
 * policy says of one prefix says nothing of the next. A null member is not known.
 */
export interface Place {
  readonly bucket: string | null;
  /** Without a closing slash; `''` for none. */
  readonly prefix: string | null;
  readonly encryption: DeliveryEncryption | null;
  /** The names of the files end in it, which a policy can tell apart. */
  readonly format: ReportFormat | null;
}

/** The place that a state of the configuration names; the case stands in for what it does not say. */
export function placeOf(state: ConfigurationState, subject: Case): Place {
  return {
    bucket: state.destinationBucket ?? subject.destinationBucket,
    prefix: trimSlash(state.destinationPrefix ?? subject.destinationPrefix),
    encryption: state.encryption,
    format: state.format,
  };
}

export function placeName({ bucket, prefix, encryption, format }: Place): string {
  return JSON.stringify([bucket, prefix, encryption, formatName({ format })]);
}

/** `s3://bucket/prefix`, for sentences. */
export function describePlace({ bucket, prefix }: Pick<Place, 'bucket' | 'prefix'>): string {
  return `s3://${bucket ?? 'an unknown bucket'}/${prefix ?? ''}`;
}

/** Whether a link is judged by the same document, for the same write, at both places. */
export function isSameFor(link: Link, a: Place, b: Place): boolean {
  switch (link) {
    case 'configuration':
    case 'rcp':
      return true;
    case 'destination-bucket':
      return a.bucket === b.bucket;
    case 'region':
      return a.bucket === b.bucket && agree(keyRegion(a), keyRegion(b));
    case 'destination-policy':
      return (
        a.bucket === b.bucket &&
        a.prefix === b.prefix &&
        encryptionName(a) === encryptionName(b) &&
        formatName(a) === formatName(b)
      );
    case 'default-encryption':
      return a.bucket === b.bucket && encryptionName(a) === encryptionName(b);
    case 'key-policy':
    case 'key-state':
      return encryptionName(a) === encryptionName(b);
    default:
      return link satisfies never;
  }
}

/** Whether both name the same bucket and prefix, as far as both are known. */
export function isSameSpot(a: Pick<Place, 'bucket' | 'prefix'>, b: Pick<Place, 'bucket' | 'prefix'>): boolean {
  return agree(a.bucket, b.bucket) && agree(trimSlash(a.prefix), trimSlash(b.prefix));
}

function agree(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b;
}

/** What is not known is taken for what the API's own examples have. */
function formatName({ format }: Pick<Place, 'format'>): ReportFormat {
  return format ?? 'CSV';
}

function encryptionName({ encryption }: Place): string {
  if (encryption === null) return '?';
  return encryption.type === 'SSE-KMS' ? (keyIdOf(encryption.keyId) ?? encryption.keyId) : encryption.type;
}

/** `''` without a key; null where a key is named by its id alone, which S3 looks for in the bucket's own Region. */
function keyRegion({ encryption }: Place): string | null {
  if (encryption === null) return null;
  return encryption.type === 'SSE-KMS' ? regionOfKey(encryption.keyId) : '';
}

function trimSlash(prefix: string | null): string | null {
  return prefix?.endsWith('/') ? prefix.slice(0, -1) : prefix;
}
