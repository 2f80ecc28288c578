import type { Instant } from '../../instant.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { parseIsoInstant } from '../iso-time.ts';
import type { Reading } from './reading.ts';

/** A log file as a digest names it. */
interface DigestedLog {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of the uncompressed bytes, lower-case hexadecimal. */
  readonly sha256: string;
  readonly hashAlgorithm: string;
}

/** What a digest says of the one before it. */
interface PreviousDigest {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of its uncompressed bytes, lower-case hexadecimal; null when it is not told. */
  readonly sha256: string | null;
}

/** One CloudTrail digest: the log files that were delivered between two times, and the digest before it. */
export interface Digest {
  readonly account: string;
  readonly start: Instant;
  readonly end: Instant;
  /** The end as it is written: the signature covers the text. */
  readonly endText: string;
  readonly bucket: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly signatureAlgorithm: string;
  /** null in a starting digest. */
  readonly previous: PreviousDigest | null;
  /** Hexadecimal; null in a starting digest. */
  readonly previousSignature: string | null;
  readonly logFiles: readonly DigestedLog[];
}

/**
 * A CloudTrail digest: it proves log files unchanged but holds no events.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function readDigest(value: JsonObject): Reading | null {
  return isDigest(value) ? { state: 'read', kind: 'cloudtrail-digest', content: null, time: null } : null;
}

/** Whether a document is a digest, by its members; it may still lack what is needed to verify it. */
export function isDigest(value: JsonObject): boolean {
  return value['digestStartTime'] !== undefined && value['logFiles'] !== undefined;
}

/** The digest in a document; null when a member that verification needs is missing or of another type. */
export function parseDigest(value: JsonObject): Digest | null {
  const text = (member: string): string | null => textOf(value, member);
  const [account, endText, bucket, key] = [
    text('awsAccountId'),
    text('digestEndTime'),
    text('digestS3Bucket'),
    text('digestS3Object'),
  ];
  const [startText, fingerprint, signatureAlgorithm] = [
    text('digestStartTime'),
    text('digestPublicKeyFingerprint'),
    text('digestSignatureAlgorithm'),
  ];
  const previous = previousOf(value);
  const logFiles = logFilesOf(value['logFiles']);
  if (account === null || bucket === null || key === null || startText === null || endText === null) return null;
  if (fingerprint === null || signatureAlgorithm === null || previous === undefined || logFiles === null) return null;
  const [start, end] = [parseIsoInstant(startText), parseIsoInstant(endText)];
  if (start === null || end === null || end < start) return null;
  const names = { account, bucket, key, fingerprint: fingerprint.toLowerCase(), signatureAlgorithm };
  return { ...names, start, end, endText, previous, previousSignature: text('previousDigestSignature'), logFiles };
}

/** undefined when it is neither there nor absent as in a starting digest. */
function previousOf(value: JsonObject): PreviousDigest | null | undefined {
  const members = ['previousDigestS3Bucket', 'previousDigestS3Object', 'previousDigestSignature'];
  if (members.every((member) => (value[member] ?? null) === null)) return null;
  const [bucket, key] = [textOf(value, 'previousDigestS3Bucket'), textOf(value, 'previousDigestS3Object')];
  if (bucket === null || key === null) return undefined;
  return { bucket, key, sha256: textOf(value, 'previousDigestHashValue')?.toLowerCase() ?? null };
}

function logFilesOf(value: unknown): DigestedLog[] | null {
  if (!Array.isArray(value)) return null;
  const logs: DigestedLog[] = [];
  for (const entry of value) {
    if (!isJsonObject(entry)) return null;
    const [bucket, key, sha256] = [textOf(entry, 's3Bucket'), textOf(entry, 's3Object'), textOf(entry, 'hashValue')];
    if (bucket === null || key === null || sha256 === null) return null;
    const hashAlgorithm = textOf(entry, 'hashAlgorithm') ?? '';
    logs.push({ bucket, key, sha256: sha256.toLowerCase(), hashAlgorithm });
  }
  return logs;
}

function textOf(value: JsonObject, member: string): string | null {
  const text = value[member];
  return typeof text === 'string' ? text : null;
}
