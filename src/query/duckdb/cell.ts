import {
  DuckDBArrayType,
  DuckDBDateValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBMapType,
  DuckDBMapValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Cell } from '../result.ts';

/** A value of DuckDB as a cell: whole numbers that a double cannot hold and decimals stay text; nested values are JSON. */
export function cellOf(value: DuckDBValue, type: DuckDBType | undefined): Cell {
  if (type?.typeId === DuckDBTypeId.DECIMAL && value !== null) return String(value);
  const plain = plainOf(value);
  return typeof plain === 'object' && plain !== null ? JSON.stringify(plain) : plain;
}

/** Whether a value of the type has fields without names, of which the engine hands over only the last. */
export function hasNamelessFields(type: DuckDBType): boolean {
  if (type instanceof DuckDBStructType) return type.entryNames.includes('') || type.entryTypes.some(hasNamelessFields);
  if (type instanceof DuckDBMapType) return hasNamelessFields(type.keyType) || hasNamelessFields(type.valueType);
  return (type instanceof DuckDBListType || type instanceof DuckDBArrayType) && hasNamelessFields(type.valueType);
}

type Plain = Cell | readonly Plain[] | { readonly [name: string]: Plain };

function plainOf(value: DuckDBValue): Plain {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') {
    return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
      ? Number(value)
      : String(value);
  }
  if (value instanceof DuckDBTimestampTZValue) return `${momentOf(value.micros)} UTC`;
  if (value instanceof DuckDBTimestampValue) return momentOf(value.micros);
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBListValue) return value.items.map(plainOf);
  if (value instanceof DuckDBStructValue) return membersOf(Object.entries(value.entries));
  if (value instanceof DuckDBMapValue) {
    return membersOf(value.entries.map(({ key, value: member }) => [String(key), member] as const));
  }
  return String(value);
}

function membersOf(entries: Iterable<readonly [string, DuckDBValue]>): { readonly [name: string]: Plain } {
  return Object.fromEntries([...entries].map(([name, member]) => [name, plainOf(member)]));
}

/** `2026-02-10 09:14:27.000`, as Athena writes it. */
function momentOf(micros: bigint): string {
  const millis = Number(micros / 1000n);
  return Number.isFinite(new Date(millis).getTime())
    ? new Date(millis).toISOString().replace('T', ' ').replace('Z', '')
    : String(micros);
}
