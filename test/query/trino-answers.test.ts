import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDatabase, openDatabase } from '../../src/query/duckdb/open.ts';
import { runLocally } from '../../src/query/duckdb/run.ts';
import type { Cell } from '../../src/query/result.ts';

/** What Trino 435 (Maven's `trino-main`, memory connector, session in UTC) answered to `SELECT` and an expression. */
type Recorded = { readonly expression: string } & (
  | { readonly refused: true }
  | { readonly types: readonly string[]; readonly rows: readonly (readonly unknown[])[] }
);

const FOLDER = join(import.meta.dirname, 'trino');
const RECORDED: readonly Recorded[] = readFileSync(join(FOLDER, 'answers.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

/** What is answered here and otherwise, or not at all, by Trino: the page on queries tells each. */
const DOCUMENTED: ReadonlySet<string> = new Set(
  readFileSync(join(FOLDER, 'documented.txt'), 'utf8').trimEnd().split('\n'),
);

let database: LocalDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

type Verdict = 'equal' | 'refused' | 'differs';

const verdicts = new Map<Recorded, Promise<Verdict>>();

/** Each is asked once. */
function verdictOf(recorded: Recorded): Promise<Verdict> {
  const verdict = verdicts.get(recorded) ?? compare(recorded);
  verdicts.set(recorded, verdict);
  return verdict;
}

async function compare(recorded: Recorded): Promise<Verdict> {
  const rows: Cell[][] = [];
  try {
    const answer = await runLocally(database.connection, { sql: `SELECT ${recorded.expression}`, values: [] });
    for await (const row of answer.rows) rows.push([...row]);
  } catch {
    return 'refused';
  }
  if ('refused' in recorded) return 'differs';
  const wanted = recorded.rows.map((row) => row.map((cell, index) => withMilliseconds(cell, recorded.types[index])));
  return isDeepStrictEqual(unfolded(rows), unfolded(wanted)) ? 'equal' : 'differs';
}

/** How a time is shown is no part of its value. */
function withMilliseconds(cell: unknown, type: string | undefined): unknown {
  return typeof cell === 'string' && type?.startsWith('timestamp(0)') ? cell.replace(/^(\S+ \S+)/, '$1.000') : cell;
}

/** Nested values are JSON here. */
function unfolded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unfolded);
  if (typeof value === 'string' && /^[[{]/.test(value)) {
    try {
      return unfolded(JSON.parse(value));
    } catch {
      return value;
    }
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unfolded(member)]));
}

describe("an expression that Trino's answer is known of", () => {
  it.each(RECORDED)('$expression is equal, refused or documented', async (recorded) => {
    expect(await verdictOf(recorded)).toSatisfy((verdict: Verdict) =>
      DOCUMENTED.has(recorded.expression) ? verdict === 'differs' : verdict !== 'differs',
    );
  });

  it('is in most cases answered', async () => {
    const found: Verdict[] = [];
    for (const one of RECORDED) if (!('refused' in one)) found.push(await verdictOf(one));
    expect(found.filter((verdict) => verdict === 'equal').length).toBeGreaterThan(found.length * 0.7);
  });
});
