import { ForensicsError } from '../../errors.ts';

/** How much of a mistaken value is quoted back. */
const QUOTED = 60;

/** A value of an option that cannot be used: names the option, quotes the value, says what is wanted. */
export function badValue(option: string, value: string, wanted: string): ForensicsError {
  const quoted = value.length > QUOTED ? `${value.slice(0, QUOTED)}...` : value;
  return new ForensicsError('usage', `${option}: "${quoted}" cannot be used`, { hint: `give ${wanted}` });
}
