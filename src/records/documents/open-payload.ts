import { gunzipSync } from 'node:zlib';
import { JSON_LIMITS } from '../json/parse.ts';
import type { NameSearch } from '../name-search.ts';

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

/** Whether none of the names stands in this JSON, nor may stand in a payload in it: gzip, or an object, in base64. */
export function isFreeOf(names: NameSearch, json: Buffer): boolean {
  return !names.mayHoldInJson(json) && !json.includes('H4sI') && !json.includes('"eyJ');
}

const DAMAGED = 'a payload that is not whole gzip';
