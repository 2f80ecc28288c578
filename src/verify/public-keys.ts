import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../json.ts';

/** The public keys of CloudTrail, by fingerprint. */
export type PublicKeys = ReadonlyMap<string, readonly KeyObject[]>;

/**
 * Adds the keys in a text: the answer of ListPublicKeys as the AWS CLI prints it, or PEM. Returns how many there were.
 *
 * The fingerprint of a key is the MD5 of its DER bytes as AWS gives them, mostly PKCS #1, sometimes
 * SubjectPublicKeyInfo: a key is filed under what it states and what it computes to in both forms. Being found
 * proves nothing, the signature does.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
export function addPublicKeys(text: string, keys: Map<string, KeyObject[]>): number {
  const found = text.includes('-----BEGIN') ? pemKeys(text) : listedKeys(text);
  for (const { key, stated } of found) {
    const names = new Set([fingerprint(key, 'pkcs1'), fingerprint(key, 'spki'), ...(stated === null ? [] : [stated])]);
    for (const name of names) keys.set(name, [...(keys.get(name) ?? []), key].slice(0, KEYS_OF_A_NAME));
  }
  return found.length;
}

/** Whether one of the keys has signed a text, SHA-256 with RSA. `signature` is hexadecimal, and anyone's. */
export function isSignedBy(keys: readonly KeyObject[], text: string, signature: string): boolean {
  if (signature.length > 4_096 || signature.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(signature)) return false;
  const bytes = Buffer.from(signature, 'hex');
  return keys.some((key) => verify('RSA-SHA256', Buffer.from(text), key, bytes));
}

/** The list in an answer of ListPublicKeys; null when a document is none. Both spellings are in AWS's own pages. */
export function publicKeyList(value: unknown): readonly unknown[] | null {
  if (!isJsonObject(value)) return null;
  const list = value['PublicKeyList'] ?? value['publicKeyList'];
  return Array.isArray(list) ? list : null;
}

interface FoundKey {
  readonly key: KeyObject;
  readonly stated: string | null;
}

function listedKeys(text: string): FoundKey[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  return (publicKeyList(value) ?? []).flatMap((entry) => (isJsonObject(entry) ? listedKey(entry) : []));
}

function listedKey(entry: JsonObject): FoundKey[] {
  const [value, stated] = [entry['Value'], entry['Fingerprint']];
  if (typeof value !== 'string' || value.length > LONGEST_KEY) return [];
  const der = Buffer.from(value, 'base64');
  const key =
    rsaKey(() => createPublicKey({ key: der, format: 'der', type: 'pkcs1' })) ??
    rsaKey(() => createPublicKey({ key: der, format: 'der', type: 'spki' }));
  return key === null ? [] : [{ key, stated: typeof stated === 'string' ? stated.toLowerCase() : null }];
}

function pemKeys(text: string): FoundKey[] {
  return text
    .split(/(?=-----BEGIN )/)
    .filter((block) => block.startsWith('-----BEGIN ') && block.length <= LONGEST_KEY)
    .flatMap((block) => {
      const key = rsaKey(() => createPublicKey(block));
      return key === null ? [] : [{ key, stated: null }];
    });
}

/** null for what is no RSA key of a sane size: checking with a giant one takes for ever. */
function rsaKey(create: () => KeyObject): KeyObject | null {
  let key: KeyObject;
  try {
    key = create();
  } catch (error) {
    // OpenSSL's and Node's own refusals carry a code; a fault of this program does not.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  const exponent = key.asymmetricKeyDetails?.publicExponent ?? 0n;
  return key.asymmetricKeyType === 'rsa' && bits >= 1_024 && bits <= 8_192 && exponent < 2n ** 33n ? key : null;
}

function fingerprint(key: KeyObject, type: 'pkcs1' | 'spki'): string {
  return createHash('md5')
    .update(key.export({ format: 'der', type }))
    .digest('hex');
}

/** Characters; the base64 of 8,192 bits has about 1,400. */
const LONGEST_KEY = 16_384;
const KEYS_OF_A_NAME = 8;
