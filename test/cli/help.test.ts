import { describe, expect, it } from 'vitest';
import { OPTION_GROUPS, type OptionGroup } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { runCommand } from './fake-shell.ts';

const NAMES = COMMANDS.map(({ name }) => name);

function headingOf(group: OptionGroup | undefined): string {
  return group === undefined ? 'Options:' : OPTION_GROUPS[group];
}

/** A typing mistake: the letter in the middle is missing. */
function mistyped(word: string): string {
  const middle = Math.floor(word.length / 2);
  return `${word.slice(0, middle)}${word.slice(middle + 1)}`;
}

describe.each(COMMANDS)('help on $name', ({ name, description, options, examples }) => {
  it('tells what it does, every option, and examples', async () => {
    const { code, stdout, stderr } = await runCommand([name, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain(description);
    for (const { flags } of options) expect(text).toContain(flags);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(stdout).toContain(`  ${example}\n`);
  });

  it('has examples that use nothing but its options', () => {
    const known = new Set(options.flatMap(({ flags }) => flags.match(/--?[\w-]+/g) ?? []));
    for (const example of examples) {
      const own = example.slice(example.indexOf(`inventory-forensics ${name}`)).split(/ [|>#] | && /)[0] ?? '';
      expect(own).toMatch(new RegExp(`^inventory-forensics ${name}\\b`));
      const used = own.replace(/'[^']*'/g, '').match(/(?<= )--?[a-z][\w-]*/g) ?? [];
      expect(used.filter((flag) => !known.has(flag))).toEqual([]);
    }
  });

  it('has every option under its heading, and the headings in order', async () => {
    const { stdout } = await runCommand([name, '--help']);
    const headings = ['Options:', ...Object.values(OPTION_GROUPS)];
    const parts = stdout.split(/\n\n(?=[A-Z]\w+:\n)/).map((part) => part.split('\n'));
    const shown = parts.filter(([first = '']) => headings.includes(first));
    const used = new Set(options.map((option) => headingOf(option.group)));
    const others = (names: readonly (string | undefined)[]) => names.filter((name) => name !== 'Options:');
    expect(others(shown.map(([first]) => first))).toEqual(
      others(headings).filter((heading) => used.has(heading ?? '')),
    );
    for (const { flags, group } of options) {
      const [, ...lines] = shown.find(([first]) => first === headingOf(group)) ?? [];
      expect(lines.some((line) => line.trimStart().startsWith(`${flags} `))).toBe(true);
    }
  });

  it('is what `help` prints too', async () => {
    const [long, short] = [await runCommand(['help', name]), await runCommand([name, '-h'])];
    expect(long.stdout).toBe(short.stdout);
  });
});

describe('what is mistyped', () => {
  it.each(NAMES)('suggests %s', async (name) => {
    for (const args of [[mistyped(name)], ['help', mistyped(name)]]) {
      const { code, stderr } = await runCommand(args);
      expect([code, stderr.split('\n').length]).toEqual([2, 2]);
      expect(stderr).toContain(`did you mean ${name}`);
    }
  });

  it.each(
    COMMANDS.flatMap(({ name, options }) =>
      options.map(({ flags }) => [name, /--[\w-]+/.exec(flags)?.[0] ?? ''] as const),
    ).filter(([, option]) => option.length > 8),
  )('in %s suggests %s', async (name, option) => {
    const { code, stderr } = await runCommand([name, mistyped(option)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`did you mean (one of )?.*${option}\\b`));
  });

  it('suggests nothing where nothing is near', async () => {
    expect((await runCommand(['help', 'zzzzzzzzzzzz'])).stderr).toBe(
      "inventory-forensics: help: unknown command 'zzzzzzzzzzzz'; see --help\n",
    );
  });
});
