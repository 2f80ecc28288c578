/** Credentials that were good once, as the services and the SDK name it. */
export const EXPIRED: ReadonlySet<string> = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);

/** Mistakes in code, some of which carry a code of Node's: no answer of AWS. */
export const FAULTS: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/** The part of a foreign message that fits into a line of ours. */
export function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
