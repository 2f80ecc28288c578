import { gunzipSync } from 'node:zlib';
import type { SourceKind } from '../../sources/tally.ts';
import { JSON_LIMITS } from '../json/parse.ts';
import type { NameSearches } from '../name-search.ts';

/** How much may still be decompressed out of one value, whatever is wrapped in whatever. */
export interface Allowance {
  bytes: number;
}

export function createAllowance(): Allowance {
  return { bytes: 4 * JSON_LIMITS.maxDocumentBytes };
}

type Payload = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly reason: string };

/** The bytes of a payload in base64, decompressed where they are gzip, be it twice. */
export function openPayload(base64: string, allowance: Allowance): Payload {
  let bytes: Buffer = Buffer.from(base64, 'base64');
  for (let layers = 0; layers < 2 && bytes[0] === 0x1f && bytes[1] === 0x8b; layers++) {
    const most = Math.min(JSON_LIMITS.maxDocumentBytes, allowance.bytes);
    try {
      bytes = gunzipSync(bytes, { maxOutputLength: Math.max(1, most) });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === null) throw error;
      return {
        ok: false,
        reason: code === 'ERR_BUFFER_TOO_LARGE' ? `decompresses to more than ${most} bytes` : DAMAGED,
      };
    }
    allowance.bytes -= bytes.length;
  }
  return { ok: true, bytes };
}

/**
 * Whether JSON of a log is known to hold none of the names that are wanted, of whichever log since both may stand in one
 * export, nor a payload in which one might stand: gzip, or an object, in base64. Never before a source is known to be a
 * log: what it is, its first values say.
 */
export function isFreeOf(names: NameSearches | null, kind: SourceKind, json: Buffer): boolean {
  if (names === null || (kind !== 'cloudtrail' && kind !== 'access-log')) return false;
  const { cloudTrail, accessLog } = names;
  if (cloudTrail.mayHoldInJson(json)) return false;
  // An event that can be seen names its caller among its first members; it is no payload, and no line of an access log.
  if (json.includes('userIdentity')) return true;
  return !json.includes('H4sI') && !json.includes('"eyJ') && !accessLog.mayHoldInJson(json);
}

const DAMAGED = 'a payload that is not whole gzip';
