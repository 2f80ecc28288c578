import { badValue } from './usage-error.ts';

/**
 * A number of bytes, `500MB`, `2TB` (powers of 1,000); null when the option was not given.
 *
 * @throws ForensicsError `usage`
 */
export function resolveBytes(option: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const match = /^(\d{1,12})\s*([kmgt]?)b?$/i.exec(value);
  const bytes = Number(match?.[1] ?? 0) * 1_000 ** ' kmgt'.indexOf((match?.[2] ?? '').toLowerCase() || ' ');
  if (!(bytes >= 1)) throw badValue(option, value, 'a number of bytes such as 500MB or 2TB');
  return bytes;
}
