import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Inside } from '../envelope.ts';

/**
 * The rows of a `ResultSet`, each an object of its cells by name; null for what is none. Names are told behind the rows.
 * The first row repeats them, on the first page only; a NULL has no value at all.
 * https://docs.aws.amazon.com/athena/latest/APIReference/API_ResultSet.html
 */
export function rowsOfResult(result: JsonValue | undefined): Inside[] | null {
  if (!isJsonObject(result) || !Array.isArray(result['Rows'])) return null;
  const rows = result['Rows'].map(cellsOf);
  const columns = columnsOf(result['ResultSetMetadata']) ?? rows[0] ?? [];
  const inside = rows.map((cells, index) => ({
    way: `ResultSet.Rows[${index}]`,
    value: Object.fromEntries(columns.map((name, column) => [name ?? '', cells[column] ?? null])),
  }));
  const repeats = rows[0]?.every((cell, index) => cell === columns[index]) === true;
  return repeats ? inside.slice(1) : inside;
}

function cellsOf(row: JsonValue): (string | null)[] {
  const cells = isJsonObject(row) && Array.isArray(row['Data']) ? row['Data'] : [];
  return cells.map((cell) => (isJsonObject(cell) ? textIn(cell, 'VarCharValue') : null));
}

function columnsOf(metadata: JsonValue | undefined): (string | null)[] | null {
  const columns = isJsonObject(metadata) ? metadata['ColumnInfo'] : undefined;
  if (!Array.isArray(columns)) return null;
  return columns.map((column) => (isJsonObject(column) ? textIn(column, 'Name') : null));
}

function textIn(value: JsonObject, member: string): string | null {
  const text = value[member];
  return typeof text === 'string' ? text : null;
}
