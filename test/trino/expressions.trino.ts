import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, inject, it } from 'vitest';
import { trinoAt } from './trino.ts';

const url = inject('trinoUrl');
const FILE = join(import.meta.dirname, '..', 'query', 'trino', 'answers.jsonl');
const RECORDED: readonly { readonly expression: string }[] = readFileSync(FILE, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

/** `REGENERATE=1 npm run test:trino` records anew, for a line that has an `expression` alone as well. */
const isRegenerating = process.env['REGENERATE'] === '1';

describe.skipIf(url === null)('the table of expressions', () => {
  it(`is what Trino answers, to all ${RECORDED.length}`, async () => {
    const ask = trinoAt(url ?? '');
    const answered: object[] = [];
    for (const { expression } of RECORDED) {
      const answer = await ask('memory', `SELECT ${expression}`);
      answered.push(
        'error' in answer ? { expression, refused: true } : { expression, types: answer.types, rows: answer.rows },
      );
    }
    if (isRegenerating) writeFileSync(FILE, answered.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
    else expect(answered).toEqual(RECORDED);
  });
});
