import { escapeTerminal } from '../../display/escape-terminal.ts';
import { type ShippedQuery, shippedQueries, shippedTables } from '../../query/catalog.ts';
import { describeCatalog } from '../../query/describe.ts';
import type { Flags } from '../command.ts';
import { openTerminal, type Terminal } from '../terminal/open-terminal.ts';
import type { Shell } from '../terminal/shell.ts';
import { writeStream } from '../terminal/write-stream.ts';
import { inOrder, type QueryQuestion, type QuestionOf, resolveQuery } from './resolve-query.ts';

/** What `query` does once it is known that it is meant; returns the exit code. */
export async function runQuery(operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  return answer(await resolveQuery(operands, flags, shell), openTerminal(shell, flags));
}

async function answer(question: QueryQuestion, terminal: Terminal): Promise<number> {
  const { shell } = terminal;
  switch (question.kind) {
    case 'list':
      return listQueries(shell, question.asJson);
    case 'show':
      return showLines(question.text, shell);
    case 'run':
      return runStatement(question, terminal);
    case 'plan': {
      const { planAthenaQuery } = await import('./plan-athena-query.ts');
      return showLines(await planAthenaQuery(question, terminal), shell);
    }
    case 'fetch': {
      const { fetchAthenaResult } = await import('./run-athena-query.ts');
      return fetchAthenaResult(question, terminal);
    }
    case 'create-table': {
      await showLines(inOrder(question), shell);
      const { createAthenaTable } = await import('./run-athena-query.ts');
      return createAthenaTable(question, terminal);
    }
    default:
      return question satisfies never;
  }
}

async function runStatement({ statement, place, output }: QuestionOf<'run'>, terminal: Terminal): Promise<number> {
  if (place.kind === 'athena') {
    const { runAthenaQuery } = await import('./run-athena-query.ts');
    return runAthenaQuery(statement, place.target, output, terminal);
  }
  // Before what imports it, which could only say that a module is missing.
  const { loadDuckDb } = await import('../../optional-packages.ts');
  await loadDuckDb();
  const { runLocalQuery } = await import('./run-local-query.ts');
  return runLocalQuery({ statement, place, output }, terminal);
}

async function listQueries(shell: Shell, asJson: boolean): Promise<number> {
  if (asJson) {
    const listed = ({ name, header }: ShippedQuery): object => ({ name, ...header });
    const lists = { queries: shippedQueries().map(listed), tables: shippedTables().map(listed) };
    await writeStream(shell.stdout, [`${JSON.stringify(lists, null, 2)}\n`]);
    return 0;
  }
  await writeStream(shell.stdout, [
    describeCatalog(shippedQueries()),
    '\nTable definitions for Athena (--create-tables):\n',
    describeCatalog(shippedTables()),
  ]);
  return 0;
}

/** What was typed, and comes with the program: no log says it. */
async function showLines(text: string, shell: Shell): Promise<number> {
  const lines = text.trimEnd().split(/\r?\n/);
  await writeStream(shell.stdout, [`${lines.map((line) => escapeTerminal(line, 'shown')).join('\n')}\n`]);
  return 0;
}
