import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../../instant.ts';

/** Steps of a projected date, as Athena names them, without their plural. */
export type DateUnit = 'YEAR' | 'MONTH' | 'WEEK' | 'DAY' | 'HOUR' | 'MINUTE' | 'SECOND';

/** The pattern of a projected date, `yyyy/MM/dd`, read once. */
export interface DatePattern {
  /** In UTC. */
  readonly write: (instant: Instant) => string;
  /** null for text that the pattern does not fit. Parts that it does not have are the first of their kind. */
  readonly read: (text: string) => Instant | null;
  /** The finest part that the pattern has. */
  readonly precision: DateUnit;
}

/**
 * Reads a pattern in the notation of Java's DateTimeFormatter, in so far as partitions use it: numbers of fixed width
 * (`yyyy`, `MM`, `dd`, `HH`, `mm`, `ss`) and text between them, quoted or not. Null for any other letter.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function readDatePattern(pattern: string): DatePattern | null {
  const parts: Part[] = [];
  for (const [token] of pattern.matchAll(/([A-Za-z])\1*|'(?:[^']|'')*'|[^A-Za-z']+|'/g)) {
    if (/^[A-Za-z]/.test(token)) {
      const unit = LETTERS.get(token[0] ?? '');
      if (unit === undefined || token.length !== (unit === 'YEAR' ? 4 : 2)) return null;
      parts.push({ unit, width: token.length });
    } else if (token === "'") return null;
    else {
      const text = token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") || "'" : token;
      parts.push({ unit: null, text });
    }
  }
  const units = parts.flatMap(({ unit }) => (unit === null ? [] : [unit]));
  const precision = FINENESS.findLast((unit) => units.includes(unit));
  if (precision === undefined || new Set(units).size !== units.length || !units.includes('YEAR')) return null;
  return { write: (instant) => writeParts(parts, instant), read: (text) => readParts(parts, text), precision };
}

/** The moment so many steps later; days of the month that a month does not have become its last. */
export function stepDate(from: Instant, count: number, unit: DateUnit): Instant {
  const length = LENGTHS[unit];
  if (length !== null) return from + count * length;
  const date = new Date(from);
  const months = unit === 'YEAR' ? count * 12 : count;
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, days));
  return date.getTime();
}

type Part = { readonly unit: DateUnit; readonly width: number } | { readonly unit: null; readonly text: string };

function writeParts(parts: readonly Part[], instant: Instant): string {
  const values = valuesOf(instant);
  return parts
    .map((part) => (part.unit === null ? part.text : String(values.get(part.unit) ?? 0).padStart(part.width, '0')))
    .join('');
}

function readParts(parts: readonly Part[], text: string): Instant | null {
  const found = new Map<DateUnit, number>();
  let at = 0;
  for (const part of parts) {
    if (part.unit === null) {
      if (!text.startsWith(part.text, at)) return null;
      at += part.text.length;
      continue;
    }
    const digits = text.slice(at, at + part.width);
    if (digits.length !== part.width || !/^\d+$/.test(digits)) return null;
    found.set(part.unit, Number(digits));
    at += part.width;
  }
  if (at !== text.length) return null;
  const value = (unit: DateUnit, otherwise: number): number => found.get(unit) ?? otherwise;
  const date = new Date(0);
  date.setUTCFullYear(value('YEAR', 1970), value('MONTH', 1) - 1, value('DAY', 1));
  date.setUTCHours(value('HOUR', 0), value('MINUTE', 0), value('SECOND', 0));
  // 31 February is none.
  const kept = valuesOf(date.getTime());
  return [...found].every(([unit, number]) => kept.get(unit) === number) ? date.getTime() : null;
}

function valuesOf(instant: Instant): ReadonlyMap<DateUnit, number> {
  const date = new Date(instant);
  return new Map<DateUnit, number>([
    ['YEAR', date.getUTCFullYear()],
    ['MONTH', date.getUTCMonth() + 1],
    ['DAY', date.getUTCDate()],
    ['HOUR', date.getUTCHours()],
    ['MINUTE', date.getUTCMinutes()],
    ['SECOND', date.getUTCSeconds()],
  ]);
}

const LETTERS: ReadonlyMap<string, DateUnit> = new Map([
  ['y', 'YEAR'],
  ['u', 'YEAR'],
  ['M', 'MONTH'],
  ['d', 'DAY'],
  ['H', 'HOUR'],
  ['m', 'MINUTE'],
  ['s', 'SECOND'],
]);
/** Coarse to fine. */
const FINENESS: readonly DateUnit[] = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'];
/** Milliseconds; null for what is not always as long. */
const LENGTHS: Readonly<Record<DateUnit, number | null>> = {
  YEAR: null,
  MONTH: null,
  WEEK: 7 * DAY,
  DAY,
  HOUR,
  MINUTE,
  SECOND,
};
