import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { shippedQueries } from '../../src/query/catalog.ts';
import { runCommand } from '../cli/fake-shell.ts';

/** What a shipped query is asked, and the rows of its answer. */
interface AskedQuery {
  /** A path, or `-` with what stands there in `input`: lines of a log, or events. */
  readonly evidence: string;
  readonly input?: readonly string[] | { readonly Records: readonly unknown[] };
  readonly options: readonly string[];
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}

/** A file for each query. `REGENERATE=1 npx vitest run test/query/rows.test.ts` writes rows anew that have changed. */
const FOLDER = join(import.meta.dirname, 'rows');
const isRegenerating = process.env['REGENERATE'] === '1';
const QUERIES = shippedQueries();

describe('a shipped query', () => {
  it.each(QUERIES)('$name answers with the rows that are kept', async ({ name, header }) => {
    const file = join(FOLDER, `${name}.json`);
    const asked: AskedQuery = JSON.parse(readFileSync(file, 'utf8'));
    const { evidence, input, options } = asked;
    const stdin = Array.isArray(input) ? input.join('\n') : JSON.stringify(input ?? '');
    const ran = await runCommand(['query', name, '-e', evidence, '-f', 'json', '-q', ...options], { stdin });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const rows: AskedQuery['rows'] = JSON.parse(ran.stdout);
    const isKept = isDeepStrictEqual(rows, asked.rows);
    if (isRegenerating && !isKept) writeFileSync(file, `${JSON.stringify({ ...asked, rows }, null, 2)}\n`);
    if (!isRegenerating) expect(rows).toEqual(asked.rows);
    expect(rows).not.toEqual([]);
    expect(Object.keys(rows[0] ?? {})).toEqual(header.columns.map((column) => column.name));
  });

  it.each(QUERIES)('$name is in the list of the page on queries, and says what each of its parts means', (query) => {
    const { title, question, tables, columns, parameters } = query.header;
    const listed = readFileSync(join('docs', 'queries.md'), 'utf8').split('\n');
    expect(listed.filter((line) => line.startsWith(`${query.name} `))).toEqual([
      expect.stringContaining(question ?? '-'),
    ]);
    expect([title, question].filter((words) => words === null || words === '')).toEqual([]);
    expect(tables).not.toEqual([]);
    expect([...columns, ...parameters].filter(({ meaning }) => meaning === '')).toEqual([]);
  });

  it('of which rows are kept is there', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(QUERIES.map(({ name }) => `${name}.json`));
  });
});
