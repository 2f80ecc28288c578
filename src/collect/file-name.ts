import { createHash } from 'node:crypto';

/** What file systems take in one name, less what a hash needs. */
const LONGEST = 200;

/**
 * The path below the collection for an object: its bucket and key, with everything percent-encoded that a file system
 * may read otherwise (`..`, empty parts, colons, spaces). Two keys never share a path.
 */
export function objectPath(bucket: string, key: string): string {
  return ['logs', bucket, ...key.split('/')].map(safe).join('/');
}

/** A path below the collection for what is named by several names, in the same way. */
export function namedPath(names: readonly string[]): string {
  return names.map(safe).join('/');
}

function safe(part: string): string {
  if (part === '') return '%00';
  if (/^\.+$/.test(part)) return part.replaceAll('.', '%2E');
  const encoded = encodeURIComponent(Buffer.from(part).toString()).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  if (encoded.length <= LONGEST) return encoded;
  return `${encoded.slice(0, LONGEST)}%-${createHash('sha256').update(part).digest('hex').slice(0, 16)}`;
}
