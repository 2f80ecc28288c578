import { expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';
import { POLICY_EVENTS, STATEMENT_ROWS } from './policy-json/policy-json.ts';

it('policies in requestparameters are unnested as on Trino, whatever the shape of Statement, Principal and Action', async () => {
  const args = ['query', 'test/query/policy-json/statements.sql', '-e', '-', '-f', 'json', '-q'];
  const { stdout, code } = await runCommand(args, { stdin: POLICY_EVENTS });
  const rows: readonly object[] = JSON.parse(stdout);
  expect(rows.map((row) => Object.values(row))).toEqual(STATEMENT_ROWS);
  expect(code).toBe(0);
});
