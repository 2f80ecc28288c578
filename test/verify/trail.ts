import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** An invented CloudTrail that signs as the real one does. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** DER, PKCS #1. */
  readonly der: Buffer;
  readonly fingerprint: string;
}

export function signingKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ format: 'der', type: 'pkcs1' });
  return { privateKey, der, fingerprint: createHash('md5').update(der).digest('hex') };
}

/** The answer of ListPublicKeys as the AWS CLI prints it. */
export function listPublicKeys(keys: readonly SigningKey[]): string {
  return JSON.stringify({
    PublicKeyList: keys.map(({ der, fingerprint }) => ({
      Value: der.toString('base64'),
      ValidityStartTime: '2026-01-01T00:00:00+00:00',
      ValidityEndTime: '2026-12-31T00:00:00+00:00',
      Fingerprint: fingerprint,
    })),
  });
}

export interface MadeObject {
  readonly key: string;
  /** Uncompressed. */
  readonly bytes: Buffer;
  /** Of a digest, as its object's metadata has it. */
  readonly signature: string | null;
}

export interface TrailOptions {
  readonly key: SigningKey;
  readonly hours: number;
  readonly account?: string;
  readonly region?: string;
  readonly trail?: string;
  readonly backfill?: boolean;
  readonly logsPerHour?: number;
  /** When the first hour begins. */
  readonly start?: number;
  /** What the first log file of each hour holds; without, an event of no interest in each file. */
  readonly records?: (hour: number) => readonly unknown[];
}

const BUCKET = 'acme-trail';
const START: number = Date.UTC(2026, 1, 10, 20, 1, 31);

/** Log files and digests of some hours, oldest first; the first digest begins the chain. */
export function makeTrail(options: TrailOptions): { readonly logs: MadeObject[]; readonly digests: MadeObject[] } {
  const { key, hours, account = '111122223333', region = 'us-east-1', trail = 'all_events' } = options;
  const logs: MadeObject[] = [];
  const digests: MadeObject[] = [];
  let previous: { key: string; hash: string; signature: string } | null = null;
  for (let hour = 0; hour < hours; hour += 1) {
    const begin = options.start ?? START;
    const [start, end] = [begin + hour * 3_600_000, begin + (hour + 1) * 3_600_000];
    const own: MadeObject[] = [];
    for (let n = 0; n < (options.logsPerHour ?? 2); n += 1) {
      const time = new Date(start + (n + 1) * 300_000);
      const stamp = `${compact(time).slice(0, 13)}Z`;
      const random = createHash('sha256')
        .update(`${account}${region}${hour}${n}${options.backfill}`)
        .digest('hex')
        .slice(0, 16);
      const records = options.records?.(hour) ?? [{ eventID: random, eventTime: time.toISOString() }];
      if (records.length === 0) continue;
      const bytes = Buffer.from(JSON.stringify({ Records: records }));
      const log = `AWSLogs/${account}/CloudTrail/${region}/${day(time)}/${account}_CloudTrail_${region}_${stamp}_${random}.json.gz`;
      own.push({ key: log, bytes, signature: null });
    }
    const suffix = options.backfill === true ? '_backfill' : '';
    const name = `AWSLogs/${account}/CloudTrail-Digest/${region}/${day(new Date(end))}/${account}_CloudTrail-Digest_${region}_${trail}_us-east-1_${compact(new Date(end))}${suffix}.json.gz`;
    const endText = new Date(end).toISOString().replace('.000', '');
    const bytes: Buffer = Buffer.from(
      JSON.stringify({
        awsAccountId: account,
        digestStartTime: new Date(start).toISOString().replace('.000', ''),
        digestEndTime: endText,
        digestS3Bucket: BUCKET,
        digestS3Object: name,
        digestPublicKeyFingerprint: key.fingerprint,
        digestSignatureAlgorithm: 'SHA256withRSA',
        newestEventTime: null,
        oldestEventTime: null,
        previousDigestS3Bucket: previous === null ? null : BUCKET,
        previousDigestS3Object: previous?.key ?? null,
        previousDigestHashValue: previous?.hash ?? null,
        previousDigestHashAlgorithm: 'SHA-256',
        previousDigestSignature: previous?.signature ?? null,
        logFiles: own.map((log) => ({
          s3Bucket: BUCKET,
          s3Object: log.key,
          hashValue: sha256(log.bytes),
          hashAlgorithm: 'SHA-256',
        })),
      }),
    );
    const signature: string = signDigest(key, endText, name, bytes, previous?.signature ?? null);
    digests.push({ key: name, bytes, signature });
    logs.push(...own);
    previous = { key: name, hash: sha256(bytes), signature };
  }
  return { logs, digests };
}

export function signDigest(
  { privateKey }: SigningKey,
  endText: string,
  key: string,
  bytes: Buffer,
  previousSignature: string | null,
): string {
  const text = [endText, `${BUCKET}/${key}`, sha256(bytes), previousSignature ?? 'null'].join('\n');
  return sign('RSA-SHA256', Buffer.from(text), privateKey).toString('hex');
}

/** Writes objects below a directory under their keys, compressed. */
export function writeObjects(directory: string, objects: readonly MadeObject[]): void {
  for (const { key, bytes } of objects) writeAt(directory, key, gzipSync(bytes));
}

export function writeAt(directory: string, path: string, content: Uint8Array | string): void {
  const full = join(directory, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
}

/** The manifest of a collection that saved the signatures of digests, too. */
export function manifestOf(objects: readonly MadeObject[]): string {
  return JSON.stringify({
    collected: objects.map(({ key, bytes, signature }) => ({
      path: key,
      sha256: sha256(gzipSync(bytes)),
      source: `s3://${BUCKET}/${key}`,
      ...(signature === null ? {} : { metadata: { signature, 'signature-algorithm': 'SHA256withRSA' } }),
    })),
  });
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function compact(time: Date): string {
  return time.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10).replaceAll('-', '/');
}
