import type { Instant } from '../../../instant.ts';
import { type DatePattern, type DateUnit, readDatePattern, stepDate } from './date-pattern.ts';

/** The values that a partition column can take, or why they are not known. */
export type ProjectedColumn =
  /** In order; `isDate` for those that stand for times. */
  | { readonly kind: 'values'; readonly values: readonly string[]; readonly isDate: boolean }
  /** Known only from the statement, which must say `column = value`. */
  | { readonly kind: 'injected' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** More values of one column than this are not written out. */
const MAX_VALUES = 100_000;

/**
 * Reads what the properties of a table say of one partition column.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 *
 * @param properties of the table, their names in small letters
 * @param now what NOW stands for
 */
export function projectColumn(column: string, properties: ReadonlyMap<string, string>, now: Instant): ProjectedColumn {
  const property = (name: string): string | null => properties.get(`projection.${column}.${name}`) ?? null;
  switch (property('type')?.trim().toLowerCase()) {
    case 'enum': {
      const values = property('values');
      return values === null ? unknown(column, 'values') : { kind: 'values', values: values.split(','), isDate: false };
    }
    case 'integer':
      return integers(column, property);
    case 'date':
      return dates(column, property, now);
    case 'injected':
      return { kind: 'injected' };
    default:
      return unknown(column, 'type');
  }
}

type Property = (name: string) => string | null;

function integers(column: string, property: Property): ProjectedColumn {
  const range = /^\s*(-?\d{1,15})\s*,\s*(-?\d{1,15})\s*$/.exec(property('range') ?? '');
  const interval = Number(property('interval') ?? 1);
  const digits = Number(property('digits') ?? 0);
  if (range === null) return unknown(column, 'range');
  if (!Number.isSafeInteger(interval) || interval < 1) return unknown(column, 'interval');
  if (!Number.isInteger(digits) || digits < 0 || digits > 20) return unknown(column, 'digits');
  const [first, last] = [Number(range[1]), Number(range[2])];
  if ((last - first) / interval > MAX_VALUES) return tooMany(column);
  const values: string[] = [];
  for (let value = first; value <= last; value += interval) {
    values.push((value < 0 ? '-' : '') + String(Math.abs(value)).padStart(digits, '0'));
  }
  return { kind: 'values', values, isDate: false };
}

function dates(column: string, property: Property, now: Instant): ProjectedColumn {
  const pattern = readDatePattern(property('format') ?? '');
  if (pattern === null) return unknown(column, 'format');
  const ends = (property('range') ?? '').split(',').map((end) => endOf(end, pattern, now));
  const [first, last] = ends;
  if (ends.length !== 2 || first === undefined || last === undefined || first === null || last === null) {
    return unknown(column, 'range');
  }
  const unit = unitOf(property('interval.unit')) ?? (property('interval.unit') === null ? pattern.precision : null);
  const interval = Number(property('interval') ?? 1);
  if (unit === null || !Number.isSafeInteger(interval) || interval < 1) return unknown(column, 'interval');
  const values: string[] = [];
  for (let step = 0; ; step++) {
    const at = stepDate(first, step * interval, unit);
    if (!(at <= last)) break;
    if (values.length >= MAX_VALUES) return tooMany(column);
    const value = pattern.write(at);
    // Steps finer than the pattern give the same partition again.
    if (value !== values.at(-1)) values.push(value);
  }
  return { kind: 'values', values, isDate: true };
}

/** An end of a range: a date in the column's own format, or one counted from now, `NOW-3YEARS`. */
function endOf(text: string, pattern: DatePattern, now: Instant): Instant | null {
  const relative = /^\s*NOW\s*(?:([+-])\s*(\d{1,6})\s*([A-Z]+)\s*)?$/i.exec(text);
  if (relative === null) return pattern.read(text.trim());
  const [, sign, count, name] = relative;
  const unit = name === undefined ? 'DAY' : unitOf(name);
  const moment = unit === null ? null : stepDate(now, Number(`${sign ?? '+'}${count ?? 0}`), unit);
  // Both ends of a range are partitions.
  return moment === null ? null : pattern.read(pattern.write(moment));
}

function unitOf(name: string | null): DateUnit | null {
  const singular = name?.trim().toUpperCase().replace(/S$/, '');
  return UNITS.find((unit) => unit === singular) ?? null;
}

function unknown(column: string, property: string): ProjectedColumn {
  return { kind: 'unknown', reason: `projection.${column}.${property} is not one that is understood here` };
}

function tooMany(column: string): ProjectedColumn {
  return { kind: 'unknown', reason: `${column} has more than ${MAX_VALUES} values` };
}

const UNITS: readonly DateUnit[] = ['YEAR', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND'];
