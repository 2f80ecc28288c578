import type { CommandDefinition, OptionDefinition, Values } from '../command.ts';

/** Everything that may be typed, as the scripts of all shells need it. */
export interface CompletionWords {
  readonly program: string;
  readonly commands: readonly CompletionCommand[];
}

export interface CompletionCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletionOption[];
  readonly operand: Completed;
}

export interface CompletionOption {
  /** `--format`. */
  readonly long: string;
  /** `-f`. */
  readonly short: string | null;
  readonly description: string;
  readonly repeatable: boolean;
  readonly value: Completed;
}

/** What can stand in a place: nothing at all, words, paths; `text` is what no one can complete. */
export interface Completed {
  readonly kind: 'nothing' | 'text' | 'words' | 'words-and-files' | 'files' | 'directories';
  readonly words: readonly string[];
}

const HELP: CompletionOption = {
  long: '--help',
  short: '-h',
  description: 'print help',
  repeatable: false,
  value: { kind: 'nothing', words: [] },
};

/** The words of the commands, and of `help`, which commander adds. */
export async function completionWords(
  program: string,
  commands: readonly CommandDefinition[],
): Promise<CompletionWords> {
  const described = await Promise.all(commands.map(describe));
  const help: CompletionCommand = {
    name: 'help',
    summary: 'print help on a command',
    options: [],
    operand: { kind: 'words', words: commands.map(({ name }) => name) },
  };
  return { program, commands: [...described, help] };
}

async function describe({ name, summary, options, argument }: CommandDefinition): Promise<CompletionCommand> {
  return {
    name,
    summary,
    options: [...(await Promise.all(options.map(option))), HELP],
    operand:
      argument === null
        ? { kind: 'nothing', words: [] }
        : await completed(argument.name.replace(/^[[<](.*?)(\.\.\.)?[\]>]$/, '$1'), argument.values),
  };
}

async function option({ flags, description, repeatable = false, values }: OptionDefinition): Promise<CompletionOption> {
  const [, short = null, long = '', placeholder] = /^(?:(-\w), )?(--[\w-]+)(?: <(.+)>)?$/.exec(flags) ?? [];
  if (long === '') throw new Error(`flags that completion does not understand: ${flags}`);
  const value: Completed =
    placeholder === undefined ? { kind: 'nothing', words: [] } : await completed(placeholder, values);
  return { long, short, description, repeatable, value };
}

async function completed(placeholder: string, values: Values | undefined): Promise<Completed> {
  const words = values === undefined ? [] : typeof values === 'function' ? await values() : values;
  if (placeholder === 'query') return { kind: 'words-and-files', words };
  if (words.length > 0) return { kind: 'words', words };
  if (placeholder === 'dir') return { kind: 'directories', words };
  return { kind: PATHS.has(placeholder) ? 'files' : 'text', words };
}

const PATHS: ReadonlySet<string> = new Set(['file', 'path', 'evidence']);
