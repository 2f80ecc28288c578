import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'query-docs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Example {
  readonly command: string;
  readonly output: readonly string[];
}

/** The commands of the page that need no AWS, each with the output that is printed below it. */
function examples(): readonly Example[] {
  const page = readFileSync('docs/queries.md', 'utf8');
  return [...page.matchAll(/```console\n(.*?)```/gs)]
    .flatMap(([, block = '']) => block.split(/^\$ inventory-forensics /m).slice(1))
    .map((text) => {
      const [command = '', ...output] = text
        .replace(/ \\\n\s*/g, ' ')
        .trimEnd()
        .split('\n');
      return { command, output };
    })
    .filter(({ command }) => /samples\/|\.duckdb|--list|--create-tables --dry-run/.test(command));
}

/** `...` stands for the rest of a line, or as a line of its own for the rest of the output. */
function isShown(shown: string, printed: string): boolean {
  return shown.endsWith(',...') ? printed.startsWith(shown.slice(0, -3)) : printed === shown;
}

describe('the examples of the page on queries', () => {
  it('print what the page shows, in their order', async () => {
    expect(examples().length).toBeGreaterThan(5);
    for (const { command, output } of examples()) {
      const ran = await runCommand(command.replaceAll('./case.duckdb', join(folder, 'case.duckdb')).split(/\s+/));
      expect(ran.code).toBe(0);
      const printed = ran.stdout.trimEnd().split(/\r?\n/);
      const isCut = output.at(-1) === '...';
      const wanted = isCut ? output.slice(0, -1) : output;
      const found = isCut ? printed.slice(0, wanted.length) : printed;
      expect(found.map((line, index) => (isShown(wanted[index] ?? '', line) ? wanted[index] : line))).toEqual(wanted);
    }
  });
});
