import { createHash } from 'node:crypto';

/**
 * Stand-ins for everything that AWS would draw at random. Each value is a hash of what it
 * identifies, so a story always gives the same bytes, and editing one event leaves the ids of the
 * others alone. There is no generator state and no clock.
 */
function derivedBytes(count: number, ...parts: readonly (string | number)[]): Uint8Array {
  const bytes = new Uint8Array(count);
  for (let offset = 0, block = 0; offset < count; block++) {
    const digest = createHash('sha256')
      .update(JSON.stringify([...parts, block]))
      .digest();
    bytes.set(digest.subarray(0, Math.min(digest.length, count - offset)), offset);
    offset += digest.length;
  }
  return bytes;
}

export function derivedHex(length: number, ...parts: readonly (string | number)[]): string {
  return fromAlphabet('0123456789abcdef', length, parts);
}

/** Upper-case letters and digits, as in S3 request ids. */
export function derivedUpper(length: number, ...parts: readonly (string | number)[]): string {
  return fromAlphabet('0123456789ABCDEFGHJKMNPQRSTVWXYZ', length, parts);
}

/** Letters of both cases and digits, as at the end of CloudTrail file names. */
export function derivedAlphanumeric(length: number, ...parts: readonly (string | number)[]): string {
  return fromAlphabet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', length, parts);
}

export function derivedBase64(byteCount: number, ...parts: readonly (string | number)[]): string {
  return Buffer.from(derivedBytes(byteCount, 'base64', ...parts)).toString('base64');
}

export function derivedUuid(...parts: readonly (string | number)[]): string {
  const hex = derivedHex(32, 'uuid', ...parts);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** An integer from `minimum` to `maximum`, both included. */
export function derivedInteger(minimum: number, maximum: number, ...parts: readonly (string | number)[]): number {
  const word = Buffer.from(derivedBytes(4, 'integer', ...parts)).readUInt32BE(0);
  return minimum + (word % (maximum - minimum + 1));
}

export function derivedChoice<T>(options: readonly [T, ...T[]], ...parts: readonly (string | number)[]): T {
  return options[derivedInteger(0, options.length - 1, 'choice', ...parts)] ?? options[0];
}

/** An access key id that nobody can mistake for a real one: it ends in EXAMPLE, as in the AWS documentation. */
export function derivedAccessKeyId(kind: 'AKIA' | 'ASIA', ...parts: readonly (string | number)[]): string {
  return `${kind}${derivedUpper(9, 'access key', ...parts)}EXAMPLE`;
}

function fromAlphabet(alphabet: string, length: number, parts: readonly (string | number)[]): string {
  let text = '';
  for (const byte of derivedBytes(length, alphabet.length, ...parts)) text += alphabet[byte % alphabet.length];
  return text;
}
