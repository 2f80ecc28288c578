import type { LocalDatabase } from '../../src/query/duckdb/open.ts';

/** What Trino says to a statement. */
export type TrinoAnswer =
  | {
      readonly columns: readonly string[];
      readonly types: readonly string[];
      readonly rows: readonly (readonly unknown[])[];
    }
  | { readonly error: string };

/** Asks a statement of a catalog, each of which has its own tables. */
export type AskTrino = (catalog: string, sql: string) => Promise<TrinoAnswer>;

export function trinoAt(url: string): AskTrino {
  return async (catalog, sql) => {
    const response = await fetch(`${url}/${catalog}`, { method: 'POST', body: sql });
    return (await response.json()) as TrinoAnswer;
  };
}

/** Statements of about so many characters. */
const BATCH = 300_000;

/** Copies both tables of the local engine into a catalog, rows in their order or the other way round. */
export async function copyTables(
  ask: AskTrino,
  catalog: string,
  { connection }: LocalDatabase,
  order: 'ASC' | 'DESC' = 'ASC',
): Promise<void> {
  const must = async (sql: string) => {
    const answer = await ask(catalog, sql);
    if ('error' in answer) throw new Error(`${answer.error}: ${sql.slice(0, 300)}`);
  };
  for (const table of ['s3_access_logs', 'cloudtrail_logs']) {
    const described = (await connection.runAndReadAll(`DESCRIBE ${table}`)).getRows();
    const columns = described.map(([name, type]) => [`"${name}"`, trinoType(String(type))] as const);
    const empty = columns.map(([name, type]) => `CAST(NULL AS ${type}) AS ${name}`);
    await must(`CREATE TABLE ${table} AS SELECT ${empty.join(', ')} WHERE false`);
    const type = `array(row(${columns.map((column) => column.join(' ')).join(', ')}))`;
    const take = (rows: readonly string[]) => {
      const json = `[${rows.join(',')}]`.replaceAll("'", "''");
      return must(`INSERT INTO ${table} SELECT * FROM UNNEST(CAST(json_parse('${json}') AS ${type}))`);
    };
    let waiting: string[] = [];
    let size = 0;
    const rows = await connection.runAndReadAll(
      `SELECT CAST(to_json(line) AS VARCHAR) FROM ${table} AS line ORDER BY rowid ${order}`,
    );
    for (const [row] of rows.getRows()) {
      waiting.push(String(row));
      size += String(row).length;
      if (size < BATCH) continue;
      await take(waiting);
      waiting = [];
      size = 0;
    }
    if (waiting.length > 0) await take(waiting);
  }
}

/** `STRUCT(a VARCHAR)[]` as Trino has it, `array(row(a VARCHAR))`. */
function trinoType(type: string): string {
  return type.endsWith('[]') ? `array(${trinoType(type.slice(0, -2))})` : type.replaceAll('STRUCT(', 'row(');
}
