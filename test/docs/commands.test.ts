import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { commandsOf } from './commands.ts';
import { PAGES } from './pages.ts';

const pages = PAGES.map((page) => ({ page, commands: commandsOf(page) })).filter(({ commands }) => commands.length > 0);

/** Most of them ask AWS or read what is not here: what is typed is held against the options that there are. */
describe('the commands of a page', () => {
  beforeEach(() => {
    for (const command of COMMANDS) vi.spyOn(command as { run: typeof command.run }, 'run').mockResolvedValue(0);
  });
  afterEach(() => vi.restoreAllMocks());

  it.each(pages)('of $page are understood', async ({ commands }) => {
    for (const { line, args } of commands) {
      expect({ line, ...(await runCommand(args)) }).toMatchObject({ line, code: 0, stderr: '' });
    }
  });
});

/** On a terminal of 80 columns; `...` as a line of its own stands for any lines. */
const shown = pages
  .flatMap(({ page, commands }) => commands.map((command) => ({ page, ...command })))
  .filter(({ page, line, output }) => page !== 'docs/queries.md' && output.length > 0 && line.includes('samples/'));

describe('what a page shows below a command', () => {
  it.each(shown)('is what it prints: $page, $line', async ({ line, args, output }) => {
    const locale = /^LC_ALL=(\S+)/.exec(line)?.[1] ?? 'C.UTF-8';
    const env = { NO_COLOR: '1', LC_ALL: locale };
    const { stdout, stderr } = await runCommand(args, { terminal: 80, env });
    const printed = stdout.trimEnd().split('\n');
    const parts = output.join('\n').split(/(?:^|\n)\.\.\.(?:\n|$)/);
    if (parts.length === 1) expect({ printed, stderr }).toMatchObject({ printed: output });
    for (const part of parts) expect(stdout).toContain(part);
  });

  it('is seen', () => expect(shown.length).toBeGreaterThan(1));
});
