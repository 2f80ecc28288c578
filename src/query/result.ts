/** A value of a result. Engines' own types travel as text in Athena's spelling; arrays and rows as JSON. */
export type Cell = string | number | boolean | null;

/** What a query answers. Rows are read as they are asked for; whoever stops early closes the source. */
export interface QueryResult {
  /** Names as the engine gives them; they may repeat. */
  readonly columns: readonly string[];
  /** To be iterated once. */
  readonly rows: AsyncIterable<readonly Cell[]>;
}

/** The first `limit` rows; `note.more` tells afterwards whether there were others. */
export async function* takeRows(
  rows: QueryResult['rows'],
  limit: number | null,
  note: { taken: number; more: boolean },
): AsyncGenerator<readonly Cell[], void, undefined> {
  for await (const row of rows) {
    if (limit !== null && note.taken >= limit) {
      note.more = true;
      return;
    }
    note.taken++;
    yield row;
  }
}
