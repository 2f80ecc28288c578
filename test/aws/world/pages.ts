import { createHash } from 'node:crypto';

/** Set by a fault for the page at hand. */
export type TokenFault = 'refused' | 'repeated' | null;

/** A token that no list takes back. */
const REFUSED = 'AAAA-this-token-leads-nowhere';

/** An opaque token that only the same list, asked with the same parameters, takes back. */
export function writeToken(parameters: string, position: string, fault: TokenFault, current: string): string {
  if (fault === 'refused') return REFUSED;
  return seal(parameters, fault === 'repeated' ? current : position);
}

/** Null when the token is not one of this list. */
export function readToken(parameters: string, token: string): string | null {
  const position = Buffer.from(token.slice(SEAL_LENGTH), 'base64url').toString('utf8');
  return seal(parameters, position) === token ? position : null;
}

function seal(parameters: string, position: string): string {
  const digest = createHash('sha256').update(`${parameters}\n${position}`).digest('base64url').slice(0, SEAL_LENGTH);
  return digest + Buffer.from(position).toString('base64url');
}

const SEAL_LENGTH = 16;

/** A page of a list held whole in memory; the position is the index of its first item. */
export function pageOf<Item>(
  items: readonly Item[],
  { parameters, token, size, fault }: { parameters: string; token: string | null; size: number; fault: TokenFault },
): { readonly items: readonly Item[]; readonly next: string | undefined } | null {
  const position = token === null ? '0' : readToken(parameters, token);
  if (position === null) return null;
  const start = Number(position);
  const end = start + size;
  const next = end < items.length ? writeToken(parameters, String(end), fault, position) : undefined;
  return { items: items.slice(start, end), next };
}
